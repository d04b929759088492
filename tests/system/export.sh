#!/bin/sh
# SPDX-License-Identifier: MIT
# export: what all formats share, and csv, txt and json as other programs read them.
# xml, ldif and Wireshark are tested in other files; glibc's `files' is in files.sh.
. tests/lib.sh
need python3 deps
csv=data/service-names-port-numbers.csv
real=../shared/registry/2026-02-13
export_as() { "$command" export -i "$1" -f "$2"; }

# ---- what all share ----
formats=$("$command" export -f none 2>&1 | sed -n 's/.*the formats are: //p')
"$command" export -f none >/dev/null 2>&1
equal "an unknown format: exit status" 2 $?
"$command" export -f ldif --base example.com >/dev/null 2>&1
equal "a base that is no DN: exit status" 2 $?
for format in $formats; do
    export_as "$vendor" "$format" >"$work/out.$format"
    check "$format: output" [ -s "$work/out.$format" ]
    "$command" export -i "$vendor" --format="$format" --output="$work/file"
    check "$format: -o writes what standard output gets" cmp "$work/out.$format" "$work/file"
done
equal "the default is services" "$(cksum <"$work/out.services")" "$("$command" export -i "$vendor" | cksum)"
echo keep >"$work/old"
"$command" export -i "$work/old" -f csv -o "$work/old" 2>/dev/null
equal "no index: exit status, and FILE" "3 keep" "$? $(cat "$work/old")"
chmod 640 "$work/old"
"$command" export -i "$vendor" -o "$work/old"
equal "FILE keeps its mode" 640 "$(stat -c %a "$work/old")"
(umask 077 && "$command" export -i "$vendor" -o "$work/fresh")
equal "a new one is readable by all" 644 "$(stat -c %a "$work/fresh")"
export_as "$vendor" csv >/dev/full 2>/dev/null
equal "output that cannot be written: exit status" 4 $?

# Each "&" is five bytes of XML; the index has equal texts once.
python3 -c '
import sys
sys.stdout.write(open(sys.argv[1]).readline())
for i in range(1, 301):
    print("a", i, "tcp", *[""] * 8, "&" * 60000, sep=",")' "$csv" >"$work/large.csv"
"$command" build -q -o "$work/large.idx" "$work/large.csv" && "$command" export -i "$work/large.idx" -f xml -o "$work/large.xml"
equal "-o has no limit of size: exit status, over 64 MiB" "0 1" \
    "$? $(($(stat -c %s "$work/large.xml" || echo 0) >> 26))"
rm -f "$work"/large.*

# ---- csv: IANA's own file comes back; Python and Perl read it ----
cat >"$work/rows.py" <<'PYTHON'
import csv, sys
for row in csv.reader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True):
    print(repr(row))
PYTHON
# python_reads FILE OTHER: the same rows in both, more than the title
python_reads() {
    for of in "$@"; do python3 "$work/rows.py" "$of" >"$work/rows$#" || return; shift; done
    cmp "$work/rows2" "$work/rows1" && [ "$(wc -l <"$work/rows1")" -gt 1 ]
}
check "csv: Python reads the rows of the registry it came from" python_reads "$csv" "$work/out.csv"
# again FILE: read and written it is FILE again
again() { "$command" build -q -o "$work/again.idx" "$1" && export_as "$work/again.idx" csv | cmp - "$1"; }
check "csv: our reader, and out again" again "$work/out.csv"
# IANA writes some single ports as ranges, 4748-4748.
ranges() { sed 's/^\([^,"]*\),\([0-9][0-9]*\)-\2,/\1,\2,/' "$1"; }
if [ -f $real.csv ]; then
    for from in csv xml; do
        "$command" build -q -o "$work/$from.idx" $real.$from && export_as "$work/$from.idx" csv >"$work/$from.csv"
        ranges $real.csv >"$work/iana.csv"
        check "csv: from IANA's $from it is IANA's csv, byte for byte" cmp "$work/iana.csv" "$work/$from.csv"
    done
    check "csv: our reader, and out again, IANA's" again "$work/xml.csv"
fi
cat >"$work/hard.csv" <<CSV
$(head -n 1 $csv)
hard,1,tcp,"a ""quoted"", text
of two lines",$(printf '\033[31mred')," blanks ",,,,,,"""
one,2,udp,\\"not\\",a'b,é,,,,,,x
CSV
sed -i 's/,"""$/,""""/; s/\\"not\\"/\\not/' "$work/hard.csv"
"$command" build -q -o "$work/hard.idx" "$work/hard.csv" && export_as "$work/hard.idx" csv >"$work/hard.out"
check "csv: quotes, commas, line ends, blanks, UTF-8" python_reads "$work/hard.csv" "$work/hard.out"
equal "csv: in two rows and the titles" 3 "$(wc -l <"$work/rows1")"

# ---- a terminal gets no control character, a pipe what the registry has ----
if command -v script >/dev/null 2>&1; then
    script -qec "'$command' export -i '$work/hard.idx' -f csv" /dev/null </dev/null >"$work/tty"
    check "control characters are visible on a terminal" grep -q '\\x1b\[31mred' "$work/tty"
    check "and do not reach it" not grep -q "$(printf '\033')" "$work/tty"
    check "a pipe gets them" grep -q "$(printf '\033')" "$work/hard.out"
fi

# ---- txt: a cell begins where its title does, but behind a longer one ----
cat >"$work/txt.py" <<'PYTHON'
import csv, re, sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
lines = lines[next(i for i, line in enumerate(lines) if line.startswith("Service Name  ")):]    # before it, the head
table = list(csv.reader(open(sys.argv[2], newline="", encoding="utf-8")))
assert lines.pop() == "" and len(lines) == len(table), (len(lines), len(table))
starts = [lines[0].index(title) for title in table[0]]
assert starts == sorted(starts) and max(b - a for a, b in zip(starts, starts[1:])) <= 50
aligned = 0
for line, row in zip(lines, table):
    assert line == line.rstrip()
    at = 0
    for start, cell in zip(starts, (re.sub(r"[\n\r\t]", " ", c) for c in row)):
        if not cell:
            continue
        at = max(at, start)
        assert line[at:at + len(cell)] == cell, (line, cell)
        at += len(cell) + 2
    aligned += all(b == 11 or len(row[b]) <= starts[b + 1] - starts[b] - 2 for b in range(12))
print(aligned * 100 // len(table))
PYTHON
check "txt: positions, a line a row, over 95 % without a cell too long" \
    [ "$(python3 "$work/txt.py" "$work/out.txt" $csv)" -ge 95 ]
export_as "$work/hard.idx" txt >"$work/hard.txt"
check "txt: line ends and UTF-8" python3 "$work/txt.py" "$work/hard.txt" "$work/hard.csv" >/dev/null
"$command" build -q -o "$work/head.idx" --names /dev/null tests/bad-index/registry.xml
equal "txt: the head of the registry, then the table" "title: Small registry,8" \
    "$(export_as "$work/head.idx" txt | sed -n '1p; /^$/{=;q}' | paste -sd ,)"
# Wide characters take two columns, combining ones none.
{
    head -n 1 "$csv"
    printf 'x,1,tcp,%s,|,,,,,,,\n' 'ASCII only' '日本語' "$(printf 'e\314\201te\314\201')" 'été'
} >"$work/wide.csv"
"$command" build -q -o "$work/wide.idx" --names /dev/null "$work/wide.csv" && export_as "$work/wide.idx" txt >"$work/wide.txt"
equal "txt: columns of wide and combining characters" "1" "$(python3 -c '
import sys, unicodedata
def width(s):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)
print(len({width(l[:l.index("|")]) for l in open(sys.argv[1], encoding="utf-8") if "|" in l}))' "$work/wide.txt")"
if [ -f "$work/xml.idx" ]; then
    export_as "$work/xml.idx" txt >"$work/real.txt"
    check "txt: IANA's" python3 "$work/txt.py" "$work/real.txt" "$work/xml.csv" >/dev/null
fi

# ---- perl ----
perl -MText::CSV -e 1 2>/dev/null || skip "csv in Perl, json" "no Text::CSV; \`make deps-system' brings it"
cat >"$work/rows.pl" <<'PERL'
use Text::CSV;
my $csv = Text::CSV->new({binary => 1, strict => 1, auto_diag => 2});
open my $in, "<:encoding(UTF-8)", $ARGV[0] or die;
binmode STDOUT, ":utf8";
while (my $row = $csv->getline($in)) { print join("\x1f", map { s/\n/\x1e/gr } @$row), "\n" }
PERL
python3 -c 'import csv, sys
for row in csv.reader(open(sys.argv[1], newline="", encoding="utf-8")): print("\x1f".join(c.replace("\n", "\x1e") for c in row))' "$work/hard.csv" >"$work/rows"
perl "$work/rows.pl" "$work/hard.out" >"$work/perl"
check "csv: Perl reads quotes, commas, line ends, blanks, UTF-8" cmp "$work/rows" "$work/perl"
equal "csv: Perl reads as many rows" "$(perl "$work/rows.pl" "$work/out.csv" | wc -l)" "$(grep -c . $csv)"

# ---- json: jq makes the csv of it ----
need jq deps-system
cat >"$work/csv.jq" <<'JQ'
.[] | [.name, (if .port == null then null elif .port == .last_port then .port else "\(.port)-\(.last_port)" end), .transport, .description,
       .assignee, .contact, .registered, .modified, .reference, .service_code, .unauthorized_use, .notes]
    | map(. // "" | tostring) | map(if test("[,\"\r\n]") then "\"" + gsub("\""; "\"\"") + "\"" else . end) | join(",") + "\r"
JQ
for index in "$vendor" "$work/hard.idx" $(ls "$work/xml.idx" 2>/dev/null); do
    export_as "$index" csv | sed 1d >"$work/csv"
    export_as "$index" json | jq -r -f "$work/csv.jq" >"$work/from_json"
    check "json: jq makes the csv of $(basename "$index")" cmp "$work/csv" "$work/from_json"
done
equal "json: each object has the keys of the man page, in its order" \
    "$(sed -n '/^\.Bl -tag -compact -width unauthorized_use/,/^\.El/s/^\.It Li //p' man/iana-services-json.5 | tr -d ',' | xargs)" \
    "$(jq -r 'map(keys_unsorted | join(" ")) | unique[]' "$work/out.json")"
if [ -f "$work/xml.idx" ]; then
    equal "json: the man page's example" "$(python3 -c 'import csv, sys
print(sum(row[10] != "" for row in csv.reader(open(sys.argv[1], newline="", encoding="utf-8"))) - 1)' $real.csv)" \
        "$(export_as "$work/xml.idx" json | jq -r '.[] | select(.unauthorized_use) | .name' | wc -l)"
fi
equal "json: a row a line" "$(jq length "$work/out.json")" "$(grep -c '^{.*},\{0,1\}$' "$work/out.json")"
equal "json: status" "$(grep -c '^[^,]' $csv)" \
    "$(jq '[.[] | select(.status == "assigned")] | length + 1' "$work/out.json")"
finish
