#!/bin/sh
# SPDX-License-Identifier: MIT
# build: the same bytes everywhere, published all or nothing, readable by all.
. tests/lib.sh

# ---- the same input gives the same bytes ----
mkdir "$work/one" "$work/two"
cp data/service-names-port-numbers.csv data/names.services "$work/one"
(cd "$work/one" && "$command" build -q -o a.idx --names names.services service-names-port-numbers.csv)
"$command" build -q -o "$work/two/b.idx" --names data/names.services "$TOP/data/service-names-port-numbers.csv"
check "two builds in two folders are equal" cmp "$work/one/a.idx" "$work/two/b.idx"
"$command" build -q -o "$work/small.idx" --names tests/golden/names.services --shipped-applications tests/bad-index/applications tests/golden/registry.csv
check "the golden index" cmp "$work/small.idx" tests/golden/golden.idx
check "the golden index is sound" env LD_LIBRARY_PATH='' "$BUILD/iana-services" verify -q tests/golden/golden.idx

# ---- publication ----
csv=$TOP/data/service-names-port-numbers.csv
private_build() (umask 077 && "$command" build -q "$csv")
check "build makes the live index" private_build
generation=$(cat "$state/1/current")
equal "modes whatever the umask" "755 755 444 444" \
    "$(stat -c %a "$state/1" "$state/1/gen" "$state/1/current" "$state/1/gen/$generation" | paste -sd ' ')"
like "a generation is named by date and hash" '^2020-09-04-........\.idx$' "$generation"
equal "nothing else is left there" "$generation" "$(ls -A "$state/1/gen")"
equal "the live index answers" "nfs 2049/tcp shilp" "$(iana 2049)"
before=$(stat -c %i "$state/1/gen/$generation")
"$command" build -q "$csv"
equal "a generation is never written again" "$before" "$(stat -c %i "$state/1/gen/$generation")"

head -c 100000 "$csv" >"$work/cut.csv"
"$command" build -q "$work/cut.csv" 2>"$work/errors"
equal "a cut-off registry: exit status" 3 $?
equal "a cut-off registry: one line" 1 "$(wc -l <"$work/errors")"
check "which says where" grep -q "^iana-services: $work/cut.csv:[0-9]*: .*cut off" "$work/errors"
equal "and nothing changed" "$generation $generation" "$(cat "$state/1/current") $(ls -A "$state/1/gen")"
echo keep >"$work/old"
"$command" build -q -o "$work/old" "$work/cut.csv" 2>/dev/null
equal "-o keeps the old file too" keep "$(cat "$work/old")"
"$command" build -q -o "$work/no/such/dir/x" "$csv" 2>"$work/errors"
equal "no directory to write to: exit status" 4 $?
"$command" build -q "$work/none.csv" 2>"$work/errors"
equal "no registry to read: exit status" 4 $?
"$command" build -q --no-such-option 2>/dev/null
equal "usage: exit status" 2 $?
"$command" show no-such-service >/dev/null 2>&1
equal "not found: exit status" 1 $?
"$command" show http >/dev/full 2>"$work/errors"
equal "output that cannot be written: exit status" 4 $?

# ---- verify ----
like "verify says what it is" "sound; registry of unknown date (newest row 2020-09-04), 14262 rows, 12001 entries" \
    "$("$command" verify)"
cp "$state/1/gen/$generation" "$work/damaged"
chmod u+w "$work/damaged"
printf X | dd of="$work/damaged" bs=1 seek=100000 conv=notrunc 2>/dev/null
"$command" verify "$work/damaged" 2>"$work/errors"
equal "damage: exit status" 3 $?
check "damage: verify says what is wrong" grep -q 'checksum' "$work/errors"

# ---- a damaged live index is reported, and building replaces it ----
chmod u+w "$state/1/gen/$generation"
printf X | dd of="$state/1/gen/$generation" bs=1 seek=100000 conv=notrunc 2>/dev/null
"$command" build -q "$csv"
check "building again replaces a damaged generation" "$command" verify -q
head -c 5000 "$state/1/gen/$generation" >"$work/short" && cp "$work/short" "$state/1/gen/$generation" 2>/dev/null || { rm -f "$state/1/gen/$generation"; cp "$work/short" "$state/1/gen/$generation"; }
"$command" verify >/dev/null 2>"$work/errors"
equal "verify of a live index that is cut off: exit status" 3 $?
check "verify says what is wrong and who answers" \
    grep -q "$generation: .*cut off.*the vendor's index answers meanwhile" "$work/errors"
rm "$state/1/current"; mkfifo "$state/1/current"
like "current is a FIFO: the command does not hang" '^80/tcp  http' \
    "$(timeout 10 "$command" show 80/tcp 2>"$work/errors")"
rm -rf "$state"

# ---- what -o may replace ----
mkfifo "$work/fifo"
"$command" -i "$vendor" export -o "$work/fifo" 2>/dev/null
equal "-o to a FIFO is refused: exit status" 4 $?
check "-o to a FIFO leaves it there" [ -p "$work/fifo" ]
echo old >"$work/target"
ln -s target "$work/link"
"$command" -i "$vendor" export -o "$work/link"
check "-o keeps a link" [ -L "$work/link" ]
check "and follows it" grep -q '^# Exported' "$work/target"

# ---- texts that outgrow their block while curated and local lines are split ----
python3 - "$work" <<'PYTHON'
import sys
header = open("data/service-names-port-numbers.csv").readline()
for size in range(840, 980, 20):
    with open(f"{sys.argv[1]}/big{size}.csv", "w") as f:
        f.write(header)
        for i in range(size):
            f.write(f"name{i},{i + 1},tcp,{'d' * 990}{i:05d},,,,,,,,\n")
with open(sys.argv[1] + "/locals", "w") as f:
    for i in range(3000):
        f.write(f"local{i} {i}/tcp aliasa{i} aliasb{i} aliasc{i}\n")
PYTHON
for big in "$work"/big*.csv; do
    rm -f "$work/big.idx"
    "$command" build -q -o "$work/big.idx" --names /dev/null --local "$work/locals" "$big"
    check "texts that outgrow their block: $(basename "$big")" "$command" verify -q "$work/big.idx"
done

# ---- more names on a port than the format holds ----
{
    head -n 1 "$csv"
    for i in $(seq 257); do echo "n$i,80,tcp,,,,,,,,,"; done
} >"$work/many.csv"
"$command" build -q -o "$work/many.idx" --names /dev/null "$work/many.csv" 2>"$work/errors"
equal "257 names on a port: exit status" 3 $?
check "257 names on a port: the message" grep -q "port 80 has over 256 names" "$work/errors"
# ---- dates: published, stated, or unknown ----
golden=tests/golden/registry.csv
dates() { "$command" verify --json "$work/dated.idx" | sed -n 's/^ *"\(date\|date_kind\|newest_row\)": \(.*\),$/\2/p' | paste -sd ' '; }
shown() { "$command" -i "$work/dated.idx" export -f "$1" | grep -ao "$2" | head -n 1; }
"$command" build -o "$work/dated.idx" --names /dev/null "$golden" >"$work/out"
like "a date that nobody stated is unknown" '^registry of unknown date (newest row 2024-12-20): ' "$(cat "$work/out")"
equal "verify --json: unknown" 'null null "2024-12-20"' "$(dates)"
equal "the services export: unknown" 'of unknown date (newest row 2024-12-20);' "$(shown services 'of unknown.*;')"
equal "the XML export has none" "" "$(shown xml '<updated>.*')"
equal "the page: unknown" '"date":"unknown date (newest row 2024-12-20)"' "$(shown html '"date":"[^"]*"')"
"$command" build -o "$work/dated.idx" --names /dev/null --date 2025-01-02 "$golden" >"$work/out"
like "a stated date" '^registry of 2025-01-02: ' "$(cat "$work/out")"
equal "verify --json: stated" '"2025-01-02" "stated" "2024-12-20"' "$(dates)"
equal "the services export: stated" 'of 2025-01-02;' "$(shown services 'of 2025.*;')"
equal "the page: stated" '"date":"2025-01-02"' "$(shown html '"date":"[^"]*"')"
"$command" -i "$work/dated.idx" export -f xml >"$work/dated.xml"
"$command" build -q -o "$work/dated.idx" --names /dev/null "$work/dated.xml"
equal "verify --json: published" '"2025-01-02" "published" "2024-12-20"' "$(dates)"
"$command" build -q -o "$work/dated.idx" --names /dev/null --date 2025-03-04 "$work/dated.xml"
equal "the XML export: stated, not what its file had" '<updated>2025-03-04</updated>' "$(shown xml '<updated>.*')"
"$command" build -q -o "$work/dated.idx" --date 02.01.2025 "$golden" 2>/dev/null
equal "what is no date is not stated: exit status" 2 $?

# ---- verify --json ----
"$command" build -q -o "$work/small.idx" --names /dev/null tests/golden/registry.csv
head -c 1000 "$work/small.idx" >"$work/cut.idx"
json_of() { "$command" verify --json "$1" 2>/dev/null | python3 -c 'import json, sys; o = json.load(sys.stdin); print(*(o[k] for k in ("sound", "newest_row", "rows", "entries", "bytes", "lookup_bytes")), bool(o["problem"]))'; }
rows=$(($(python3 -c 'import csv; print(len(list(csv.reader(open("tests/golden/registry.csv")))))') - 1))
equal "verify --json: sound" \
    "True $("$command" -i "$work/small.idx" export -f services | sed -n '1s/.*newest row \([^)]*\).*/\1/p') $rows $("$command" -i "$work/small.idx" export | grep -vc '^#') $(stat -c %s "$work/small.idx")" \
    "$(json_of "$work/small.idx" | cut -d ' ' -f 1-5)"
equal "verify --json: cut off" "False None None None 1000 None True" "$(json_of "$work/cut.idx")"
finish
