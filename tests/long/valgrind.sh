#!/bin/sh
# SPDX-License-Identifier: MIT
# The command and the module under valgrind: no error, nothing lost.
. tests/lib.sh
need valgrind deps-system
clean() { valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect --log-file="$work/log" "$@" >"$work/out" 2>&1; }
csv=$TOP/data/service-names-port-numbers.csv

check "build" clean "$command" build --local /etc/services "$csv"
check "build again" clean "$command" build
check "verify" clean "$command" verify
check "show" clean "$command" show http/tcp 6010 465/tcp cl/1
clean "$command" show --json 80 51000 x11 htpp airplay
equal "show --json" 1 $?
check "search" clean "$command" search http server
check "search --json" clean "$command" search --json -s reserved -p system -t tcp
check "verify --json" clean "$command" verify --json
for format in services csv xml txt json ldif html; do
    check "export -f $format" clean "$command" export -f $format -o "$work/$format"
done
clean "$command" diff tests/golden/registry.csv tests/golden/golden.idx
equal "diff: equal" 0 $?
clean "$command" diff --json "$csv" tests/golden/golden.idx
equal "diff of registries" 1 $?
clean "$command" diff /etc/services
equal "diff of services(5) and an index" 1 $?
clean "$command" diff tests/golden/registry.csv tests/run
equal "diff of what cannot be compared" 3 $?
clean "$command" -i tests/golden/golden.idx build -q /nonexistent
equal "an error" 4 $?
printf 'Service Name,Port\n' >"$work/bad.csv"
clean "$command" build "$work/bad.csv"
equal "bad input" 3 $?
rm -rf "$state"
for unit in test_caller_buffer test_csv test_diff test_manners test_xml; do
    check "$unit" clean env LD_LIBRARY_PATH="$BUILD/test" "$BUILD/test/$unit"
done
finish
