#!/bin/sh
# SPDX-License-Identifier: MIT
# Readers while the index is published again and again, and while what they read is
# overwritten and removed: none dies, no answer is torn, all regain the right one.
. tests/lib.sh
registry=tests/golden/registry.csv
publishes=${PUBLISHES:-1000} processes=${PROCESSES:-200}
pointer=$vendor_folder/services.idx
keep_vendor
rm -rf "$state"
publish() {
    printf 'gen-%s 100/tcp alias-%s\n' "$1" "$1" >"$work/local"
    "$command" build -q --names tests/golden/names.services --local "$work/local" "$registry"
}
# sound NAME: nothing died or tore, and the right answer came back
sound() {
    equal "$1: failed, torn, died, stale" "0 0 0 0" \
        "$(figure "$1" failed) $(figure "$1" torn) $(figure "$1" died) $(figure "$1" stale)"
    echo "  $(tail -n 1 "$work/$1.out")"
}

# ---- a writer publishes; 64 threads whose every lookup looks for a new index, and 200
# processes that look once a second ----
vendor_of 9999
publish 0
start_readers threads -f -s "$work/seen" 1 64
start_readers processes -s "$work/seen.too" "$processes" 1
exec 8>"$work/threads.in" 9>"$work/processes.in"
readers_running threads; readers_running processes
n=1 failed=0
while [ $n -le "$publishes" ]; do
    publish $n || failed=$((failed + 1))
    # A vendor's index is replaced too; while there is a live one, nothing answers from it.
    [ $((n % 50)) -ne 0 ] || replace_vendor "$work/vendor-9999.idx"
    n=$((n + 1))
done
equal "$publishes publications beside them" 0 $failed
echo "gen-$publishes" >&9
exec 8>&- 9>&-
wait
equal "64 threads: failed, torn, died" "0 0 0" "$(figure threads failed) $(figure threads torn) $(figure threads died)"
echo "  $(tail -n 1 "$work/threads.out")"
equal "answers out of the vendor's index" "" "$(grep -hx 9999 "$work/seen" "$work/seen.too")"
sound processes
check "a process that saw every publication has at most 1,024 indexes mapped" [ "$(figure threads mappings)" -le 1024 ]
[ "$publishes" -lt 1000 ] || check "and at least 200" [ "$(figure threads mappings)" -ge 200 ]
# The thread sanitizer has its own records there.
[ -n "${TSAN_OPTIONS:-}" ] || check "private memory of a process grew by at most 64 KiB" [ "$(figure processes private.memory)" -le 64 ]

# ---- what else people do to these files ----
restore_vendor
publish a
live=$state/1
# Where the live index is taken away, the vendor's answers: it has the port too.
vendor_of 1 && replace_vendor "$work/vendor-1.idx"
start_readers abused "$processes" 1; exec 9>"$work/abused.in"
readers_running abused
head -c 100000 /dev/urandom >"$work/rubbish"
for _ in 1 2 3; do
    cp "$work/rubbish" "$live/current" 2>/dev/null || { chmod u+w "$live/current"; cp "$work/rubbish" "$live/current"; }
    sleep 1.1
    : >"$live/current"; sleep 1.1
    dd if="$work/rubbish" of="$live/current" bs=512 count=3 2>/dev/null            # as scp writes
    printf 'typed by hand\n' >"$work/edited" && mv "$work/edited" "$live/current"   # as editors do
    sleep 1.1
    rm -f "$live/current"
    rm -f "$live"/gen/*
    cp "$work/rubbish" "$pointer.new" && mv "$pointer.new" "$pointer"                # an upgrade to rubbish
    rm -f "$pointer"                                                                # a purge
    sleep 1.1
    put_vendor "$vendor_folder" "$work/vendor-1.idx"                                # an upgrade
    publish b
done
publish c
echo gen-c >&9
exec 9>&-
wait
sound abused

# ---- no live index, and packages that replace the vendor's ----
restore_vendor
vendor_readers vendor "$processes" 3
finish
