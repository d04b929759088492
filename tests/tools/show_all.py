#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""show_all.py COMMAND INDEX REGISTRY.csv: `show' of every port and every name, against
the registry's own CSV file and the services(5) export. Prints how many were compared;
exits 1 at the first that differs."""
import collections, csv, json, re, subprocess, sys

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

count = len(names)

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

known = {}                                    # the first of those that differ in case only
for n in [n for names, _, _ in entries for n in names] + [r["Service Name"] for r in rows if r["Service Name"] and not r["Port Number"]]:
    known.setdefault(n.lower(), n)
missing = ["htpp", "qh", "sssh", "kerberso", "POSTGRES-Q", "submision", "airpaly", "imapx", "z39.5", "ms-sql-servr", "qqqqqqqqqqqq", "xn",
           "etcd", "ZABBIX", "vmware", "xmpp", "ms-wbt", "checkmk", "netbios", "dns", "mongo", "help-", "lookup", "a"]
for word, a in zip(missing, json.loads(run("show", "--json", *missing, status=(1,)))):
    low = word.lower()
    def having(n):
        n = n.lower()
        if len(low) > 1 and n.startswith(low):
            return 1 if n[len(low):len(low) + 1].isalnum() else 0
        return 2 if len(low) > 1 and re.search(f"(?<![a-z0-9]){re.escape(low)}(?![a-z0-9])", n) else None
    near = [(having(n), n) for n in known.values() if having(n) is not None]
    if not near:
        most = min(3, (len(word) + 1) // 4)
        near = [(d, n) for n in known.values() if abs(len(n) - len(word)) <= most and (d := distance(low, n.lower())) <= most]
    want = [n for _, n in sorted(near, key=lambda x: x[0])][:5]
    check(word, not a["found"] and a["closest"] == want, a["closest"], want)

# ---- a range is what its ports are ----
(a,) = json.loads(run("show", "--json", "0-65535"))
check("all ports", a["port"] == 0 and a["last_port"] == 65535)
got = sorted((p, [e["name"]] + e["aliases"], e["transport"]) for e in a["entries"] for p in range(e["port"], e["last_port"] + 1))
check("all entries", got == sorted((p, names, t) for names, p, t in entries))
check("all rows without an entry", collections.Counter(map(key, a["rows"])) == collections.Counter(
    (r["Service Name"], r["Transport Protocol"], r["Description"].replace("\r\n", "\n")) for r in rows
    if r["Port Number"] and (not r["Service Name"] or " " in r["Service Name"] or "#" in r["Service Name"])))

# ---- as text: each entry in one head line, alone or in a range ----
def heads(*argv):
    """The head lines of a text: (port, transport) -> names and descriptions."""
    told = collections.defaultdict(list)
    for line in run("show", *argv, status=(0, 1)).splitlines():
        if not line.startswith(" "):
            places, *words = line.split("  ", 2)
            for place in places.split(", "):
                span, _, transport = place.partition("/")
                first, _, last = span.partition("-")
                for port in range(int(first), int(last or first) + 1):
                    told[port, transport].append(words)
    return told

descriptions = {(r["Service Name"], port, r["Transport Protocol"]): " ".join(r["Description"].split()) for r in rows for port in ports(r)}
for told, what in (heads(*map(str, range(10000))), "ports"), (heads("0-9999"), "a range"):
    named = {place: [w for w in words if not w[0].startswith(("no name: ", "commonly used by "))] for place, words in told.items()}
    want = collections.defaultdict(list)
    for names, port, transport in entries:
        if port < 10000:
            d = descriptions.get((names[0], port, transport), descriptions.get((names[0], port, ""), ""))
            want[port, transport].append([names[0], d] if d else [names[0]])
    check(f"{what} as text", {k: v for k, v in named.items() if v} == want, [(k, v, want.get(k)) for k, v in named.items() if v and v != want.get(k)][:3])
    check(f"{what} without a name", all(
        [f"no name: {' '.join(d.split()) or 'no reason given'}"] in told[port, t] for port in range(10000) for n, t, d in rows_of_port[port] if not n))
print(f"{len(rows)} rows: 65536 ports, {count} names")
