#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: the work of the command is in proportion to its input: what is four times as long takes at
# most five times the instructions, beyond those for a short one; texts that collide take no more than others.
. tests/lib.sh
need valgrind deps-system
registry=data/service-names-port-numbers.csv
header=$(head -n 1 "$registry")

# inputs KIND COUNT: what whoever writes a registry or a local file makes many of.
inputs() {
    case $1 in
    local-*) ;;
    uris | people | references) printf '<registry xmlns="http://www.iana.org/assignments"><record><name>n</name><protocol>tcp</protocol><number>1</number></record>' ;;
    *) echo "$header" ;;
    esac
    case $1 in
    uris) echo "<people><person id=\"p\">$(yes '<uri>x</uri>' | head -n "$2")</person></people></registry>" ;;
    people) echo "<people>$(seq -f '<person id="p%g"><name>x</name></person>' "$2")</people></registry>" ;;
    references) echo "$(seq -f '<record><name>n</name><xref type="uri" data="http://x/%g">text</xref></record>' "$2")</registry>" ;;
    labels) echo "n,1,tcp,$(yes '[x]' | head -n "$2" | tr -d '\n'),$(yes '[x]' | head -n "$2" | tr -d '\n'),,,,,,," ;;
    brackets) echo "n,1,tcp,$(yes '[' | head -n "$2" | tr -d '\n'),,,,,$(yes '[x' | head -n "$2" | tr -d '\n'),,," ;;
    rows) seq -f 'n%g,,tcp,x,,,,,,,,' "$2" ;;
    rows-of-one-name) seq "$2" | sed 's/.*/n,&,tcp,&,,,,,,,,/' ;;
    wide-row) echo "n,0-$((2 * $2)),udp,,,,,,,,,"; seq 2 2 "$((2 * $2))" | sed 's/.*/n,&,tcp,&,,,,,,,,/' ;;
    local-names) seq -f 'n%g 1/tcp' "$2" ;;
    local-ports) seq -f 'n %g/tcp a b' "$2" ;;
    local-two) seq -f 'n%g' "$2" | sed 's/.*\(.\)$/n\1 10\1\/tcp x/' ;;
    esac
}

# grows WHAT KIND COUNT ARGUMENTS...: of the command, with INPUT for the file of so many, a quarter, none.
grows() {
    what=$1 kind=$2 count=$3
    shift 3
    none=$(cat "$work/none.$what" 2>/dev/null) || none=$(work_of "$command" "$@" "$work/$kind.1.$extension" | tee "$work/none.$what")
    quarter=$(work_of "$command" "$@" "$work/$kind.$((count / 4)).$extension")
    whole=$(work_of "$command" "$@" "$work/$kind.$count.$extension")
    [ "$whole" -lt $((none + 5 * (quarter - none) + 1000000)) ] && return
    check "$what of $count $kind: $none, $quarter, $whole instructions for one, a quarter and all" false
}

for kind in uris people references labels brackets rows rows-of-one-name wide-row local-names local-ports local-two; do
    count=2000
    before=$failures
    for n in 1 $((count / 4)) $count; do
        inputs "$kind" "$n" >"$work/$kind.$n.in"
        case $kind in
        local-*) "$command" build -q -o "$work/$kind.$n.idx" --names /dev/null --local "$work/$kind.$n.in" tests/golden/registry.csv ;;
        *) "$command" build -q -o "$work/$kind.$n.idx" --names /dev/null "$work/$kind.$n.in" ;;
        esac || check "build of $n $kind" false
    done
    extension=in
    case $kind in
    local-*) grows build "$kind" "$count" build -q -o "$work/out" --names /dev/null tests/golden/registry.csv --local ;;
    *) grows build "$kind" "$count" build -q -o "$work/out" --names /dev/null ;;
    esac
    extension=idx
    grows verify "$kind" "$count" verify
    grows diff "$kind" "$count" diff tests/golden/golden.idx
    for arguments in 'show 1' 'show n' 'show nowhere' 'search x' 'export' 'export -f csv' 'export -f xml' 'export -f html' 'export -f ldif'; do
        # shellcheck disable=SC2086
        grows "$arguments" $kind $count $arguments -i
    done
    [ $failures = "$before" ] && check "work in proportion to $kind" true
done

for kind in '' any; do
    { cat "$registry"; "$BUILD/test/attack/texts" 8000 $kind | sed 's/.*/,49000-49001,tcp,&,,,,,,,,/'; } >"$work/texts.csv"
    eval "texts_$kind=$(work_of "$command" build -q -o "$work/texts.idx" --names /dev/null "$work/texts.csv")"
    eval "verify_$kind=$(work_of "$command" verify "$work/texts.idx")"
done
# shellcheck disable=SC2154
check "8,000 texts that collide: $texts_ instructions to build, $texts_any without collisions" \
    [ $((10 * texts_)) -lt $((11 * texts_any)) ]
# shellcheck disable=SC2154
check "and $verify_ to verify, $verify_any without" [ $((10 * verify_)) -lt $((11 * verify_any)) ]
finish
