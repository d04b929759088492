# SPDX-License-Identifier: MIT
"""later_minor.py INDEX OUT: the index as a later minor of the format may write it, from what
iana-services-index(5) leaves open: a greater minor, a flag, lookup and record sections that nobody knows,
and one more text about the registry's file."""
import struct, sys, zlib

data = open(sys.argv[1], "rb").read()
header = list(struct.unpack_from("<8s2H3I2HI", data))
MINOR, SIZE, LOOKUP_SIZE, CRC, COUNT, FLAGS = 2, 3, 4, 5, 6, 7
sections = {}
for i in range(header[COUNT]):
    ident, offset, size = struct.unpack_from("<3I", data, 32 + 12 * i)
    sections[ident] = data[offset:offset + size]

sections[21] += struct.pack("<I", len(sections[16]))
sections[16] += b"of a later minor\0"
# Nothing in these is right for a reader that takes them for something else.
sections[7] = b"\xff" * 1001
sections[15] = b""
sections[29] = b"\xff" * 77
sections[1000] = b"\0"

file = bytearray(32 + 12 * len(sections))
for i, (ident, content) in enumerate(sorted(sections.items())):
    file += bytes(-len(file) % 64)
    struct.pack_into("<3I", file, 32 + 12 * i, ident, len(file), len(content))
    file += content
    if ident < 16:
        header[LOOKUP_SIZE] = len(file)
header[MINOR] += 1
header[SIZE], header[CRC], header[COUNT] = len(file), 0, len(sections)
header[FLAGS] |= 1 << 15
struct.pack_into("<8s2H3I2HI", file, 0, *header)
struct.pack_into("<I", file, 20, zlib.crc32(file))
open(sys.argv[2], "wb").write(file)
