#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: a small index whose records all refer to one long text takes no subcommand more work than
# its size deserves, nor more memory than 512 MiB of output do.
. tests/lib.sh
need valgrind deps-system
need prlimit deps-system
for kind in names people descriptions; do
    for count in 2000 8000 40000; do
        python3 tests/attack/hostile_records.py $kind $count >"$work/$kind.$count"
    done
    for arguments in verify 'diff tests/golden/golden.idx' 'show 1 -i'; do
        [ "$kind $arguments" != 'names show 1 -i' ] || continue # it prints the name, each time
        # shellcheck disable=SC2086
        few=$(work_of "$command" $arguments "$work/$kind.2000") many=$(work_of "$command" $arguments "$work/$kind.8000")
        check "$arguments, $kind: $few instructions for 2,000, $many for 8,000" [ "$many" -lt $((5 * few)) ]
    done
done
differences() {
    python3 tests/attack/hostile_records.py other-descriptions "$1" >"$work/other"
    work_of "$command" diff "$work/descriptions.$1" "$work/other"
}
few=$(differences 2000) many=$(differences 8000)
check "diff of two such indexes: $few instructions for 2,000, $many for 8,000" [ "$many" -lt $((5 * few)) ]
for arguments in 'show x' 'search x' diff; do
    # shellcheck disable=SC2086
    case $arguments in diff) set -- diff "$work/descriptions.40000" "$work/other" ;; *) set -- $arguments -i "$work/descriptions.40000" ;; esac
    (prlimit --as=2000000000 "$command" --json "$@" >"$work/out" 2>"$work/errors")
    equal "$arguments --json of 40,000 times 320,000 bytes" "3 over 512 MiB" "$? $(grep -o 'over 512 MiB' "$work/errors")"
done
for format in csv xml txt html json; do
    (prlimit --as=2000000000 "$command" -i "$work/descriptions.40000" export -f $format >"$work/out" 2>"$work/errors")
    equal "export -f $format of 40,000 times 320,000 bytes" "3 over 512 MiB" "$? $(grep -o 'over 512 MiB' "$work/errors")"
done
(prlimit --as=2000000000 "$command" -i "$work/descriptions.40000" search x >"$work/out" 2>"$work/errors")
equal "search likewise" "3 over 512 MiB" "$? $(grep -o 'over 512 MiB' "$work/errors")"
finish
