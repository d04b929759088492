#!/bin/sh
# SPDX-License-Identifier: MIT
# `-' is standard input wherever a file, index or registry is named.
. tests/lib.sh
csv=$TOP/data/service-names-port-numbers.csv
names=$TOP/data/names.services
printf 'mine 80/tcp\n' >"$work/local"
"$command" build -q -o "$work/small.idx" --names /dev/null "$TOP/tests/golden/registry.csv"
mkdir "$work/here"
echo "not standard input" >"$work/here/-"

# same FILE ARGUMENT...: with `-' for the argument FILE, and FILE on standard input, all is the same.
same() {
    file=$1
    shift
    equal "$(echo "$* <FILE" | sed "s|$TOP/||g; s|$work/||g")" "$(run "$file" /dev/null "$@")" "$(run - "$file" "$@")"
}
# run NAME INPUT ARGUMENT...: with NAME for FILE; prints what it prints or writes, and its exit status.
run() {
    name=$1 input=$2
    shift 2
    for argument in "$@"; do
        shift
        set -- "$@" "$([ "$argument" = FILE ] && echo "$name" || echo "$argument")"
    done
    rm -f "$work/out.idx"
    (cd "$work/here" && "$command" "$@" <"$input" 2>&1; echo "exit $?") | sed "s|^$name: |FILE: |; s|local: $name:|local: FILE:|"
    [ ! -e "$work/out.idx" ] || "$command" -i "$work/out.idx" export | cksum
}
same "$work/small.idx" show -i FILE 7000/sctp
same "$work/small.idx" search -i FILE mixed
same "$work/small.idx" export -i FILE
same "$work/small.idx" verify FILE
same "$work/small.idx" verify -i FILE
same "$work/small.idx" diff FILE
same "$work/small.idx" diff "$csv" FILE
same "$names" diff FILE
same "$csv" diff -q FILE "$work/small.idx"
same "$csv" build -o "$work/out.idx" FILE
same "$names" build -o "$work/out.idx" --names FILE "$csv"
same "$work/local" build -o "$work/out.idx" --local FILE "$csv"
same "$csv" update --dry-run FILE

for arguments in "diff - -" "build -o $work/out.idx --names - -" "build -o $work/out.idx --local - --local - $csv"; do
    # shellcheck disable=SC2086
    equal "$arguments: once" "2 iana-services: -: standard input is already read; \`-' can be given once" \
        "$("$command" $arguments <"$csv" 2>&1 >/dev/null | tail -n 1 | sed "s/^/$("$command" $arguments <"$csv" >/dev/null 2>&1; echo $?) /")"
done

# ---- local lines from standard input stay in the live index ----
"$command" build -q --local - "$csv" <"$work/local"
"$command" build -q </dev/null
equal "build again" "80/tcp  mine" "$("$command" show 80/tcp | head -n 1)"
"$command" update -q --force "$csv" </dev/null
equal "update" "80/tcp  mine" "$("$command" show 80/tcp | head -n 1)"

# ---- what cannot be read ----
equal "a folder as registry" "iana-services: $work: cannot read: Is a directory 4" \
    "$("$command" build -q -o "$work/x.idx" "$work" 2>&1) $("$command" build -q -o "$work/x.idx" "$work" 2>/dev/null; echo $?)"
finish
