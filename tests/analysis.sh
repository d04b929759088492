#!/bin/sh
# SPDX-License-Identifier: MIT
# Four analysers find nothing, and every file has a licence. .clang-tidy, .shellcheckrc and
# tests/cppcheck.txt list what they check, and the reason for each exception.
. tests/lib.sh
set -- -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 '-DIANA_STATEDIR="/s"' '-DIANA_DATADIR="/d"' '-DIANA_VERSION="0"' '-DSNAPSHOT_DATE="2026-01-01"' -Isrc "-I$BUILD"
jobs=$(nproc 2>/dev/null || echo 1)

# none TOOL: $work/out has no findings, and something was looked at.
none() {
    equal "$1: no findings in $2 files" "" "$(head -n 20 "$work/out")"
    check "$1: looked" [ "$2" -gt 0 ]
}

equal "SECURITY.md names tests that there are" "" "$(grep -oE '(tests/[a-z]+/)?[a-z_-]+\.(sh|c)`' SECURITY.md | tr -d '\`' | sort -u | while read -r test; do
    [ -n "$(find tests -path "*$test")" ] || echo "$test"; done)"

need reuse deps-system
reuse lint >"$work/out" 2>&1
ok "reuse lint" || tail -n 12 "$work/out"

need cppcheck deps-system
cppcheck -j"$jobs" --enable=warning,style,performance,portability --std=c11 --quiet --suppressions-list=tests/cppcheck.txt \
    --template='{file}:{line}: {id}: {message}' "$@" '-DNSS_DECLARE_MODULE_FUNCTIONS(x)=' nss src tests >"$work/out" 2>&1
none cppcheck "$(find nss src tests -name '*.c' | wc -l)"

need shellcheck deps-system
find .ci packaging tests -type f -exec grep -lE '^#!/bin/(ba)?sh|^# shellcheck shell=sh' {} + >"$work/scripts"
xargs shellcheck -f gcc <"$work/scripts" >"$work/out" 2>&1
none shellcheck "$(wc -l <"$work/scripts")"

# The analyser of gcc knows C alone, and clang does not know -fanalyzer.
need gcc deps
find nss src -name '*.c' >"$work/sources"
xargs -P "$jobs" -I{} gcc "$@" -std=c11 -O2 -Wall -Wextra -fanalyzer -c -o /dev/null {} <"$work/sources" >"$work/out" 2>&1
none "gcc -fanalyzer" "$(wc -l <"$work/sources")"

need clang-tidy deps-system
xargs -P "$jobs" -I{} clang-tidy --quiet {} -- "$@" -std=c11 <"$work/sources" 2>/dev/null | grep -E '(warning|error):' >"$work/out"
none clang-tidy "$(wc -l <"$work/sources")"
finish
