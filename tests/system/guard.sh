#!/bin/sh
# SPDX-License-Identifier: MIT
# What update refuses, each limit from both sides; dates; a year of weekly updates; IANA's own files.
. tests/lib.sh
need python3 deps
csv=$TOP/data/service-names-port-numbers.csv
live() { cat "$state/1/current" 2>/dev/null || echo none; }

python3 - "$work" "$csv" <<'PYTHON'
import csv, math, sys
work = sys.argv[1]
rows = list(csv.reader(open(sys.argv[2], newline="")))
head, rows = rows[0], rows[1:]
NAME, PORT, TRANSPORT = 0, 1, 2
def write(name, rows):
    with open(f"{work}/{name}.csv", "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([head] + rows)
def keys_of(row):
    if not row[NAME] or not row[PORT]:
        return []
    first, _, last = row[PORT].partition("-")
    return [(port, t) for port in range(int(first), int(last or first) + 1)
            for t in ([row[TRANSPORT]] if row[TRANSPORT] else ["tcp", "udp"])]

# The first row of a port and transport, if no other row has one of its ports.
holders = {}
for i, row in enumerate(rows):
    for key in keys_of(row):
        holders.setdefault(key, []).append(i)
firsts = {i[0] for i in holders.values()}
alone = [i for i, row in enumerate(rows) if len(keys_of(row)) == 1 and len(holders[keys_of(row)[0]]) == 1]
aliases = [i for i, row in enumerate(rows) if keys_of(row) and i not in firsts]
portless = [i for i, row in enumerate(rows) if row[NAME] and not row[PORT]]
nameless = [i for i, row in enumerate(rows) if not row[NAME]]
pairs = {}
for i, row in enumerate(rows):
    if row[NAME]:
        pairs.setdefault((row[NAME], row[TRANSPORT]), []).append(i)
unique = lambda i: len(pairs[rows[i][NAME], rows[i][TRANSPORT]]) == 1

def both(name, whole, change):
    for word, share in ("below", 0.0098), ("above", 0.0105):
        n = math.floor(whole * share) if word == "below" else math.ceil(whole * share)
        write(f"{name}-{word}", change(n))
def without(chosen):
    chosen = set(chosen)
    return [row for i, row in enumerate(rows) if i not in chosen]
def renamed(n):
    chosen = set(alone[:n])
    return [["x-" + r[NAME]] + r[1:] if i in chosen else r for i, r in enumerate(rows)]
both("renamed", len(holders), renamed)
both("ports", len(holders), lambda n: without(alone[:n]) + [["", "0", "tcp", f"filler {i}"] + [""] * 8 for i in range(n)])
both("portless", len(portless), lambda n: without(portless[:n]))
both("rows", len(rows), lambda n: without(nameless[:n]))
both("twice", len(rows), lambda n: rows + [rows[i] for i in nameless[:n]])
lost = [i for i in aliases if unique(i)]
both("pairs", len(pairs), lambda n: without(lost[:n]))

names = iter(sorted(r[NAME] for r in rows if r[NAME]))
write("sorted", [[r[NAME] and next(names)] + r[1:] for r in rows])
write("years", without(alone[:52]) + [[f"new-{i}", str(49160 + i), "tcp"] + [""] * 9 for i in range(514)])
write("all-renamed", [[r[NAME] and "x-" + r[NAME]] + r[1:] for r in rows])
write("no-portless", without(portless))
write("cut", rows[:-150])
write("all-twice", rows + rows)
write("twice-edited", rows + [r[:4] + ["[Somebody]"] + r[5:] for r in rows])
last = lambda row, date: row[:7] + [date] + row[8:]
write("grown", rows + [[f"new-{i}", str(49160 + i), "tcp"] + [""] * 9 for i in range(2600)])
write("older", [r[:6] + [d if d < "2020-08" else "2020-08" for d in r[6:8]] + r[8:] for r in rows[:-1]] + [rows[-1][:3] + ["changed"] + rows[-1][4:]])

# Dates.
write("future-row", rows[:79] + [last(rows[79], "2099-01-01")] + rows[80:])
write("spreadsheet", rows[:9] + [last(rows[9], "05/06/2017")] + rows[10:])

# Names with blanks that become names, as four did in 2025.
write("blanks", [["a b" + r[NAME]] + r[1:] if i in alone[:4] else r for i, r in enumerate(rows)])

# A year of weekly steps, each as large as the largest that IANA made: 22 new, 6 gone, 9 renamed.
import datetime
year, day = [list(r) for r in rows], datetime.date(2025, 1, 1)
gone = iter(alone[1000:])
for week in range(52):
    day += datetime.timedelta(7)
    lost = {tuple(rows[next(gone)]) for _ in range(6)}
    changed = {tuple(rows[next(gone)]) for _ in range(9)}
    year = [["y-" + r[NAME]] + r[1:] if tuple(r) in changed else r for r in year if tuple(r) not in lost]
    year += [[f"week{week}-{i}", str(49200 + 22 * week + i), "tcp", "", "", "", str(day)] + [""] * 5 for i in range(22)]
    write(f"week{week}", year)
PYTHON

# refused NAME PATTERN: exit 1, one line that matches, nothing changed; --force takes it
refused() {
    rm -rf "$state"
    "$command" update "$work/$1.csv" >"$work/out" 2>"$work/errors"
    equal "$1: refused, with one line" "1 - 1 none" "$? $(cat "$work/out")- $(wc -l <"$work/errors") $(live)"
    like "$1: says what is wrong" "refused: .*$2.*--force" "$(cat "$work/errors")"
    "$command" update -q --force "$work/$1.csv"
    equal "$1: --force takes it" 0 $?
}
accepted() {
    rm -rf "$state"
    "$command" update -q "$work/$1.csv"
    equal "$1: accepted" 0 $?
}
limit() {
    accepted "$1-below"
    refused "$1-above" "$2"
}
# ---- what people lose, counted against the vendor's index: 0.98 % and 1.05 % ----
limit ports "ports would lose their names, over 1 %"
limit renamed "ports would get another name, over 1 %"
limit portless "names without a port would vanish, over 1 %"
limit pairs "names with their transports would vanish, over 1 %"
limit rows "of 14262 rows would vanish, over 1 %, with them 0 of 12001 ports .* it may be cut off"
limit twice "the file holds its rows twice"
refused sorted "of 12001 ports would get another name"
refused all-renamed "12001 of 12001 ports would get another name"
refused no-portless "and 804 of 811 names without a port"
refused cut "of 14262 rows would vanish"
refused all-twice "holds its rows twice: 14263 of 28524"    # one more: "rdp" is there twice
refused twice-edited "holds its rows twice: 14263 of 28524"
refused grown "2600 ports would be added to 12001, over 20 %"

# ---- years between two registries allow 1 % each ----
# of DATE NAME: the registry NAME as XML of this date
of() {
    "$command" build -q -o "$work/i.idx" --names /dev/null --date "$1" "$work/$2.csv"
    "$command" -i "$work/i.idx" export -f xml
}
cp "$csv" "$work/snapshot.csv"
years() {
    rm -rf "$state"
    of "$1" snapshot >"$work/was.xml"
    of "$2" "$3" >"$work/is.xml"
    "$command" build -q "$work/was.xml"
    "$command" update -q "$work/is.xml" 2>/dev/null
}
years 2022-01-01 2023-12-01 ports-above
equal "1.05 % within two years are too many" 1 $?
years 2022-01-01 2024-01-02 ports-above
equal "but not in two years" 0 $?
years 2013-01-01 2026-08-17 years
equal "from 2013 to 2026: 514 more, 52 less" 0 $?
rm -rf "$state"
"$command" build -q "$csv"
of "$(cat data/DATE)" ports-above >"$work/is.xml"
"$command" update -q "$work/is.xml" 2>/dev/null
equal "no years lie between a newest row of 2020 and a date of today" 1 $?

# ---- dates ----
rm -rf "$state"
refused older "its newest row is of 2020-08, that of the current one of 2020-09-04"
of 2016-01-01 ports-below >"$work/2016.xml"
rm -rf "$state"
like "the snapshot's date is a known one" "refused: it is of 2016-01-01, the current one of $(cat data/DATE);" \
    "$("$command" update "$work/2016.xml" 2>&1)"
refused future-row "the date of a row is 2099-01-01, in the future"
like "a date in the future is named by line" "future-row.csv:81: refused: .* 2099-01-01" \
    "$(rm -rf "$state"; "$command" update "$work/future-row.csv" 2>&1)"
of 2126-01-01 ports-below >"$work/2126.xml"
like "so is an <updated>" "2126.xml:4: refused: the registry's <updated> is 2126-01-01, in the future" \
    "$("$command" update "$work/2126.xml" 2>&1)"
"$command" update -q --force "$work/2126.xml"
of 2026-10-01 snapshot >"$work/2026.xml"
"$command" update -q "$work/2026.xml"
equal "once it was taken, it does not stop those that follow" 0 $?
of "$(date -u -d +2days +%F)" ports-below >"$work/ahead.xml"
"$command" update -q "$work/ahead.xml"
equal "two days ahead is a clock of another place" 0 $?
# build takes what it is told, with a line; --strict does not.
built() {
    "$command" build -q -o "$work/i.idx" --names /dev/null "$@" 2>"$work/errors"
    echo "$? $(wc -l <"$work/errors") $(sed 's/.*: \(the .* in the future\): this machine.s date is [-0-9]*;/\1;/' "$work/errors")"
}
equal "build with a row of the future" "0 1 the date of a row is 2099-01-01, in the future; correct it, or the clock" "$(built "$work/future-row.csv")"
like "its line" "^iana-services: $work/future-row.csv:81: " "$(cat "$work/errors")"
equal "build with such an <updated>" "0 1 the registry's <updated> is 2126-01-01, in the future; correct it, or the clock" "$(built "$work/2126.xml")"
equal "build --date of the future" "0 1 the date that --date states is 2126-02, in the future; correct it, or the clock" "$(built --date 2126-02 "$csv")"
equal "build --date replaces that of the file" "0 0 " "$(built --date 2026-01-01 "$work/2126.xml")"
equal "build --strict refuses all three" "3 3 3" "$(for of in future-row.csv 2126.xml "spreadsheet.csv --date 2126-02"; do
    # shellcheck disable=SC2086
    built --strict "$work/"$of; done | cut -c 1 | paste -sd ' ')"
rm -rf "$state"
like "what is no date is named by line" 'spreadsheet.csv:11: "05/06/2017" is no date; write YYYY-MM-DD' \
    "$("$command" update "$work/spreadsheet.csv" 2>&1)"
"$command" build -q -o "$work/i.idx" "$work/spreadsheet.csv" 2>/dev/null
equal "build takes it" 0 $?
"$command" build -q --strict -o "$work/i.idx" "$work/spreadsheet.csv" 2>/dev/null
equal "build --strict does not" 3 $?

# ---- a registry that equals the live one is unchanged ----
rm -rf "$state"
of 2026-08-17 snapshot >"$work/dated.xml"
"$command" build -q "$work/dated.xml"
before=$(live)
"$command" export -f csv >"$work/again.csv"
equal "the CSV export of the live index is unchanged" "registry of 2026-08-17: unchanged" \
    "$("$command" update "$work/again.csv" 2>&1)"
equal "and the live index stays, with its date" "$before" "$(live)"
of 2026-08-10 snapshot >"$work/earlier.xml"
equal "so is one with the same rows and an older date" "registry of 2026-08-17: unchanged" \
    "$("$command" update "$work/earlier.xml" 2>&1)"
of 2026-08-24 snapshot >"$work/later.xml"
equal "a later date is taken" "registry of 2026-08-24: unchanged" "$("$command" update "$work/later.xml" 2>&1)"
check "and live" not [ "$before" = "$(live)" ]

# ---- names that become usable ----
rm -rf "$state"
"$command" build -q "$work/blanks.csv"
equal "names with blanks that become names are new" "+4 -0 ~0" "$("$command" update "$csv" | sed 's/.*: //')"

# ---- a year of weekly steps ----
rm -rf "$state"
taken=0
for week in $(seq 0 51); do "$command" update "$work/week$week.csv" >>"$work/weeks" && taken=$((taken + 1)); done
equal "a year of weekly steps: all are taken" 52 $taken
equal "each as large as IANA's largest" "52 +22 -6 ~9" \
    "$(sed 's/.*: //' "$work/weeks" | sort | uniq -c | tr -s ' ' | sed 's/^ //')"

# ---- IANA's own files ----
shared=$TOP/../shared/registry
if [ -d "$shared" ]; then
    rm -rf "$state"
    "$command" build -q "$shared/2026-02-13.xml"
    equal "the CSV file of the same day is unchanged" "registry of 2026-02-13: unchanged" \
        "$("$command" update "$shared/2026-02-13.csv" 2>&1)"
    like "half a year later" '^registry of 2026-08-17: +15 -0 ~' "$("$command" update "$shared/2026-08-17.xml" 2>&1)"
    "$command" update -q "$shared/2026-02-13.csv" 2>/dev/null
    equal "and back is refused" 1 $?
else
    skipped "IANA's own files" "they are not in the repository"
fi
finish
