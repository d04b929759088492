#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: text of a registry, a local file or an application is text in the page and in LDIF, whatever column
# it is in: no script, no element, no link of another scheme, no entry and no change comes of it.
# programs/export_ldap.sh gives the same to a directory.
. tests/lib.sh
need python3 deps
attack() { python3 tests/attack/injection.py "$@"; }

for kind in html ldif; do
    mkdir "$work/$kind"
    # A number, or a word of a few letters, is no place for it.
    refused='port transport and in XML: row_protocol'
    [ $kind = html ] || refused='name port transport and in XML: row_name row_protocol'    # a line end, at least
    equal "$kind: what is refused" "refused in CSV: $refused" "$(attack write "$work/$kind" $kind "$command")"
    for registry in csv xml; do
        index=$work/$kind/$registry.idx
        check "$kind: the rest is taken, from $registry" "$command" build -q -o "$index" -n /dev/null --shipped-applications /dev/null \
            --local "$work/$kind/local" --applications "$work/$kind/applications" "$work/$kind/registry.$registry" 2>"$work/errors"
        for format in html ldif services; do "$command" -i "$index" export -f $format -o "$work/$kind/$registry.$format"; done
        check "$kind: LDIF of $registry has the entries and no more" attack ldif "$work/$kind/$registry.ldif" "$work/$kind/$registry.services"
    done
    for file in registry.csv registry.xml local applications; do
        python3 -c 'import sys; text = open(sys.argv[1], "rb").read(); sys.stdout.buffer.write(text.replace(b"1", b"1\0"))' "$work/$kind/$file" >"$work/nul"
        case $file in
        registry*) set -- "$work/nul" ;;
        *) set -- -s "--$file" "$work/nul" tests/golden/registry.csv ;;
        esac
        "$command" build -q -o "$work/nul.idx" -a '' "$@" 2>/dev/null
        equal "$kind: a NUL in $file is refused" 3 $?
    done
done

browser=$(command -v chromium-headless-shell || command -v headless_shell || ls /usr/lib*/chromium-browser/headless_shell 2>/dev/null)
[ -n "$browser" ] || skip "the page" "no chromium-headless-shell; \`make deps-system' brings it"
check "every test of the pages ran" attack browse "$browser" "$work/html" >"$work/said"
while read -r word what; do
    result "$([ "$word" = ok ] && echo ok || echo 'not ok')" "${what#ok }"
done <"$work/said"
finish
