# SPDX-License-Identifier: MIT
"""compare_services.py COMMAND DIR SEED ROUNDS: odd services(5) files, read by the command (build --local) and by
glibc's "files" from /etc/services, over which they are mounted in a namespace of this script. Every line, and
every lookup by name and port, must be the same. A difference must be one that iana-services(1) documents and
the command has reported for that line. Needs root; a file that differs is kept in DIR."""
import ctypes, os, random, re, subprocess, sys

if os.geteuid() != 0:
    sys.exit("compare_services.py: needs root")
if "IN_NAMESPACE" not in os.environ:
    os.environ["IN_NAMESPACE"] = "1"
    os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable] + sys.argv)
command, work, seed, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
os.makedirs(work, exist_ok=True)
local, index, registry, none = (os.path.join(work, f) for f in ("services", "index", "registry.csv", "none"))
for path, text in (local, ""), (none, ""), (registry, open("tests/golden/registry.csv").readline() + "zz,1,tcp" + "," * 9 + "\n"):
    open(path, "w").write(text)
subprocess.run(["mount", "--bind", local, "/etc/services"], check=True)

class Servent(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("aliases", ctypes.POINTER(ctypes.c_char_p)), ("port", ctypes.c_int), ("proto", ctypes.c_char_p)]
libc = ctypes.CDLL(None)
for f in libc.getservent, libc.getservbyname, libc.getservbyport:
    f.restype = ctypes.POINTER(Servent)
libc.getservbyname.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
libc.getservbyport.argtypes = [ctypes.c_int, ctypes.c_char_p]
libc.__nss_configure_lookup(b"services", b"files")

def entry(p):
    """(names, port, transport) of a servent, or None."""
    if not p:
        return None
    s, names = p.contents, [p.contents.name]
    while s.aliases[len(names) - 1]:
        names.append(s.aliases[len(names) - 1])
    return names, (s.port & 255) << 8 | s.port >> 8 & 255, s.proto

def glibc_lines():
    libc.setservent(1)
    lines = []
    while e := entry(libc.getservent()):
        lines.append(e)
    libc.endservent()
    return lines

rnd = random.Random(seed)
NAMES = [b"http", b"HTTP", b"ssh", b"a", b"b", b"aa", b"x" * 16, b"y" * 40, b"8080", b"80", b"z-1", b"_u", b"n.m", b"q/r", b"tcp", b"A", b"World", b"(the", b"of", b"0.001995",
         b'name"q', b"it's", b"\\b", b"a,b", b"~", b"n" * 255]
ODD_NAMES = [b"n" * 256, b"caf\xc3\xa9", b"\xe9", b"\x01", b"x\x7f", b"\x1b[31m", b"\xff", b"\xa0b", b"\x00", b"a\x00b"]
PROTOS = [b"tcp", b"udp", b"sctp", b"TCP", b"tcp6", b"ddp", b"t/x", b"tcp/"]
NUMBERS = [b"0", b"1", b"7", b"80", b"80", b"443", b"8080", b"65535"]
ODD_NUMBERS = [b"010", b"0x1f91", b"0X1F", b"0x", b"0xg", b"09", b"0080", b"00", b"000017", b"+80", b"-1", b"-0", b"+", b"", b"65536", b"65616", b"5000000000", b"4294967295", b"4294967296",
               b"-4294967216", b"99999999999999999999", b"0x10050", b"0200120", b"8O", b"0b11", b"1e3", b"80.", b"0x0x1", b"+-1", b"--1"]
BLANKS = [b" ", b"\t", b"  ", b" \t "]
ODD_BLANKS = [b"\v", b"\f", b"\r", b"\r\r", b" \r "]

def some(usual, odd, share=.1):
    return rnd.choice(odd if rnd.random() < share else usual)

def line():
    if rnd.random() < .06:
        return rnd.choice([b"", b"   ", b"# c", b"\t#x", b"#", b"## http 80/tcp", b" \r", b" \f ", b"\x00", b"name", b"name 81", b"name 81#", b"name 81/", b"name 81 tcp", b"name / 81/tcp", b"name 81 /tcp"])
    s = rnd.choice([b""] * 6 + [b" ", b"\t", b"\f"]) + some(NAMES, ODD_NAMES, .04) + some(BLANKS, ODD_BLANKS)
    s += some(NUMBERS, ODD_NUMBERS, .25) + rnd.choice([b"/"] * 8 + [b"//", b"///", b"", b"/ ", b" /"]) + some(PROTOS, [b"", b"t\x01p", b"\xc3\xa9"], .03)
    for _ in range(some([0, 0, 1, 1, 2, 3, 12], [60, 254, 255, 256, 257, 600], .02)):
        s += some(BLANKS, ODD_BLANKS) + (some(NAMES, ODD_NAMES, .02) if rnd.random() < .5 else b"n%d" % rnd.randrange(5000))
    return s + rnd.choice([b""] * 6 + [b" # comment", b"#comment", b"  #", b"# x # y", b" #\xe9", b" ", b"\t", b"\r", b" \r", b"\x00 zero", b" \x00"])

def file():
    text = b"\n".join(line() for _ in range(rnd.randrange(1, 40)))
    return rnd.choice([b""] * 12 + [b"\xef\xbb\xbf"]) + text + rnd.choice([b"\n", b"\n", b"", b"\r\n", b"\n\n"])

DIFFERS = {"left out": r"the name is|transport of|is over 65535 or negative", "mark": r"byte order mark", "repeated": r"glibc repeats the last bytes", "aliases": r"left out: an alias|over 255 aliases"}

def read_by_command():
    """The lines of the export, and the numbers of those that were reported, by what they differ in."""
    p = subprocess.run([command, "build", "-q", "-o", index, "--names", none, "--local", local, registry], capture_output=True)
    assert p.returncode == 0, p.stderr
    reported = {kind: set() for kind in DIFFERS}
    for l in p.stderr.decode().splitlines():
        m = re.match(r"iana-services: " + re.escape(local) + r":(\d+): (.*)", l)
        for kind, pattern in DIFFERS.items():
            if re.search(pattern, m[2]):
                reported[kind].add(int(m[1]))
    lines = []
    for l in subprocess.run([command, "-i", index, "export"], capture_output=True, check=True).stdout.split(b"\n")[1:-1]:
        f = l.split()
        port, transport = f[1].split(b"/", 1)
        lines.append(([f[0]] + f[2:], int(port), transport))
    return lines[:-1], reported        # without zz

def joined(lines):
    """Entries that the command had to split: a line goes on in the next one."""
    result = []
    for names, port, transport in lines:
        if result and result[-1][0][0] == names[0] and result[-1][1:3] == (port, transport) and result[-1][3] >= 256:
            result[-1][0].extend(names[1:])
            result[-1] = result[-1][:3] + (len(names),)
        else:
            result.append((list(names), port, transport, len(names)))
    return [r[:3] for r in result]

def is_writable(name):
    return 0 < len(name) < 256 and re.fullmatch(rb'[!"$-~]+', name)

def compare(text):
    """The first difference, or None; and the number of answers compared."""
    open(local, "wb").write(text)
    ours, reported = read_by_command()
    lines = text.split(b"\n")
    for i in reported["left out"]:     # glibc must read the rest of the file as we do
        lines[i - 1] = b""
    if reported["mark"]:
        lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
    for i in reported["repeated"]:
        lines[i - 1] = lines[i - 1].lstrip(b" \t\v\f\r")
    open(local, "wb").write(b"\n".join(lines))
    theirs = glibc_lines()
    if reported["aliases"]:            # the command left out what it cannot hold, and said so
        theirs = [(n[:1] + [a for a in n[1:] if is_writable(a)], *rest) for n, *rest in theirs]
    if joined(ours) != [tuple(t) for t in theirs] and ours != [tuple(t) for t in theirs]:
        return next(((a, b) for a, b in zip(joined(ours) + [None], theirs + [None]) if a is None or b is None or a != tuple(b)), "?"), 0
    count = 0
    transports = [None, b"nosuch"] + sorted({t for _, _, t in ours})
    for key in sorted({n for names, _, _ in ours for n in names}) + [b"nosuch"] + sorted({p for _, p, _ in ours}) + [2]:
        for transport in transports:
            first = next((e for e in ours if (key in e[0] if isinstance(key, bytes) else key == e[1]) and transport in (None, e[2])), None)
            got = entry(libc.getservbyname(key, transport) if isinstance(key, bytes) else libc.getservbyport((key & 255) << 8 | key >> 8, transport))
            if reported["aliases"]:    # then the name, the port and the transport must be the same
                first, got = (e and (e[0][0], *e[1:]) for e in (first, got))
            if first != got:
                return (key, transport, first, got), count
            count += 1
    return None, count

total = differ = 0
for round in range(rounds):
    text = file()
    difference, count = compare(text)
    total += count
    if difference:
        differ += 1
        kept = os.path.join(work, f"differs-{seed}-{round}")
        open(kept, "wb").write(text)
        print(kept, *(str(part)[-300:] for part in difference), sep="\n    ")
print(f"services(5): seed {seed}, {rounds} files, {total} answers compared, {differ} files differ")
sys.exit(differ > 0)
