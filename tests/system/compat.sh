#!/bin/sh
# SPDX-License-Identifier: MIT
# Format 1 for ever: each index of each release (tests/golden/*.tar.xz) is answered as it was then, by the
# module and the command; and so is what a later minor makes of it, of which this version does not know all.
. tests/lib.sh
need python3 deps
export LD_LIBRARY_PATH="$BUILD/test"

# live INDEX: makes a copy of it the live index, by hand.
live() {
    rm -rf "$state"
    mkdir -p "$state/1/gen"
    cp "$1" "$state/1/gen/golden.idx"
    chmod 444 "$state/1/gen/golden.idx"
    echo golden.idx >"$state/1/current"
}

# Of the largest, which has 262,144 lines, all ports, without a scan of them for each name; of the snapshot with
# sections more, too.
oracle() {
    _golden=$1 _what=$2
    [ -s "$1/services" ] || { equal "$2: nothing is there" "" "$(iana)"; return; }
    set --
    [ ! -e "$_golden/closed" ] || set -- -k "$(cat "$_golden/closed")"
    case $_golden$_what in */largest* | */snapshot*later*) set -- -r 0-65535 ;; */snapshot*) set -- -e ;; esac
    check "$_what: the module answers" "$BUILD/test/tools/oracle" "$@" -c iana "$_golden/services" >"$work/out" || cat "$work/out"
}

# The lines of a file of applications, as show has them.
applications() {
    # shellcheck disable=SC2046 # a word for each program
    "$command" show -j $(sed -n 's/^[0-9][^ ]* *\([^ ]*\) .*/\1/p' "$1") | python3 -c 'import json, sys
shown = {(a["port"], a["last_port"], a["transport"], a["program"], a["description"], a["source"]) for o in json.load(sys.stdin) for a in o["applications"]}
lines = [l.split() for l in open(sys.argv[1]) if l[0].isdigit()]
for (ports, transport), l in ((l[0].split("/"), l) for l in lines):
    first, last = (ports.split("-") * 2)[:2]
    shown.remove((int(first), int(last), transport, l[1], " ".join(l[2:-1]), l[-1]))
sys.exit(not lines)' "$1"
}

# all_of FOLDER WHAT: the live index, which is of this golden, answers as it did.
all_of() {
    oracle "$1" "$2"
    "$command" export | sed '/^#/d' >"$work/services"
    check "$2: the entries" cmp "$1/services" "$work/services"
    for form in csv xml; do
        [ ! -e "$1/$form" ] || { "$command" export -f $form >"$work/$form"; check "$2: the registry as $form" cmp "$1/$form" "$work/$form"; }
    done
    [ ! -e "$1/applications" ] || check "$2: the applications" applications "$1/applications"
}

for archive in tests/golden/*.tar.xz; do
    python3 -m tarfile -e "$archive" "$work"
    version=$(basename "$archive" .tar.xz)
    for golden in "$work/$version"/*/; do
        golden=${golden%/} what="$version ${golden##*/}"
        live "$golden/index.idx"
        like "$what: sound" ': sound; ' "$("$command" verify 2>&1)"
        all_of "$golden" "$what"
        python3 tests/tools/later_minor.py "$golden/index.idx" "$work/later.idx"
        live "$work/later.idx"
        like "$what, a later minor: sound, as far as is known" ': sound in what this version knows: a later one wrote it; ' "$("$command" verify 2>&1)"
        all_of "$golden" "$what, a later minor"
        [ -e "$golden/closed" ] || continue
        # The file that they came from is not here.
        like "$what, a later minor: a build keeps the local lines" '; the lines that it had are kept$' "$("$command" build -q 2>&1)"
        equal "$what, a later minor: all of them" "$(head -n "$(cat "$golden/closed")" "$golden/services")" \
            "$("$command" export | sed '/^#/d' | head -n "$(cat "$golden/closed")")"
        equal "$what, a later minor: and closed" "" "$(iana discard/udp)"
    done
done

# ---- another major is none of ours ----
python3 - "$work/1.0/one/index.idx" "$work/two.idx" <<'PYTHON'
import sys, zlib
data = bytearray(open(sys.argv[1], "rb").read())
data[8], data[20:24] = 2, bytes(4)
data[20:24] = zlib.crc32(data).to_bytes(4, "little")
open(sys.argv[2], "wb").write(data)
PYTHON
live "$work/1.0/one/index.idx"
equal "the one entry" "only 4711/tcp" "$(iana 4711/tcp)"
live "$work/two.idx"
equal "an index of format 2: the module answers from the vendor's" "trinity-dist 4711/tcp" "$(iana 4711/tcp)"
like "so does the command, and says so" "golden.idx: not an index that this version can use.*; the vendor's index answers meanwhile" \
    "$("$command" show 4711/tcp 2>&1)"
mv "$state/1" "$state/2"
equal "nor is it looked for in 2/" "trinity-dist 4711/tcp " "$(iana 4711/tcp) $("$command" show -q 4711/tcp 2>&1 >/dev/null)"
rm -rf "$state"
finish
