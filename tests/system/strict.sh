#!/bin/sh
# SPDX-License-Identifier: MIT
# What is no registry is refused with one line and exit 3, and no output is touched;
# what real registries hold passes.
. tests/lib.sh
need python3 deps
csv=$TOP/data/service-names-port-numbers.csv
python3 - "$work" "$csv" <<'PYTHON'
import sys
work, csv = sys.argv[1], open(sys.argv[2], "rb").read()
header = csv[:csv.index(b"\n") + 1]
row = b"a,1,tcp,x,,,,,,,,\n"
xml = b'<registry xmlns="http://www.iana.org/assignments"><record><name>a</name></record>'
cases = {
    "empty": b"", "header-wrong": b"Name,Port\na,1\n", "header-missing": row, "nul": header + row.replace(b"x", b"\0"),
    "utf8": header + row.replace(b"x", b"\xff"), "quote": header + b'a,1,tcp,"x' + row, "fields": header + b"a,1,tcp\n",
    "no-newline": csv[:-1], "cut-csv": csv[:500000], "html": b"<!DOCTYPE html>\n<html>\n</html>\n", "gzip": b"\x1f\x8b\x08\0\0",
    "doctype": b"<?xml version='1.0'?>\n<!DOCTYPE registry>\n" + xml + b"</registry>\n", "unclosed": xml + b"\n",
    "nested": b'<registry xmlns="http://www.iana.org/assignments">' + b"<a>" * 16 + b"</a>" * 16 + b"</registry>\n",
    "root": b"<html></html>\n", "field-size": header + row.replace(b"x", b"x" * 65537), "reversed": header + row.replace(b"1,", b"9-1,"),
    "port": header + row.replace(b"1,", b"65536,"), "sign": header + row.replace(b"1,", b"+1,"), "junk": header + row.replace(b"1,", b"1a,"),
    "control": header + row.replace(b"a,1", b"a\x01b,1"), "name-length": header + row.replace(b"a,1", b"a" * 256 + b",1"),
    "no-named-row": header + b",1,tcp,Reserved,,,,,,,,\n", "ranges": header + b"".join(b"n%d,0-65535,tcp,x,,,,,,,,\n" % i for i in range(40)),
    "too-large": b"x" * (65 << 20),
}
for name, data in cases.items():
    open(f"{work}/{name}.bad", "wb").write(data)
PYTHON
for bad in "$work"/*.bad; do
    name=$(basename "$bad" .bad)
    echo untouched >"$work/index"
    "$command" build -q -o "$work/index" "$bad" >"$work/out" 2>"$work/errors"
    status=$?
    equal "$name: exit status, no output, FILE, lines" "3 - untouched 1" \
        "$status $(cat "$work/out")- $(cat "$work/index") $(wc -l <"$work/errors")"
    check "$name: one line with file and line" grep -qE "^iana-services: $bad(:[0-9]+)?: ." "$work/errors"
    rm "$bad"
done
equal "and no temporary file is left" "" "$(find "$work" -name '.iana*')"

# ---- a stack of 64 KiB is enough ----
for arguments in 'show http' 'show 80 --json' 'search ssh' 'export -f html' 'export -f xml' "diff $csv" 'diff tests/golden/golden.idx --json' \
    "build -q -o $work/stack.idx $csv" "build -q $csv" "update -q --dry-run $csv" "update -q --force $csv" verify doctor rollback; do
    # shellcheck disable=SC2086,SC3045
    (ulimit -s 64 && "$command" $arguments >"$work/out" 2>&1)
    status=$?
    check "a stack of 64 KiB: ${arguments%% *}: $status" [ "$status" -lt 128 ]
done
rm -rf "$state"

shared=$TOP/../shared/registry
[ -d "$shared" ] || skip "real registries" "they are not in the repository"
for file in "$shared"/*.csv "$shared"/*.xml; do
    "$command" build -q -o "$work/$(basename "$file").idx" "$file"
    check "$(basename "$file")" "$command" verify -q "$work/$(basename "$file").idx"
    "$command" -i "$work/$(basename "$file").idx" export | grep -v '^#' >"$work/$(basename "$file").services"
done
check "the CSV and the XML of a day compile to the same entries" \
    cmp "$work/2026-02-13.csv.services" "$work/2026-02-13.xml.services"
finish
