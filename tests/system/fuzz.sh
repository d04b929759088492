#!/bin/sh
# SPDX-License-Identifier: MIT
# The fuzz targets (tests/fuzz/fuzz.h says what they are) on their seeds, and on what was
# found by them. `make check-asan' runs this too, where a read outside the bytes is seen.
. tests/lib.sh
mkdir -p "$state"

for target in index export csv xml services current headers roundtrip; do
    set -- "tests/fuzz/$target.in"
    if [ -d "tests/fuzz/$target.repro" ]; then set -- "$@" "tests/fuzz/$target.repro"; fi
    check "$target" "$BUILD/test/fuzz/$target" "$@" >"$work/count" 2>"$work/files" || tail -n 3 "$work/files"
    equal "$target: all of its files" "$(find "$@" -type f | wc -l)" "$(cat "$work/count")"
done
finish
