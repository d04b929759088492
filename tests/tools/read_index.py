# SPDX-License-Identifier: MIT
"""read_index.py INDEX SERVICES [APPLICATIONS]: a reader of the index, written from iana-services-index(5)
alone. Looks up every name and port of the exported SERVICES, with each transport and
without, and compares with the first line that matches; then walks the lines in order. And
compares the applications with the lines of their file; without one, there must be none."""
import struct, sys

data = open(sys.argv[1], "rb").read()
K, L, M64 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f, (1 << 64) - 1
u16 = lambda b, o: struct.unpack_from("<H", b, o)[0]
u24 = lambda b, o: u16(b, o) | b[o + 2] << 16
u32 = lambda b, o: struct.unpack_from("<I", b, o)[0]

assert data[:8] == bytes.fromhex("895356430d0a1a0a") and u16(data, 8) == 1 and u32(data, 12) == len(data)
section = {}
for i in range(u16(data, 24)):
    s = 32 + 12 * i
    section[u32(data, s)] = data[u32(data, s + 4):u32(data, s + 4) + u32(data, s + 8)]
    assert u32(data, s + 4) % 64 == 0
    assert u32(data, s) > 6 or u32(data, s + 4) + u32(data, s + 8) <= u32(data, 16)
CLOSED = u16(data, 26) & 1
TRANSPORTS, BUCKETS, ENTRIES, BLOCKS, NAMES, LOCALS = (section[i] for i in range(1, 7))

def string(b, offset):
    return b[offset:b.index(b"\0", offset)].decode()

def entry(i):
    o = 8 * i
    at, flags, port, transport, aliases = u24(ENTRIES, o), ENTRIES[o + 3], u16(ENTRIES, o + 4), ENTRIES[o + 6], ENTRIES[o + 7]
    names = NAMES[at + 2:at + 2 + u16(NAMES, at)].decode().split("\0")
    assert names[-1] == "" and len(names) == aliases + 2
    return names[:-1], port, string(TRANSPORTS, transport), flags

def name_hash(name):
    p = name.encode()
    n, h, i = len(p), u32(data, 28) * K & M64, 0
    while n - i > 16:
        h = (h ^ struct.unpack_from("<Q", p, i)[0]) * K & M64
        h = (h ^ h >> 32) * L & M64
        i += 8
    r = n - i
    if r >= 4:
        s = 0 if r < 8 else 4 if r < 16 else 8
        a = u32(p, i) | u32(p, i + s) << 32
        b = u32(p, n - 4) | u32(p, n - 4 - s) << 32
    else:
        a, b = p[i] if r == 1 else u16(p, i) | u16(p, n - 2) << 16, 0
    h = (a ^ h ^ n) * K & M64
    h = ((h ^ h >> 32) + b) * L & M64
    return ((h ^ h >> 32) * K & M64) >> 32

def groups(name):
    h, count = name_hash(name), len(BUCKETS) // 32
    b = h * count >> 32
    for _ in range(16):
        for slot in range(8):
            tag = BUCKETS[32 * b + 24 + slot]
            if tag == 0:
                return
            if tag == 128 + h % 128:
                yield u24(BUCKETS, 32 * b + 3 * slot)
        b = (b + 1) % count

def by_name(name, transport):
    locals_only = False
    for k in groups(name):
        first = entry(k)
        if name not in first[0] or locals_only and not first[3] & 1:
            continue
        while True:
            e = entry(k)
            if transport in (None, e[2]):
                return e[:3]
            if not e[3] & 4:
                break
            k += 1
        locals_only = locals_only or CLOSED and bool(first[3] & 1)

def by_port(port, transport):
    b, i = port // 8, port % 8
    if b >= len(BLOCKS) // 7:
        return None
    k = u24(BLOCKS, 7 * b) + (u32(BLOCKS, 7 * b + 3) >> 4 * i & 15)
    while k < len(ENTRIES) // 8 and (e := entry(k))[1] <= port:
        if e[1] == port and transport in (None, e[2]):
            return e[:3]
        k += 1

lines = []
for l in open(sys.argv[2]):
    f = l.split("#")[0].split()
    if f:
        port, transport = f[1].split("/")
        lines.append(([f[0]] + f[2:], int(port), transport))
is_local = lambda i: i < len(LOCALS) // 4
local_names = {name for i, e in enumerate(lines) if is_local(i) for name in e[0]}
first = {}
for i, e in enumerate(lines):
    for transport in (None, e[2]):
        for key in [e[1]] + e[0]:
            if not (CLOSED and key in local_names and not is_local(i)):
                first.setdefault((key, transport), e)
transports = {e[2] for e in lines}
for key in {key for key, _ in first}:
    for transport in transports | {None}:
        got = by_port(key, transport) if isinstance(key, int) else by_name(key, transport)
        assert got == first.get((key, transport)), (key, transport, got)
        if isinstance(key, str) and key.upper() != key and (key.upper(), transport) not in first:
            assert by_name(key.upper(), transport) is None
for miss in ("no-such-name", "x", "htt"):
    assert by_name(miss, None) is None
local = [u32(LOCALS, 4 * i) for i in range(len(LOCALS) // 4)]
order = local + [i for i in range(len(ENTRIES) // 8) if not entry(i)[3] & 1]
assert [entry(i)[:3] for i in order] == lines

TEXT, applications = section[16], section.get(27, b"")
wanted = []
for number, line in enumerate(open(sys.argv[3]) if len(sys.argv) > 3 else [], 1):
    if line.strip() and not line.startswith("#"):
        (ports, transport), program, *what, source = [line.split()[0].split("/")] + line.split()[1:]
        wanted.append(([int(p) for p in ports.split("-")], number, transport, program, " ".join(what), source))
got = []
for o in range(0, len(applications), 28):
    first_port, last_port = u16(applications, o), u16(applications, o + 2)
    ports = [first_port] if first_port == last_port else [first_port, last_port]
    assert string(TEXT, u32(applications, o + 4)) == ""
    got.append((ports, u32(applications, o + 8), *(string(TEXT, u32(applications, o + k)) for k in (12, 16, 20, 24))))
assert got == wanted, (got[:3], wanted[:3])
assert (27 in section) == (28 in section) == bool(wanted) and not section.get(28)
print(f"{len(first)} lookups, {len(lines)} lines, {len(got)} applications")
