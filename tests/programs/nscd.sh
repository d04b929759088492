#!/bin/sh
# SPDX-License-Identifier: MIT
# nscd in front of the module: after a publication it answers from the new index, though
# somebody asks all the time.
. tests/lib.sh
need nscd deps-system
private
services_line iana
mkdir -p /run/nscd /var/cache/nscd
for folder in /run/nscd /var/cache/nscd; do mount -t tmpfs tmpfs $folder || exit 1; done
nscd_conf 20 >"$work/nscd.conf"
publish() {
    printf '%s 100/tcp\n' "$1" >"$work/local"
    "$command" build -q --names tests/golden/names.services --local "$work/local" tests/golden/registry.csv
}
rm -rf "$state"
publish before
nscd -F -f "$work/nscd.conf" >"$work/nscd.log" 2>&1 &
daemon=$!
for _ in $(seq 100); do [ -S /run/nscd/socket ] && break; sleep 0.05; done
ask() { getent services 100/tcp | cut -d' ' -f1; }
equal "before" before "$(ask)"
strace -o "$work/trace" -e trace=connect getent services 100/tcp >/dev/null 2>&1
check "libc asks nscd" grep -q 'nscd/socket.* = 0' "$work/trace"
(while kill -0 $daemon 2>/dev/null; do ask; sleep 0.02; done >/dev/null) &
publish after
equal "after a publication" after "$(ask)"
sleep 1.5
equal "and it stays so" after "$(ask)"

# A miss is cached too, and a name that is gone must not be.
new() { getent services 101/tcp | cut -d' ' -f1; }
equal "before an update that brings 101/tcp" "" "$(new)"
{ cat tests/golden/registry.csv; echo 'brought,101,tcp,,,,2021-01-01,,,,,'; } >"$work/newer.csv"
check "update" "$command" update -q --force "$work/newer.csv"
equal "after the update" brought "$(new)"
check "rollback" "$command" rollback -q
equal "after going back" "" "$(new)"
kill $daemon
wait
finish
