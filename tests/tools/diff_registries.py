# SPDX-License-Identifier: MIT
"""diff_registries.py OLD NEW: checks what `iana-services diff --json OLD NEW', on standard
input, says, against an independent comparison: of two of IANA's files, CSV or XML, read by
Python's csv and xml. Prints how many differences of each kind there are. The columns are
compared only if both files are XML, as XML: they need not be read as text for that."""
import csv, itertools, json, re, sys
import xml.etree.ElementTree as ET
from collections import defaultdict

def read_xml(path):
    for record in ET.parse(path).iter("{http://www.iana.org/assignments}record"):
        row = defaultdict(str, registered=record.get("date", ""), modified=record.get("updated", ""))
        for child in record:
            tag = child.tag.split("}")[1]
            if tag == "xref":
                tag = "contact" if child.get("type") == "person" else "reference"
            elif tag in ("name", "number", "protocol"):
                row[tag] = child.text or ""
                continue
            child.tail = None
            tag = {"sc": "service_code", "unauthorized": "unauthorized_use", "note": "notes"}.get(tag, tag)
            row[tag] += re.sub(r"\s+", "", ET.tostring(child, encoding="unicode"))
        yield row.pop("name", ""), row.pop("number", ""), row.pop("protocol", ""), row

def read_csv(path):
    for row in list(csv.reader(open(path, newline="", encoding="utf-8")))[1:]:
        yield row[0], row[1], row[2], None

def keys(path):
    """(ports, transport, name if it has no port, or None if it has no name) -> [(name, columns)]"""
    found = defaultdict(list)
    for name, number, transport, columns in (read_xml if path.endswith(".xml") else read_csv)(path):
        ports = tuple(int(p) for p in number.split("-")) if number else None
        ports = ports * 2 if ports and len(ports) == 1 else ports
        if not ports or not name:
            found[ports, transport, name or None].append((name, columns))
            continue
        for port in range(ports[0], ports[1] + 1):
            for t in [transport] if transport else ["tcp", "udp"]:
                found[(port, port), t, ""].append((name, columns))
    return found

def names(rows):
    return [name for name, _ in rows]

old, new = keys(sys.argv[1]), keys(sys.argv[2])
expected = {kind: set() for kind in ("added", "removed", "renamed", "moved", "changed")}
gone, come = defaultdict(list), defaultdict(list)
for kind, here, there, lost in ("removed", old, new, gone), ("added", new, old, come):
    for key, rows in here.items():
        for name in names(rows):
            if key not in there:
                expected[kind].add((*key[:2], name))
            if name and name not in names(there.get(key, [])):
                lost[name, key[1]].append(key[0])
moved = {"old": set(), "new": set()}
for (name, transport) in gone.keys() & come.keys():
    order = lambda ports: sorted(ports, key=lambda p: p or (65536,))
    for a, b in zip(order(gone[name, transport]), order(come[name, transport])):
        expected["moved"].add((a, b, transport, name))
        expected["removed"].discard((a, transport, name))
        expected["added"].discard((b, transport, name))
        moved["old"].add((a, transport, name))
        moved["new"].add((b, transport, name))
for key in old.keys() & new.keys():
    kept = {}
    for side, rows in ("old", old[key]), ("new", new[key]):
        kept[side] = [r for r in rows if (*key[:2], r[0]) not in moved[side]]
    was, now = names(kept["old"]), names(kept["new"])
    if key[2] == "" and was != now:
        if was and now:
            expected["renamed"].add((*key[:2], tuple(was), tuple(now)))
        for kind, ours in ("added", now if not was else []), ("removed", was if not now else []):
            expected[kind] |= {(*key[:2], name) for name in ours}
    # Rows of one name are counterparts; the others of a port in their order.
    pairs = [p for name in set(was) for p in zip(*([r for r in kept[s] if r[0] == name] for s in kept))]
    pairs += zip([r for r in kept["old"] if r[0] not in now], [r for r in kept["new"] if r[0] not in was])
    for (_, columns), (name, others) in pairs:
        if columns is not None and others is not None:
            expected["changed"] |= {(*key[:2], name, c) for c in columns.keys() | others.keys() if columns[c] != others[c]}

said = json.load(sys.stdin)
got = {kind: set() for kind in expected}
for kind in got:
    for d in said[kind]:
        first, last = d["port"], d["last_port"]
        whole = first is not None and not d["names"]
        spans = [None] if first is None else [(first, last)] if whole else [(p, p) for p in range(first, last + 1)]
        transports = [d["transport"] or ""] if d["transport"] or whole or first is None else ["tcp", "udp"]
        for span, t in itertools.product(spans, transports):
            if kind == "moved":
                got[kind].add(((d["old_port"],) * 2 if d["old_port"] is not None else None, span, t, d["names"][0]))
            elif kind == "renamed":
                got[kind].add((span, t, tuple(d["old_names"]), tuple(d["names"])))
            elif kind == "changed":
                got[kind] |= {(span, t, (d["names"] or [""])[0], c["column"]) for c in d["columns"]}
            else:
                got[kind] |= {(span, t, name) for name in d["names"] or [""]}
status = 0
columns_known = all(path.endswith(".xml") for path in sys.argv[1:])
for kind in expected:
    if kind != "changed" or columns_known:
        for what in sorted(expected[kind] ^ got[kind], key=repr)[:5]:
            print(kind, "not told:" if what in expected[kind] else "wrong:", what)
            status = 1
print(", ".join(f"{len(said[kind])} {kind}" for kind in expected))
sys.exit(status)
