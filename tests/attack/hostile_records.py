# SPDX-License-Identifier: MIT
"""hostile_records.py KIND COUNT: an index with so many records, names, descriptions or people, that all
refer to one text of 8 bytes for each of them; other-descriptions: of which the last is another."""
import struct, sys, zlib

kind, count = sys.argv[1], int(sys.argv[2])
offset = lambda n: struct.pack("<I", n)[:3]
text = b"\0x\0" + b"y" * (8 * count) + (b"z\0" if kind == "other-descriptions" else b"y\0")
row = lambda ports, name, description: struct.pack("<2H", *ports) + offset(name) + bytes(3) + offset(description) + bytes(24)
rows, people = row((1, 0), 1, 0), b""
if kind == "names":
    rows += row((1, 1), 3, 0) * count
elif kind.endswith("descriptions"):
    rows += row((1, 0), 1, 3) * count
else:
    people = (offset(3) + bytes(12)) * count
sections = {1: b"tcp\0udp\0", 2: bytes(32), 3: b"", 4: b"", 5: b"", 6: b"", 16: text, 17: rows, 18: b"", 19: b"", 20: b"", 21: bytes(4), 22: people, 23: b"", 24: b"", 25: b"", 26: b""}
body, table, start = b"", b"", 32 + 12 * len(sections)
for ident, content in sections.items():
    if ident == 16:
        lookup_size = start + len(body)
    body += bytes(-(start + len(body)) % 64)
    table += struct.pack("<3I", ident, start + len(body), len(content))
    body += content
head = lambda crc: struct.pack("<8s2H3I2HI", b"\x89SVC\r\n\x1a\n", 1, 0, start + len(body), lookup_size, crc, len(sections), 0, 0)
sys.stdout.buffer.write(head(zlib.crc32(head(0) + table + body)) + table + body)
