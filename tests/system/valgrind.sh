#!/bin/sh
# SPDX-License-Identifier: MIT
# The command and the module under valgrind: no error, nothing lost.
. tests/system/lib.sh
need valgrind deps-system
check() { valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect --log-file="$work/log" "$@" >"$work/out" 2>&1; }
csv=$TOP/data/service-names-port-numbers.csv
rm -rf "$state"

check "$command" build --local /etc/services "$csv"
ok "build"
check "$command" build
ok "build again"
check "$command" verify
ok "verify"
check "$command" show http/tcp 6010 465/tcp cl/1
ok "show"
check "$command" show --json 80 51000 x11 htpp airplay
equal "show --json" 1 $?
check "$command" search http server
ok "search"
check "$command" search --json -s reserved -p system -t tcp
ok "search --json"
check "$command" verify --json
ok "verify --json"
for format in services csv xml txt json ldif html; do
    check "$command" export -f $format -o "$work/$format"
    ok "export -f $format"
done
check "$command" diff tests/golden/registry.csv tests/golden/golden.idx
equal "diff: equal" 0 $?
check "$command" diff --json "$csv" tests/golden/golden.idx
equal "diff of registries" 1 $?
check "$command" diff /etc/services
equal "diff of services(5) and an index" 1 $?
check "$command" diff tests/golden/registry.csv tests/run
equal "diff of what cannot be compared" 3 $?
check "$command" -i tests/golden/golden.idx build -q /nonexistent
[ $? -ne 99 ]
ok "an error"
printf 'Service Name,Port\n' >"$work/bad.csv"
check "$command" build "$work/bad.csv"
equal "bad input" 3 $?
rm -rf "$state"
for unit in test_caller_buffer test_csv test_diff test_manners test_xml; do
    LD_LIBRARY_PATH=$BUILD/test check "$BUILD/test/$unit"
    ok "$unit"
done
rm -rf "$state"
finish
