#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""show_all.py COMMAND INDEX REGISTRY.csv: `show' of every port and every name, against
the registry's own CSV file and the services(5) export. Prints how many were compared;
exits 1 at the first that differs."""
import collections, csv, json, subprocess, sys

command, index, registry = sys.argv[1:]
rows = list(csv.DictReader(open(registry, newline="")))

def run(*argv, status=(0,)):
    done = subprocess.run([command, "-i", index, *argv], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert done.returncode in status, (argv[:3], done.returncode)
    return done.stdout

entries = []                                  # (names, port, transport)
for line in run("export").splitlines():
    if not line.startswith("#"):
        name, place, *aliases = line.split()
        port, transport = place.split("/")
        entries.append(([name] + aliases, int(port), transport))

def ports(row):
    first, _, last = row["Port Number"].partition("-")
    return range(int(first), int(last or first) + 1) if first else range(0)

rows_of_port = collections.defaultdict(collections.Counter)
for row in rows:
    for port in ports(row):
        rows_of_port[port][(row["Service Name"], row["Transport Protocol"], row["Description"].replace("\r\n", "\n"))] += 1
entries_of_port = collections.defaultdict(list)
entries_of_name = collections.defaultdict(set)
for names, port, transport in entries:
    entries_of_port[port].append((names, transport))
    for name in names:
        entries_of_name[name.lower()].add((tuple(names), port, transport))
loose = collections.defaultdict(int)          # rows that make no entry: no port, or a name that services(5) cannot write
for row in rows:
    name = row["Service Name"]
    if name and (not row["Port Number"] or " " in name or "#" in name):
        loose[name.lower()] += 1

def key(row):
    return row["name"] or "", row["transport"] or "", row["description"] or ""

def check(what, ok, *more):
    if not ok:
        sys.exit(f"{what}: {more}")

# ---- ports ----
answers = json.loads(run("show", "--json", *map(str, range(65536)), status=(1,)))
check("answers", len(answers) == 65536)
for port, a in enumerate(answers):
    check(port, a["port"] == port and a["found"] == bool(entries_of_port[port]))
    check(port, [([e["name"]] + e["aliases"], e["transport"]) for e in a["entries"]] == entries_of_port[port], a["entries"])
    shown = collections.Counter(key(r) for r in a["rows"])
    for e in a["entries"]:
        for r in e["rows"]:                   # one without a transport is behind tcp and udp
            if r["transport"] or e["transport"] == "tcp":
                shown[key(r)] += 1
    check(port, shown == rows_of_port[port], shown, rows_of_port[port])
    check(port, bool(a["nearest"]) == (not a["entries"]))
    for s in a["nearest"]:
        between = range(min(port, s["port"]) + 1, max(port, s["port"]))
        check(port, s["port"] != port and not any(entries_of_port[p] for p in between), s)

# ---- names ----
names = sorted({n for names, _, _ in entries for n in names} | {r["Service Name"] for r in rows} - {""})
answers = json.loads(run("show", "--json", "--", *names))
for name, a in zip(names, answers):
    got = {((e["name"], *e["aliases"]), p, e["transport"]) for e in a["entries"] for p in range(e["port"], e["last_port"] + 1)}
    check(name, a["found"] and got == entries_of_name[name.lower()], got)
    check(name, len(a["rows"]) == loose[name.lower()], a["rows"])
    for e in a["entries"]:                    # a range of ports has the same rows at each
        behind = collections.Counter()
        for k, n in rows_of_port[e["port"]].items():
            if k[0] in [e["name"]] + e["aliases"] and (k[1] == e["transport"] or not k[1] and e["transport"] in ("tcp", "udp")):
                behind[k] += n
        check(name, collections.Counter(key(r) for r in e["rows"]) == behind and behind, e, behind)

# ---- names that are like one that is not there ----
def distance(a, b):
    """Optimal string alignment, by its definition."""
    d = {(i, 0): i for i in range(len(a) + 1)} | {(0, k): k for k in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for k in range(1, len(b) + 1):
            d[i, k] = min(d[i - 1, k] + 1, d[i, k - 1] + 1, d[i - 1, k - 1] + (a[i - 1] != b[k - 1]))
            if i > 1 and k > 1 and a[i - 1] == b[k - 2] and a[i - 2] == b[k - 1]:
                d[i, k] = min(d[i, k], d[i - 2, k - 2] + 1)
    return d[len(a), len(b)]

known = dict.fromkeys([n for names, _, _ in entries for n in names] + [r["Service Name"] for r in rows if r["Service Name"] and not r["Port Number"]])
wrong = ["htpp", "qh", "sssh", "kerberso", "POSTGRES-Q", "submision", "airpaly", "imapx", "z39.5", "ms-sql-servr", "qqqqqqqqqqqq", "xn"]
for word, a in zip(wrong, json.loads(run("show", "--json", *wrong, status=(1,)))):
    most = 1 if len(word) < 3 else 2 if len(word) < 6 else 3
    near = [(d, n) for n in known if abs(len(n) - len(word)) <= most and (d := distance(word.lower(), n.lower())) <= most]
    want = [n for _, n in sorted(near, key=lambda x: x[0])][:5]
    check(word, not a["found"] and a["closest"] == want, a["closest"], want)

# ---- as text: a head line for each, none twice ----
heads = [l for l in run("show", *map(str, range(10000)), status=(1,)).splitlines() if l and not l.startswith(" ")]
check("entries in the text", sum(" has no name: " not in h for h in heads) == sum(p < 10000 for _, p, _ in entries), len(heads))
print(f"{len(rows)} rows: 65536 ports, {len(names)} names")
