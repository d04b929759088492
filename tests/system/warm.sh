#!/bin/sh
# SPDX-License-Identifier: MIT
# A warm lookup makes no system call: 21,000 more lookups make no more of them, but
# for a look at the live index once a second.
. tests/lib.sh
need strace deps-system
export MODULE="$BUILD/test/libnss_iana.so.2"
calls() {
    strace -f -c -o "$work/count" "$BUILD/bench/worker" -d "$BUILD/bench/services" -o "$1" "$2" &&
        awk '$NF == "total" { print $(NF > 4 ? 4 : 3) }' "$work/count"
}
strace -o /dev/null true 2>/dev/null || skip warm.sh "strace may not trace here"
for workload in name-hit name-miss port-hit port-miss; do
    few=$(calls $workload 1000)
    many=$(calls $workload 22000)
    check "$workload: $few system calls with 1,000 lookups, $many with 22,000" [ $((${many:-9} - ${few:-0})) -le 3 ]
done
finish
