#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: the ways that README names to copy the vendor's files kill no process that reads them, though
# the same version is there already.
. tests/lib.sh
keep_vendor
rm -rf "$state"
vendor_of 1 && replace_vendor "$work/vendor-1.idx"
cp -a "$vendor_folder" "$work/data"
by_rsync() { rsync "$work"/data/* "$vendor_folder/"; }
by_tar() { tar c -C "$work/data" . | tar x -C "$vendor_folder"; }
by_install() { install -m 644 "$work"/data/* "$vendor_folder/"; }
by_cp_removing() { cp --remove-destination "$work"/data/* "$vendor_folder/"; }

for way in rsync tar install cp_removing; do
    case $way in rsync) command -v rsync >/dev/null || { skipped "$way" "no rsync; \`make deps-system' brings it"; continue; } ;; esac
    start_readers $way -p 1 "${PROCESSES:-20}" 1
    exec 9>"$work/$way.in"
    readers_running $way
    for _ in $(seq 20); do
        touch "$work"/data/*
        "by_$way"
    done
    sleep 1.1
    echo gen-1 >&9
    exec 9>&-
    wait
    equal "$way of the same version beside readers: died, torn, failed, wrong in the end" "0 0 0 0" \
        "$(figure $way died) $(figure $way torn) $(figure $way failed) $(figure $way stale)"
done
finish
