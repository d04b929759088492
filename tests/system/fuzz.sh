#!/bin/sh
# SPDX-License-Identifier: MIT
# The fuzz targets (tests/fuzz/fuzz.h lists them) on their seeds, and on what was
# found by them. `make check-asan' runs this too, which detects a read outside the bytes.
. tests/lib.sh
need python3 deps
tar -xf tests/fuzz/seeds.tar -C "$work"
check "indexes are made" tests/fuzz/indexes "$command" "$work/indexes"

targets=$(sed -n 's/^FUZZ *= //p' tests/tests.mk)
for target in $targets; do
    case $target in
    index | export) set -- "$work/indexes" ;;
    *) set -- "$work/$target.in" ;;
    esac
    if [ -d "tests/fuzz/$target.repro" ]; then set -- "$@" "tests/fuzz/$target.repro"; fi
    check "$target" "$BUILD/test/fuzz/$target" "$@" >"$work/count" 2>"$work/files" || tail -n 3 "$work/files"
    equal "$target: all of its files" "$(find "$@" -type f | wc -l)" "$(cat "$work/count")"
done
finish
