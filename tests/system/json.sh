#!/bin/sh
# SPDX-License-Identifier: MIT
# JSON is whole or the exit status is 4: with too little memory, and on a full disk.
. tests/lib.sh
need python3 deps
csv=data/service-names-port-numbers.csv

# limited KIB COMMAND...: runs it with so much address space.
limited() {
    # shellcheck disable=SC3045
    (ulimit -v "$1" && shift && exec "$@")
}
# one_line PATTERN: whether the message is this one line.
one_line() { [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q "^iana-services: .*$1" "$work/err"; }

# whole STATUS SUBCOMMAND...: from the least memory that the dynamic linker needs, 3 % more at a
# time, until there is enough for the document that is printed without a limit.
whole() {
    expected=$1 kib=4000 refused=0 wrong=
    shift
    "$command" "$@" >"$work/all" 2>/dev/null
    until
        limited $kib "$command" "$@" >"$work/out" 2>"$work/err"
        status=$?
        [ $status -eq "$expected" ] && cmp -s "$work/all" "$work/out"
    do
        if [ $status -eq 4 ] && one_line 'out of memory\|cannot allocate memory\|Cannot allocate memory'; then
            refused=$((refused + 1))
        elif [ $status -ne 127 ]; then # the dynamic linker's
            wrong="$wrong $kib:$status:$(head -n 1 "$work/err")"
        fi
        kib=$((kib + kib / 32))
        [ $kib -lt 2000000 ] || break
    done
    equal "$*: too little memory: what is not exit 4 with one line" "" "$wrong"
    check "$*: refused with too little memory" [ $refused -gt 0 ]
}
# full SUBCOMMAND...
full() {
    "$command" "$@" >/dev/full 2>"$work/err"
    status=$?
    one_line 'standard output: No space left on device'
    equal "$*: a full disk" "4 0" "$status $?"
}
# What doctor finds differs with less memory, but each document is whole.
wrong=
for kib in 6000 7000 8000 9000 10000 12000 15000; do
    limited $kib "$command" doctor --json >"$work/out" 2>"$work/err"
    status=$?
    if [ $status -eq 4 ]; then one_line 'out of memory'; else python3 -m json.tool "$work/out" >/dev/null 2>&1; fi || wrong="$wrong $kib:$status"
done
equal "doctor --json: too little memory" "" "$wrong"
whole 0 show --json 80 http
whole 0 search --json http
whole 1 diff --json $csv tests/golden/registry.csv
whole 0 verify --json "$vendor"
whole 0 export -f json
whole 0 export -f html
for arguments in "show --json 80" "search --json http" "diff --json $csv tests/golden/registry.csv" "verify --json $vendor" \
    "doctor --json" "doctor --json 80" "export -f json" "export -f html"; do
    # shellcheck disable=SC2086
    full $arguments
done
head -c 1000 "$vendor" >"$work/cut.idx"
"$command" verify --json "$work/cut.idx" >/dev/full 2>"$work/err"
equal "verify --json, a damaged index: a full disk" "4 No space left on device" "$? $(sed -n '$s/.*: //p' "$work/err")"
finish
