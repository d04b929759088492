#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: what was rolled back is not installed again by an update, however often one went back; and the
# way back is in the order of publication, whatever the clock did.
. tests/lib.sh
csv=data/service-names-port-numbers.csv
for word in one two three; do sed "s/^\(ssh,22,tcp,\)/\1$word /" $csv >"$work/$word.csv"; done
answers() { "$command" -i "$state/1/gen/$(cat "$state/1/current")" 22/tcp | sed -n '1s/.*  ssh  \([a-z]*\) .*/\1/p'; }

rm -rf "$state"
for word in one two three; do "$command" update -q "$work/$word.csv"; done
equal "three updates" three "$(answers)"
"$command" rollback -q
"$command" rollback -q
equal "two rollbacks" one "$(answers)"
for word in three two; do
    "$command" update -q "$work/$word.csv" 2>/dev/null
    equal "an update by \"$word\", which was rolled back" "1 one" "$? $(answers)"
done

rm -rf "$state"
"$command" update -q "$work/one.csv"
touch -d 2031-01-01 "$state/1/gen/$(cat "$state/1/current")" # published while the clock was ahead
"$command" update -q "$work/two.csv"
"$command" rollback -q
equal "a rollback after the clock went back" "0 one" "$? $(answers)"
rm -rf "$state"
finish
