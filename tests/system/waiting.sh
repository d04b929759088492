#!/bin/sh
# SPDX-License-Identifier: MIT
# A remembered local file that its owner replaced by a FIFO or a device stops nothing: only what the
# command line names may be waited for.
. tests/lib.sh
need mkfifo deps
need timeout deps
golden=tests/golden/registry.csv
local=$work/local
limit() { timeout 20 "$@"; } # a command that waits ends with 124

# instead KIND COMMAND...: the local file is something else now.
instead() {
    kind=$1
    shift
    rm -f "$local"
    case $kind in
    FIFO) mkfifo "$local" ;;
    device) ln -s /dev/zero "$local" ;;
    terminal) ln -s /dev/tty "$local" ;;
    directory) mkdir "$local" ;;
    esac
    limit "$@" >"$work/out" 2>"$work/errors"
    status=$?
    [ "$kind" != directory ] || rmdir "$local"
}
for kind in FIFO device directory; do
    rm -rf "$state" "$local"
    echo 'mine 64000/tcp' >"$local"
    "$command" build -q --local "$local" "$golden"
    instead "$kind" "$command" build -q
    equal "a $kind: build goes on" "0 mine 64000/tcp" "$status $(iana mine)"
    equal "with that line" "iana-services: $local: not a regular file; the lines that it had are kept" \
        "$(cat "$work/errors")"
    instead "$kind" "$command" update -q --force "$golden"
    equal "a $kind: update goes on" "0 mine 64000/tcp" "$status $(iana mine)"
    instead "$kind" "$command" doctor
    like "a $kind: doctor goes on with a finding" "^WRONG local .*$local, .*: not a regular file" "$(cat "$work/out")"
done
limit flock -n "$state/1/lock" true
equal "the lock is free" 0 $?

# ---- files of ours that somebody replaced ----
rm -f "$state/1/refused" "$local"
mkfifo "$state/1/refused"
limit "$command" update -q --force "$golden" 2>/dev/null
equal "a FIFO for what was refused" 0 $?
mkfifo "$state/1/gen/fifo"
limit "$command" doctor >/dev/null 2>&1
check "a FIFO among the generations: doctor goes on" [ $? -ne 124 ]
limit "$command" rollback >/dev/null 2>&1
check "and rollback" [ $? -ne 124 ]
rm "$state/1/current"
mkfifo "$state/1/current"
limit "$command" show http >/dev/null 2>&1
equal "a FIFO for current: the vendor's answers" 0 $?
limit "$command" build -q "$golden" 2>/dev/null
check "build does not wait for it" [ $? -ne 124 ]

# broken KIND FILE: instead of a file of ours.
broken() {
    rm -rf "$state"
    "$command" build -q data/service-names-port-numbers.csv
    rm "$2"
    case $1 in
    FIFO) mkfifo "$2" ;;
    directory) mkdir "$2" ;;
    link) ln -s "$(basename "$2")" "$2" ;;
    esac
}
for kind in FIFO directory link; do
    for name in current history; do
        broken "$kind" "$state/1/$name"
        limit "$command" rollback >"$work/out" 2>"$work/errors"
        equal "a $kind as $name: rollback names it, and tells what to do" \
            "4 iana-services: $state/1/$name: not a regular file, so not replaced; remove it if it should not be there" \
            "$? $(cat "$work/errors")"
    done
    broken "$kind" "$state/1/current"
    limit "$command" verify >"$work/out" 2>"$work/errors"
    equal "a $kind as current: verify tells that the vendor's answers" 3 $?
    like "and to remove it" "^iana-services: $state/1/current: .*; remove it and build the index again; the vendor's" "$(cat "$work/errors")"
done
rm -rf "$state"

# ---- standard input cannot be read again ----
echo 'mine 64000/tcp' | "$command" build -q --local - "$golden"
limit "$command" doctor <"$work/out" >"$work/again" 2>&1
like "doctor does not read it" '^ok *local *lines of standard input' "$(cat "$work/again")"

# ---- what the command line names may be a FIFO ----
fifo=$work/operand
mkfifo "$fifo"
# fed FILE COMMAND...: the command reads FILE from the FIFO
fed() {
    cat "$1" >"$fifo" &
    shift
    limit "$@" >"$work/out" 2>&1
    equal "from a FIFO: $(echo "$*" | sed "s|$command ||; s|$work/||g; s|$TOP/||g")" 0 $?
    wait
}
echo 'mine 64000/tcp' >"$local"
"$command" build -q -o "$work/small.idx" "$golden"
fed "$golden" "$command" build -q "$fifo"
fed "$local" "$command" build -q --local "$fifo" "$golden"
fed data/names.services "$command" build -q --names "$fifo" "$golden"
fed "$golden" "$command" update -q --force "$fifo"
fed "$golden" "$command" diff "$golden" "$fifo"
fed "$work/small.idx" "$command" verify "$fifo"
fed "$work/small.idx" "$command" show -i "$fifo" 7000/sctp
if command -v bash >/dev/null; then
    # shellcheck disable=SC2016
    limit bash -c '"$0" build -q <(cat "$1")' "$command" "$golden"
    equal "the shell's <(COMMAND)" 0 $?
fi
limit "$command" build -q /dev/stdin <"$golden"
equal "/dev/stdin, a file" 0 $?
# shellcheck disable=SC2002
cat "$golden" | limit "$command" build -q /dev/stdin
equal "/dev/stdin, a pipe" 0 $?
limit "$command" build -q --names /dev/null "$golden"
equal "/dev/null" 0 $?
finish
