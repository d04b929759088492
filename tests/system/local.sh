#!/bin/sh
# SPDX-License-Identifier: MIT
# Local lines: services(5) as glibc reads it, remembered, never lost, never the
# registry's own export.
. tests/lib.sh
csv=$TOP/data/service-names-port-numbers.csv

# ---- lines that cannot be used, or that glibc reads otherwise than a person ----
printf '%s\n' \
    'good     100/tcp  alias # comment' \
    '   indented 101/udp' \
    'hex      0x50/tcp' \
    'zero     0080/tcp' \
    'big      65616/tcp' \
    'noslash  80' \
    'noproto  80/' \
    'minus    -1/tcp' \
    'onlyname' \
    '# comment only' \
    '' \
    'last     102/ddp' >"$work/local"
printf 'noeol 103/tcp' >>"$work/local"
"$command" build --local "$work/local" "$csv" >"$work/out" 2>"$work/errors"
equal "bad local lines: exit status" 0 $?
equal "bad local lines are named" "3 4 5 6 7 8 9" \
    "$(sed -n "s|^iana-services: $work/local:\([0-9]*\): .*|\1|p" "$work/errors" | paste -sd ' ')"
check "what glibc would make of 65616 is said" grep -q ':5: .*would take its last 16 bits, 80' "$work/errors"
check "what it makes of 0x50" grep -q ':3: .*read as 80, as glibc does; write 80' "$work/errors"
check "and that 0080 is none" grep -q ':4: .*not PORT/TRANSPORT with a number that glibc reads' "$work/errors"
equal "the usable lines are there" "good 100/tcp alias|indented 101/udp|hex 80/tcp|last 102/ddp|noeol 103/tcp" \
    "$("$command" export | sed -n 2,6p | tr -s ' ' | sed 's/ *$//' | paste -sd '|')"
generation=$(cat "$state/1/current")
"$command" build --strict --local "$work/local" "$csv" >/dev/null 2>&1
equal "--strict: exit status" 3 $?
equal "--strict: nothing changed" "$generation" "$(cat "$state/1/current")"

printf '\377\376s\0s\0h\0 \0002\0002\0/\0t\0c\0p\0\n\0' >"$work/utf-16"
"$command" build -q --local "$work/utf-16" -o "$work/utf-16.idx" "$csv" 2>"$work/errors"
equal "UTF-16 is named" "iana-services: $work/utf-16:1: UTF-16, in which glibc finds no lines; run iconv -f UTF-16 -t UTF-8 on it" \
    "$(head -n 1 "$work/errors")"
"$command" build -q -o "$work/without.idx" "$csv"
equal "and has no line" "$("$command" -i "$work/without.idx" export | sed 1d)" "$("$command" -i "$work/utf-16.idx" export | sed 1d)"

# ---- the index remembers its local files ----
printf 'mine 100/tcp\n' >"$work/one"
printf 'other 200/tcp\n' >"$work/two"
"$command" build -q --local "$work/one" --local "$work/two" "$csv"
printf 'changed 100/tcp\n' >"$work/one"
"$command" build -q
equal "a rebuild reads them again" "changed 100/tcp,other 200/tcp" "$(iana 100/tcp),$(iana 200/tcp)"
"$command" build -q "$csv"
equal "so does a build of a registry" "changed 100/tcp,other 200/tcp" "$(iana 100/tcp),$(iana 200/tcp)"
mv "$work/two" "$work/gone"
"$command" build -q 2>"$work/errors"
equal "a file that is gone: exit status" 0 $?
check "a file that is gone is complained of" grep -q "^iana-services: $work/two: cannot open.*kept" "$work/errors"
equal "and its lines are kept" "other 200/tcp" "$(iana 200/tcp)"
"$command" build -q 2>/dev/null
equal "however often" "other 200/tcp" "$(iana 200/tcp)"
"$command" build -q --local '' "$csv"
equal "--local '' drops them" "http 80/tcp www www-http,," "$(iana 80/tcp),$(iana changed),$(iana other)"
"$command" build -q --local "$work/nothing" "$csv" 2>/dev/null
equal "a file that never was: exit status" 4 $?

# ---- an export is no local file ----
"$command" export -o "$work/export"
"$command" build -q --local "$work/export" "$csv" 2>"$work/errors"
equal "an export as local file: exit status" 3 $?
check "an export as local file: one line says why" grep -q "^iana-services: $work/export:1: an export" "$work/errors"

# ---- `services: iana files' with /etc/services compiled in is as true as `files' ----
[ -f /etc/services ] || skip "all of /etc/services" "there is none; \`make deps' brings it (netbase)"
"$command" build -q --local /etc/services "$csv" 2>"$work/errors"
equal "Debian's /etc/services has no bad line" "" "$(cat "$work/errors")"
check "iana files answers all of /etc/services as files alone" \
    env LD_LIBRARY_PATH="$BUILD/test" "$BUILD/test/tools/oracle" -e -n -c 'iana files' /etc/services
check "which is what files alone answers" \
    env LD_LIBRARY_PATH="$BUILD/test" "$BUILD/test/tools/oracle" -e -n -c files /etc/services
finish
