# SPDX-License-Identifier: MIT
"""compare_csv.py COMMAND DIR SEED ROUNDS: random registries in CSV, read by the command and by Python's csv. The cells
must be the same, through `export -f csv' and through `export -f xml' and back (where labels gain brackets, which
iana-services(1) tells; so these columns have labels here). A file that differs is kept in DIR."""
import csv, io, os, random, subprocess, sys

command, work, seed, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
os.makedirs(work, exist_ok=True)
rnd = random.Random(seed)
TITLES = open("tests/golden/registry.csv").readline().rstrip("\r\n").split(",")
FRAGMENTS = ["a", "b", '"', '""', ",", "\n", "\n\n", "\r\n", " ", "  ", "\t", "é", "\u202e", "[x]", "[RFC1]", "[", "]", "0", "-", "x" * 30, "=1", "|", "<", "&", "]]>", "\u2028", "\U00010348", "\r"]
NOT_IN_XML = ["\v", "\f", "\x01", "\ufffe"]

def free(n, more=()):
    return "".join(rnd.choice(FRAGMENTS + list(more)) for _ in range(rnd.randrange(n)))
def labels(n):
    return "".join(f"[{rnd.choice(['A', 'B_C', 'RFC1', 'RFC2, Section 3', 'draft-x', 'é', 'a b', 'two  blanks', 'http://x.example/?a&b'])}]" for _ in range(rnd.randrange(n)))
def quoted(s):
    return '"' + s.replace('"', '""') + '"' if any(c in s for c in ',"\n\r') or rnd.random() < .15 else s

def registry(more):
    rows = []
    for _ in range(rnd.randrange(1, 8)):
        who = labels(3)
        row = [rnd.choice(["http", "ssh", "a", "", "x-y", " b"]), rnd.choice(["1", "80", "", "7-9", "65535", "0", "5-5"]), rnd.choice(["tcp", "udp", "sctp", "", "TCP"]), free(6, more),
               who and rnd.choice([who, labels(2) or who]), who, rnd.choice(["", "2020-01-01", "2020-01"]), "", labels(3), rnd.choice(["", "5"]), free(4, more), free(8, more)]
        if rows and rnd.random() < .3:
            row[3:] = rows[-1][3:]
        rows.append(row)
    rows.append(["end", "9", "tcp"] + [""] * 9)
    newline = rnd.choice(["\n", "\r\n"])
    titles = [quoted(t) for t in TITLES] if rnd.random() < .8 else [f'"{t}"' for t in TITLES]
    if rnd.random() < .1:
        titles[10] = "Known Unauthorized Uses"
    lines = [",".join(titles)] + [",".join(map(quoted, row)) for row in rows]
    return rnd.choice([""] * 6 + ["\ufeff"]) + newline.join(lines) + newline + rnd.choice([""] * 6 + [newline])

def run(*arguments):
    p = subprocess.run([command, *arguments], capture_output=True)
    return p.returncode, p.stdout.decode(), p.stderr.decode()

def cells(text):
    return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True)][1:]

def build_and_export(source, form):
    index = os.path.join(work, "index")
    status, _, error = run("build", "-q", "-o", index, "--names", "/dev/null", source)
    return (None, error) if status else (run("-i", index, "export", "-f", form)[1], "")

differ = refused = compared = 0
source, xml = os.path.join(work, "in.csv"), os.path.join(work, "again.xml")
for round in range(rounds):
    text = registry(NOT_IN_XML if round % 2 else ())
    open(source, "w", newline="", encoding="utf-8").write(text)
    ours, error = build_and_export(source, "csv")
    if ours is None:
        refused += 1
        print("refused:", error)
        continue
    # What the manual says of it: CRLF becomes LF, a range of one port that port, transports lower case.
    expected = [[c.replace("\r\n", "\n") for c in row] for row in cells(text.removeprefix("\ufeff")) if row]
    for row in expected:
        first, _, last = row[1].partition("-")
        row[1], row[2] = first if first == last else row[1], row[2].lower()
    got = [("csv", cells(ours))]
    if round % 2 == 0:
        open(xml, "w", newline="", encoding="utf-8").write(build_and_export(source, "xml")[0])
        ours, error = build_and_export(xml, "csv")
        got.append(("csv, xml and back", cells(ours) if ours else error))
    compared += sum(map(len, expected))
    for how, rows in got:
        if rows != expected:
            differ += 1
            kept = os.path.join(work, f"differs-{seed}-{round}.csv")
            open(kept, "w", newline="", encoding="utf-8").write(text)
            print(kept, how, *next(((a, b) for a, b in zip(expected, rows) if a != b), (len(expected), len(rows))), sep="\n    ")
print(f"CSV: seed {seed}, {rounds} files, {compared} cells compared, {differ} differ, {refused} refused")
sys.exit(differ + refused > 0)
