#!/bin/sh
# SPDX-License-Identifier: MIT
# Readers beside an updater that publishes, rolls back and is killed anywhere: `make soak',
# 2,000 processes for ten minutes. As a test, a few for a few rounds.
. tests/lib.sh
processes=${PROCESSES:-50} minutes=${MINUTES:-0} rounds=24
keep_vendor

# random BELOW
random() { echo $(($(od -An -N2 -tu2 /dev/urandom) % $1)); }

# What is in force after each step of the updater: nothing else may be answered. It tells
# also whether one that was killed had come as far as to publish.
note() {
    now=$("$command" show --json 100/tcp | sed -n 's/.*"gen-\([0-9]*\)".*/\1/p' | head -n 1)
    echo "${now:-nothing}" >>"$work/published"
}
update() { exec "$command" build -q --local "$work/local" data/service-names-port-numbers.csv; }
back() { exec "$command" rollback -q; }
killed=0 outlived=0
# killed_in FUNCTION: ends it by SIGKILL within a third of what the first build took
killed_in() {
    ("$1") 2>/dev/null &
    writer=$!
    sleep "0.$(printf '%03d' "$(random $((took / 3 + 1)))")"
    kill -KILL $writer 2>/dev/null
    if wait $writer; then outlived=$((outlived + 1)); else killed=$((killed + 1)); fi
}

generation=0 rollbacks=0 failed=0
step() {
    generation=$((generation + 1))
    printf 'gen-%s 100/tcp alias-%s\n' $generation $generation >"$work/local"
    hold soak
    case $((round % 8)) in
    0 | 3 | 6) (update) || failed=$((failed + 1)) ;;
    5) (back) && rollbacks=$((rollbacks + 1)) ;;
    2) killed_in back ;;
    *) killed_in update ;;
    esac
    note
    echo "now gen-$now" >&9
    # A package replaces the vendor's index: while there is a live one, nothing answers from it.
    [ $((round % 5)) -ne 0 ] || replace_vendor "$work/vendor-9999.idx"
}
vendor_of 9999
generation=1
printf 'gen-1 100/tcp alias-1\n' >"$work/local"
(update)
note
printf 'gen-2 100/tcp alias-2\n' >"$work/local"
took=$(date +%s%N)
(update)
took=$((($(date +%s%N) - took) / 1000000 % 999 + 1))
note
generation=2

start_readers soak -p "$((processes / 4 + 100))" -s "$work/seen" "$processes" 1
exec 9>"$work/soak.in"
readers_running soak
if [ "$minutes" -gt 0 ]; then
    # An answer can only be late after two seconds. A process takes at most 1,024 indexes, and each step
    # publishes one at most.
    rounds=$((minutes * 23))
    [ $rounds -le 1000 ] || rounds=1000
    pause=$((minutes * 60 * 1000 / rounds))
    end=$(($(date +%s) + minutes * 60))
else
    pause=300 end=0
fi
round=0
while [ $round -lt $rounds ] || [ "$(date +%s)" -lt "$end" ]; do
    round=$((round + 1))
    if [ $round -le $rounds ]; then step; fi
    sleep "$((pause / 1000)).$(printf '%03d' $((pause % 1000)))"
    # An answer can only be late after two seconds.
    [ "$minutes" -gt 0 ] || [ $((round % 6)) -ne 0 ] || sleep 2.5
done
hold soak
generation=$((generation + 1))
printf 'gen-%s 100/tcp alias-%s\n' $generation $generation >"$work/local"
(update) || failed=$((failed + 1))
note
echo "gen-$generation" >&9
exec 9>&-
wait

echo "  updater: $round rounds, $(uniq "$work/published" | grep -c .) changes, $killed killed, $outlived faster than the kill (the first build took $took ms), $rollbacks rolled back"
echo "  $(tail -n 1 "$work/soak.out")"
equal "updates that were left alone and failed" 0 $failed
equal "steps of the updater that left no index in force" 0 "$(grep -c nothing "$work/published")"
equal "failed, torn, late, died, stale" "0 0 0 0 0" \
    "$(figure soak failed) $(figure soak torn) $(figure soak late) $(figure soak died) $(figure soak stale)"
check "$(figure soak judged) answers came when only one was right" [ "$(figure soak judged)" -gt 0 ]
sort -u "$work/published" >"$work/real"
equal "answers of what was never published" "" "$(sort -u "$work/seen" | comm -23 - "$work/real" | paste -sd ' ')"
check "answers of three generations or more" [ "$(wc -l <"$work/seen")" -ge 3 ]
check "$killed updaters killed" [ "$killed" -ge 3 ]
equal "descriptors that a process has more" 0 "$(figure soak descriptors)"
# The module's own words on each index, 440 bytes on a machine of 64 bits.
most=$((32 + $(figure soak mappings) / 2))
for kind in private.memory anonymous; do
    check "$kind of a process grew by at most $most KiB" [ "$(figure soak $kind)" -le $most ]
done
# What is resident more is the indexes that it has mapped, all of them shared with others.
most=$((64 + $(figure soak mappings) * 256))
check "resident memory grew by at most $most KiB" [ "$(figure soak resident)" -le $most ]

# ---- no live index, and packages that replace the vendor's ----
restore_vendor
vendor_readers vendor "$processes" $((3 + minutes))
finish
