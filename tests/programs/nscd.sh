#!/bin/sh
# SPDX-License-Identifier: MIT
# nscd in front of the module: after a publication it answers from the new index, though
# somebody asks all the time, and though the thread of nscd that notices it is slow: the other
# threads answer from the old index meanwhile, and nscd would keep that for eight hours.
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
cat >"$work/slow.c" <<'SLOW'
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
int stat64(const char *path, struct stat64 *ret)
{
    if (strstr(path, "/1/current"))
        usleep(500000);
    return (int)syscall(SYS_newfstatat, -100, path, ret, 0);
}
SLOW
${CC:-cc} -shared -fPIC -w -D_GNU_SOURCE -o "$work/slow.so" "$work/slow.c" || cat "$work/slow.c"
rm -rf "$state"
publish before
LD_PRELOAD=$work/slow.so nscd -F -f "$work/nscd.conf" >"$work/nscd.log" 2>&1 &
daemon=$!
for _ in $(seq 100); do [ -S /run/nscd/socket ] && break; sleep 0.05; done
ask() { getent services 100/tcp | cut -d' ' -f1; }
equal "before" before "$(ask)"
strace -o "$work/trace" -e trace=connect getent services 100/tcp >/dev/null 2>&1
check "libc asks nscd" grep -q 'nscd/socket.* = 0' "$work/trace"
(while kill -0 $daemon 2>/dev/null; do ask; sleep 0.02; done >/dev/null) &
# later: once somebody else has asked nscd, but before a look that this began would have ended.
later() { sleep 0.2; "$@"; }
publish after
equal "after a publication" after "$(later ask)"
sleep 1.5
equal "and it stays so" after "$(ask)"

# Misses are cached too: a question that somebody has asked before would not reach the module.
getent services 'no service'
publish later
equal "also if what the command asks was asked before" later "$(later ask)"
sleep 1.5
equal "and that stays so" later "$(ask)"

# A miss is cached too, and a name that is gone must not be.
new() { getent services 101/tcp | cut -d' ' -f1; }
equal "before an update that brings 101/tcp" "" "$(new)"
{ cat tests/golden/registry.csv; echo 'brought,101,tcp,,,,2021-01-01,,,,,'; } >"$work/newer.csv"
check "update" "$command" update -q --force "$work/newer.csv"
equal "after the update" brought "$(later new)"
check "rollback" "$command" rollback -q
equal "after going back" "" "$(later new)"

# A daemon that hangs takes the request to empty its cache and never answers.
kill -STOP $daemon
printf 'stopped 100/tcp\n' >"$work/local"
check "nscd hangs: the next publication ends all the same" timeout 100 "$command" build -q
kill -CONT $daemon
equal "and nscd answers from it later" stopped "$(sleep 2; ask)"
kill $daemon
wait
finish
