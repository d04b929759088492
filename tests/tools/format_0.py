# SPDX-License-Identifier: MIT
"""format_0.py STATE: makes the live index in STATE/1 what a version before 1.0 had in STATE/0. The last of
these differs from 1.0 in nothing but the major."""
import os, sys, zlib

os.rename(sys.argv[1] + "/1", sys.argv[1] + "/0")
folder = sys.argv[1] + "/0/gen/"
for name in os.listdir(folder):
    data = bytearray(open(folder + name, "rb").read())
    data[8], data[20:24] = 0, bytes(4)
    data[20:24] = zlib.crc32(data).to_bytes(4, "little")
    os.unlink(folder + name)
    open(folder + name, "wb").write(data)
