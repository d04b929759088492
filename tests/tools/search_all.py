#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""search_all.py COMMAND INDEX REGISTRY.csv NAMES.services APPLICATIONS: searches, against a naive scan
of the registry's own CSV file and the applications. Prints how many; exits 1 at the first that differs."""
import csv, re, subprocess, sys

command, index, registry, curated, application_file = sys.argv[1:]
rows = list(csv.DictReader(open(registry, newline="")))
added = []                                    # (port, transport, names)
for line in open(curated):
    words = line.split("#")[0].split()
    if words:
        port, transport = words[1].split("/")
        added.append((int(port), transport, [words[0]] + words[2:]))

applications = []                             # (first, last, transport, program, what)
for line in open(application_file):
    if line[0].isdigit():
        place, program, *what = line.split()[:-1]
        port, transport = place.split("/")
        applications.append((int(port.split("-")[0]), int(port.split("-")[-1]), transport, program, " ".join(what)))

def lower(s):                                 # but for letters whose lower case is longer or shorter
    return "".join(c.lower() if len(c.lower().encode()) == len(c.encode()) else c for c in s)

def ports(row):
    first, _, last = row["Port Number"].partition("-")
    return (int(first), int(last or first)) if first else None

def port_text(row):                           # IANA has a "4748-4748"
    p = ports(row)
    return "" if not p else str(p[0]) if p[0] == p[1] else row["Port Number"]

def status(row):
    d = row["Description"].lower()
    return "assigned" if row["Service Name"] else "unassigned" if d.startswith(("unassigned", "(unassigned")) else "reserved"

def names(row):
    p = ports(row)
    more = [n for port, t, ns in added if p and p[0] <= port <= p[1] and t == row["Transport Protocol"] for n in ns]
    return [row["Service Name"]] + more

def expected(words, transport=None, between=None, only=None, since=None, sort=None):
    found = []
    for i, row in enumerate(rows):
        in_names = [lower(n) for n in names(row)]
        fields = in_names + [lower(row[c]) for c in ("Description", "Assignee", "Assignment Notes", "Reference", "Unauthorized Use Reported")]
        dates = [row["Registration Date"], row["Modification Date"]]
        words = [lower(w) for w in words]
        p, t = ports(row), row["Transport Protocol"]
        is_in_date = lambda w: re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", w) and any((d + "-").startswith(w + "-") for d in dates)
        is_port = lambda w: bool(p) and w.isdigit() and p[0] <= int(w) <= p[1]
        if not all(is_port(w) or is_in_date(w) or any(w in f for f in fields) for w in words):
            continue
        if transport and t != transport and not (not t and (not row["Service Name"] or transport in ("tcp", "udp"))):
            continue
        if between and not (p and p[0] <= between[1] and p[1] >= between[0]) or only and status(row) != only:
            continue
        if since and not (max(dates) and max(dates) >= since[:len(max(dates))]):
            continue
        rank = 0
        if words:
            rank = 0 if any(n in words for n in in_names) else 1 if any(is_port(w) or w in n for w in words for n in in_names) else 2
        found.append((rank, i, row, max(dates)))
    found.sort(key=lambda f: f[:2])
    if sort:
        found.sort(key=lambda f: f[3], reverse=True)
    return [f[2] for f in found]

def letters(s):
    return re.findall("[^\\W_]+", lower(s))

def has_letters(word, text):                  # the same letters and digits, as whole words of the text
    wanted, there = letters(word), letters(text)
    return bool(wanted) and any("".join(wanted) == "".join(there[i:k]) for i in range(len(there)) for k in range(i + 1, len(there) + 1))

def registered(port, transport):
    for p, t, ns in added:
        if p == port and t == transport:
            return ns[0]
    for row in rows:
        p, t = ports(row), row["Transport Protocol"]
        if row["Service Name"] and p and p[0] <= port <= p[1] and (t == transport or not t and transport in ("tcp", "udp")):
            return row["Service Name"]
    return ""

def expected_applications(words, transport=None, between=None, only=None, since=None, sort=None):
    found = []
    for first, last, t, program, what in applications:
        is_in = lambda w: w.isdigit() and first <= int(w) <= last or any(lower(w) in lower(f) or has_letters(w, f) for f in (program, what))
        if (words or between) and not only and not since and (not transport or t == transport) and (not between or first <= between[1] and last >= between[0]) \
           and all(map(is_in, words)):
            found.append((str(first) if first == last else f"{first}-{last}", t, registered(first, t), f"{program} ({what})", "", "application"))
    return found

def check(argv, want, more):
    done = subprocess.run([command, "-i", index, "search", *argv], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    got = [l.split("\t") for l in done.stdout.decode().splitlines()]
    want = [(port_text(r), r["Transport Protocol"], r["Service Name"], r["Description"].replace("\r\n", "\\x0a").replace("\n", "\\x0a"), r["Assignee"], status(r)) for r in want] + more
    if [tuple(g) for g in got] != want or done.returncode != (0 if want else 1):
        bad = next((p for p in zip(got, want) if tuple(p[0]) != p[1]), None)
        sys.exit(f"search {argv}: {len(got)} rows, not {len(want)}; {bad}")
    return len(want)

ranges = {"system": (0, 1023), "user": (1024, 49151), "dynamic": (49152, 65535), "6000-6063": (6000, 6063), "80": (80, 80)}
cases = [([], {})]
for words in (["ssh"], ["SSH", "protocol"], ["http"], ["apple"], ["whois"], ["smtps"], ["web", "server"], ["x11"], ["file transfer"],
              ["assigned"], ["no such thing"], ["++"], ["["], ["microsoft", "remote"], ["a"], ["kerberos"], ["é"], ["forté"], ["FORTÉ"], ["rfc9110"], ["RFC"], ["2006-03"], ["2021"], ["2021-10-01", "http"], ["2021-1"], ["unauthorized"], ["80"], ["6010"], ["8080", "http"], ["99999"], ["kubernetes"], ["Kube"], ["elastic"], ["pihole"], ["KDEconnect", "1720"], ["51820"]):
    cases.append((words, {}))
    cases.append((words, {"transport": "udp"}))
    cases.append((words, {"between": "user"}))
for between in ranges:
    for transport in (None, "tcp", "sctp"):
        for only in (None, "assigned", "reserved", "unassigned"):
            cases.append(([], {"between": between, "transport": transport, "only": only}))
for since in ("2026-07-20", "2024-05", "2025", "1999"):
    cases += [([], {"since": since}), (["tls"], {"since": since, "sort": "date"})]
cases.append(([], {"sort": "date", "between": "system"}))
total = 0
for words, filters in cases:
    option = {"transport": "--transport", "between": "--ports", "only": "--status", "since": "--since", "sort": "--sort"}
    argv = [a for k, v in filters.items() if v for a in (option[k], v)] + ["--"] + words
    filters = {**filters, "between": ranges.get(filters.get("between"))}
    total += check(argv, expected(words, **filters), expected_applications(words, **filters))
print(f"{len(cases)} searches, {total} rows")
