#!/bin/sh
# SPDX-License-Identifier: MIT
# A writer that is killed at any of its system calls, or whose disk fails or is full,
# leaves a whole live index, old or new; the next writer cleans up.
. tests/lib.sh
need strace deps-system
strace -o /dev/null true 2>/dev/null || skip crash.sh "strace may not trace here"
names=tests/golden/names.services
registry=tests/golden/registry.csv
printf 'one 100/tcp\n' >"$work/one"
printf 'two 100/tcp\n' >"$work/two"
build() { "$@" "$command" build -q --names "$names" --local "$work/$which" "$registry"; }
start() { rm -rf "$state"; which=one; build env; which=two; }
answer() { iana 100/tcp | cut -d' ' -f1; }
whole() { "$command" verify -q 2>>"$work/verify" && case $(answer) in one | two) ;; *) false ;; esac; }

# ---- kill -9 at every system call ----
start
build strace -c -o "$work/count"
awk '$1 ~ /^[0-9]/ && $NF != "total" { print $NF, $4 }' "$work/count" >"$work/calls"
kills=0 bad=0
while read -r call count; do
    case $call in execve | arch_prctl | mmap | mprotect | brk | set_tid_address | set_robust_list | rseq | prlimit64 | getrandom | exit_group) continue ;; esac
    k=1
    while [ "$k" -le "$count" ]; do
        start
        build strace -o /dev/null -e inject="$call:signal=KILL:when=$k" >/dev/null 2>&1
        kills=$((kills + 1))
        if ! whole || ! build env || [ "$(answer)" != two ] || [ -n "$(find "$state" -name '.iana*')" ]; then
            bad=$((bad + 1))
            echo "  $call, call $k: $(find "$state" | paste -sd ' ')"
        fi
        k=$((k + 1))
    done
done <"$work/calls"
equal "killed at each of $kills system calls: failed" 0 "$bad"
check "which are over 40" [ "$kills" -gt 40 ]

# ---- each write, fsync and rename fails ----
failures_seen=0 bad=0
for call in write fsync rename fchmod; do
    count=$(awk -v c=$call '$1 == c { print $2 }' "$work/calls")
    for error in EIO ENOSPC; do
        k=1
        while [ "$k" -le "${count:-0}" ]; do
            start
            build strace -o /dev/null -e inject="$call:error=$error:when=$k" 2>"$work/errors"
            status=$?
            failures_seen=$((failures_seen + 1))
            if [ $status -ne 4 ] || [ "$(wc -l <"$work/errors")" -ne 1 ] || [ "$(answer)" != one ] || ! whole || [ -n "$(find "$state" -name '.iana*')" ]; then
                bad=$((bad + 1))
                echo "  $call $k $error: status $status, answer $(answer), $(cat "$work/errors")"
            fi
            k=$((k + 1))
        done
    done
done
equal "$failures_seen failures of write, fsync, rename and fchmod: not the old index in force, exit 4, one line" 0 \
    "$bad"
check "which are over 10" [ "$failures_seen" -gt 10 ]

# ---- a full disk ----
if [ "$(id -u)" = 0 ] && unshare -m --propagation private true 2>/dev/null; then
    rm -rf "$state"
    mkdir -p "$state"
    export command names registry work state BUILD
    # shellcheck disable=SC2016
    unshare -m --propagation private sh -c '
        mount -t tmpfs -o size=160k tmpfs "$state" || exit 77
        "$command" build -q --names "$names" --local "$work/one" "$registry" || exit 1
        head -c 200000 /dev/zero >"$state/filler" 2>/dev/null
        "$command" build -q --names "$names" --local "$work/two" "$registry" 2>"$work/errors"
        echo "status $?"
        "$command" show -q one/tcp && echo "one answers"
        ls -A "$state/1" "$state/1/gen" | grep -c "^\.iana"
    ' >"$work/out"
    equal "a full tmpfs: the old index in force" "status 4|one answers|0" "$(paste -sd '|' "$work/out")"
    equal "a full tmpfs: one line" 1 "$(wc -l <"$work/errors")"
    check "with that error" grep -q 'No space left' "$work/errors"
else
    skipped "a full tmpfs" "needs root for a private mount namespace"
fi
finish
