#!/bin/sh
# SPDX-License-Identifier: MIT
# The fuzz targets (tests/fuzz/fuzz.h says what they are) on their seeds, and on what was
# found by them. `make check-asan' runs this too, where a read outside the bytes is seen.
. tests/system/lib.sh
mkdir -p "$state"

for target in index export csv xml services current roundtrip; do
    set -- "tests/fuzz/$target.in"
    if [ -d "tests/fuzz/$target.repro" ]; then set -- "$@" "tests/fuzz/$target.repro"; fi
    "$BUILD/test/fuzz/$target" "$@" >"$work/count" 2>"$work/files"
    status=$?
    [ $status -eq 0 ] || tail -n 3 "$work/files"
    [ $status -eq 0 ]
    ok "$target: $(cat "$work/count") inputs"
    equal "$target: all of its files" "$(find "$@" -type f | wc -l)" "$(cat "$work/count")"
done
[ "$(find tests/fuzz/index.in -type f | wc -l)" -ge 500 ]
ok "at least 500 seeds for the index"
rm -rf "$state"
finish
