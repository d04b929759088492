#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: the work of getservent in any index is bounded by its size: entries that are malformed are
# not copied to be found so.
. tests/lib.sh
need valgrind deps-system
rm -rf "$state"
for kib in 512 1024; do
    python3 tests/attack/hostile_index.py $((kib << 10)) >"$work/$kib.idx"
    put_vendor "$vendor_folder" "$work/$kib.idx"
    equal "an index of $kib KiB has no entry that is sound" "status 0, errno 2" \
        "$("$BUILD/test/attack/enumerate" "$BUILD/test/libnss_iana.so.2")"
    done=$(work_of "$BUILD/test/attack/enumerate" "$BUILD/test/libnss_iana.so.2")
    echo "  $done instructions, $((kib << 10)) bytes"
    check "at most 64 instructions a byte" [ "$done" -lt $((64 * (kib << 10))) ]
done
finish
