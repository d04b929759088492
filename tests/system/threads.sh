#!/bin/sh
# SPDX-License-Identifier: MIT
# The module in a program with threads, forks and cancellations while the index is published all the time.
. tests/lib.sh
mkdir -p "$BUILD/test/host/module/iana-services"
equal "tests/module/threads.c" "wrong 0" "$(timeout -s KILL 250 "$BUILD/test/module/threads" tests/golden/golden.idx)"
finish
