#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: a local file that its owner replaced by a FIFO stops neither build nor update nor doctor, and
# nobody holds the lock for it.
. tests/lib.sh
csv=data/service-names-port-numbers.csv
for arguments in build "build $csv" "update $csv" doctor; do
    rm -rf "$state" "$work/local"
    echo 'mine 64000/tcp' >"$work/local"
    "$command" build -q --local "$work/local" "$csv"
    rm "$work/local"
    mkfifo "$work/local"
    # shellcheck disable=SC2086
    timeout 20 "$command" $arguments >"$work/out" 2>&1
    check "$arguments with a FIFO for a local file ends" [ $? -ne 124 ]
    timeout 20 "$command" build -q --local '' "$csv"
    equal "and another build" 0 $?
done
rm -rf "$state"
finish
