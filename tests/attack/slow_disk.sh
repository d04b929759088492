#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: any number of threads may do the first lookup together, however slow the disk; and if /var
# hangs later, two threads wait for it in half a minute and the others answer.
. tests/lib.sh
need_root
[ -c /dev/fuse ] || skip "$(basename "$0")" "this kernel has no /dev/fuse"
[ -x "$BUILD/test/attack/slowfs" ] || skip "$(basename "$0")" "no fuse3; \`make deps-system' brings it"
rm -rf "$state"
"$command" build -q --names /dev/null data/service-names-port-numbers.csv
mv "$state" "$work/state"
mkdir "$state"
"$BUILD/test/attack/slowfs" "$work/state" "$work/hang" "$state" 2>"$work/slowfs.err" &
server=$!
trap 'rm -f "$work/hang"; umount "$state"; wait $server; rm -rf "$work" "$state"' EXIT
for _ in $(seq 100); do [ -e "$state/1/current" ] && break; sleep 0.05; done
check "the slow file system is there" [ -e "$state/1/current" ]
crowd() { timeout 400 "$BUILD/test/attack/crowd" "$BUILD/test/libnss_iana.so.2" "$@"; }
for n in 300 600; do
    equal "$n threads at the first lookup" "answered $n, failed 0" "$(crowd $n)"
done
waiting=$(crowd 16 "$work/hang")
check "threads of 16 that wait in twelve seconds of a hung /var: $waiting, at most 2" [ "${waiting#waiting }" -le 2 ]
finish
