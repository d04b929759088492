#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: a change of the pointer's time, mode, label or links costs a process nothing, and it still
# notices the next publication.
. tests/lib.sh
publish() {
    printf 'gen-%s 100/tcp alias-%s\n' "$1" "$1" >"$work/local"
    "$command" build -q --names tests/golden/names.services --local "$work/local" tests/golden/registry.csv
}
rm -rf "$state"
publish 1
start_readers links -f -s "$work/seen" 1 1 # each lookup looks
exec 9>"$work/links.in"
readers_running links
for _ in $(seq 300); do
    ln "$state/1/current" "$state/1/copy"
    sleep 0.015 # a lookup between
    rm "$state/1/copy"
    sleep 0.015
done
for _ in $(seq 10); do chmod 640 "$state/1/current"; chmod 444 "$state/1/current"; sleep 0.02; done
publish 2
sleep 1
exec 9>&-
wait
check "after 300 links and unlinks of current, few indexes are mapped" [ "$(figure links mappings)" -le 3 ]
equal "and the next publication is noticed" "1 2" "$(tr '\n' ' ' <"$work/seen" | sed 's/ $//')"
finish
