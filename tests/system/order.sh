#!/bin/sh
# SPDX-License-Identifier: MIT
# rollback follows the order of publication, whatever the times of files are, what else is in the folder,
# and at which system call a writer was killed.
. tests/lib.sh
need strace deps-system
names=tests/golden/names.services
golden=tests/golden/registry.csv
# publish LETTER: a generation of the golden registry whose local line is named so.
publish() {
    echo "$1 100/tcp" >"$work/$1"
    "$command" build -q --names "$names" --local "$work/$1" "$golden"
}
answer() { iana 100/tcp | cut -d' ' -f1; }
# back: what the next rollbacks lead to, one after another.
back() {
    while "$command" rollback -q 2>/dev/null; do answer; done | paste -sd ' '
}

# ---- times ----
publish a && touch -d 2031-01-01 "$state/1/gen"/*
publish b && touch -d 2001-01-01 "$state/1/gen"/*
publish c
find "$state/1/gen" -type f | sort | while read -r f; do touch -d "200$((n = ${n:-9} - 1))-01-01" "$f"; done
equal "back, whatever the files' times" "b a " "$(back) "
check "to the vendor's index" [ ! -e "$state/1/current" ]

# ---- what is published again, went back, or was named by hand ----
rm -rf "$state"
publish a && publish b && publish a
equal "a generation that is published again is the last one" "b" "$(back)"
rm -rf "$state"
publish a && publish b && "$command" rollback -q && publish c
equal "not to what was rolled back" "a" "$(back)"
rm -rf "$state"
publish a && publish b && publish c
cp "$state/1/gen/$(cat "$state/1/current")" "$state/1/gen/by-hand"
touch "$state/1/gen/.hidden" "$state/1/gen/UPPER" "$state/1/gen/zz-not-an-index.idx" "$state/1/gen/0000"
equal "files that nobody published" "b a" "$(back)"
rm -rf "$state"
publish a && publish b && publish c
cp "$state/1/gen/$(cat "$state/1/current")" "$state/1/gen/by-hand"
rm -f "$state/1/current" && echo by-hand >"$state/1/current"
equal "from a generation that was named by hand" "c b a" "$(back)"
rm -rf "$state"
publish a && publish b
rm -f "$state/1/history"
equal "without a history, by name" 1 "$(back | wc -w)"
rm -rf "$state"
publish a && publish b
for text in '' '/ ../x \n\n\n' 'x\0y' 'x x x'; do
    rm -f "$state/1/history"
    # shellcheck disable=SC2059
    printf "$text" >"$state/1/history"
    check "a history of other text" "$command" build -q
done
rm -rf "$state"
publish a && publish b && publish c
rm -f "$state/1/current" && echo '!' >"$state/1/current"
equal "from a pointer that was damaged" "c b a" "$(back)"

# ---- doctor's list ----
rm -rf "$state"
publish a && publish b && publish c
"$command" rollback -q
list=$("$command" doctor | grep '^[a-z]* *generation ')
equal "doctor lists what there is" 3 "$(echo "$list" | wc -l)"
like "which is live" \
    "generation $(cat "$state/1/current"): registry of unknown date (newest row 2024-12-20), $(stat -Lc %s "$state/1/gen/$(cat "$state/1/current")") bytes; live$" \
    "$list"
equal "where rollback goes" 1 "$(echo "$list" | grep -c "rollback' goes back to it")"
"$command" rollback -q
like "and if that is the vendor's" "the vendor's index: .*rollback' goes back to it" "$("$command" doctor)"
keep_vendor
rm "$vendor_folder/services.idx"
like "and if that cannot be used" "the vendor's index cannot be used: .*rollback' has nothing to go back to" "$("$command" doctor)"
like "as rollback says" 'no sound generation before the live one in .*, and no sound vendor index' "$("$command" rollback 2>&1)"
restore_vendor

# ---- kill -9 at every system call, of which the last ones write ----
strace -o /dev/null true 2>/dev/null || skip "writers that are killed" "strace may not trace here"
# killed STEP: runs STEP, publish or rollback, once for each of its system calls, killed there; from then
# on the way back is that of before it or after it.
start() { rm -rf "$state" && publish x && publish y && publish z && publish y; }
step() {
    case $1 in
    publish) "$2" build -q --names "$names" --local "$work/new" "$golden" ;;
    rollback) "$2" rollback -q ;;
    esac
}
# shellcheck disable=SC2086
traced() { strace -o "$work/trace" $inject "$command" "$@"; }
echo "new 100/tcp" >"$work/new"
killed() {
    inject="-e trace=all"
    start && step "$1" traced
    before=$2 after=$3 kills=0 bad=0
    # From the lock on.
    awk '/flock/ { on = 1 } on { sub(/\(.*/, ""); n[$1]++; print $1, n[$1] + skipped[$1] } !on { sub(/\(.*/, ""); skipped[$1]++ }' "$work/trace" |
        grep -E '^(openat|write|fsync|fchmod|rename|unlink|close|flock) ' >"$work/calls"
    while read -r call k; do
        start
        inject="-e inject=$call:signal=KILL:when=$k"
        step "$1" traced >/dev/null 2>&1
        kills=$((kills + 1))
        way="$(answer) $(back)"
        case $way in "$before" | "$after") ;; *)
            bad=$((bad + 1))
            echo "  $1, $call $k: $way"
            ;;
        esac
    done <"$work/calls"
    equal "$1, killed at each of $kills system calls: other ways back" 0 "$bad"
    check "which are over 20" [ "$kills" -gt 20 ]
}
killed publish "y z x" "new y z"
killed rollback "y z x" "z x"
finish
