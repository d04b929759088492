#!/bin/sh
# SPDX-License-Identifier: MIT
# The man pages: lint-clean, and a reader written from iana-services-index(5) alone
# answers what the index answers.
. tests/lib.sh
need mandoc deps-system
need python3 deps
for page in man/nss_iana.8 man/iana-services.1 man/iana-services-*.[57]; do
    equal "mandoc -T lint $page" "" "$(mandoc -T lint "$page" 2>/dev/null | grep -v 'referenced manual not found')"
done
# Of a subcommand, all fits on a screen of 48 lines, which has two more for heading and prompt.
mandoc -T ascii -O width=80 man/iana-services.1 | sed 's/.\x08//g' |
    awk '/^[A-Z]/ { on = /^SUBCOMMANDS/; name = "" } on && /^   [a-z]/ { name = $1 } name { n[name]++ }
         END { for (s in n) print (n[s] <= 46 ? "fits" : n[s] " lines:"), s }' | sort >"$work/sections"
equal "iana-services(1): a section for each subcommand, on one screen" \
    "$(printf 'fits %s\n' build diff doctor export rollback search show update verify)" "$(cat "$work/sections")"
august=$TOP/../shared/registry/2026-08-17.xml
python3 tests/tools/fleet_cost.py packaging/iana-services-update.timer 100000 "$([ ! -e "$august" ] || echo "$august")" >"$work/cost"
equal "iana-services-fleet(7): what updates cost" "$(cat "$work/cost")" \
    "$(sed -n '/^\.Ss What updates cost/,/^\.El/{/^\.It/p}' man/iana-services-fleet.7)"
read_index() {
    "$command" -i "$1" export -o "$work/services" && python3 tests/tools/read_index.py "$1" "$work/services" ${2:+"$2"}
}
check "a stranger's reader of the golden index" read_index tests/golden/golden.idx tests/bad-index/applications
check "a stranger's reader of the snapshot" read_index "$vendor" data/applications
# The registry has no name of over 16 bytes, which is hashed in words.
printf 'web 80/tcp www HTTP\nwhat 4/ddp\nmine 81/tcp\nweb 70/udp\nhttp 65535/tcp\n' >"$work/local"
for n in 17 24 25 32 33 255; do printf '%0*d %s/tcp\n' "$n" 7 "$n"; done >>"$work/local"
"$command" build -q -o "$work/local.idx" --shipped-applications /dev/null --local "$work/local" data/service-names-port-numbers.csv
check "a stranger's reader of an index with local lines" read_index "$work/local.idx"
finish
