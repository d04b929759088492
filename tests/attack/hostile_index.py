# SPDX-License-Identifier: MIT
"""hostile_index.py SIZE: an index of about SIZE bytes, each entry of which names a list of 64 KiB
that has fewer names than the entry tells."""
import struct, sys

size = int(sys.argv[1])
names = struct.pack("<H", 65535) + ((b"a" * 256 + b"\0") * 255)[:65534] + b"\0"
count = (size - len(names) - 1024) // 12
entry = bytes(3) + b"\0" + struct.pack("<H", 1) + b"\0\xff"
sections = [b"tcp\0udp\0", bytes(32), entry * count, bytes(7), names, struct.pack("<I", 0) * count]
body, table, offset = b"", b"", 32 + 12 * len(sections)
for i, content in enumerate(sections, 1):
    body += bytes(-(offset + len(body)) % 64)
    table += struct.pack("<3I", i, offset + len(body), len(content))
    body += content
total = offset + len(body)
sys.stdout.buffer.write(struct.pack("<8s2H3I2HI", b"\x89SVC\r\n\x1a\n", 1, 0, total, total, 0, len(sections), 0, 0) + table + body)
