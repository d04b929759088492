#!/bin/sh
# SPDX-License-Identifier: MIT
# Every change of a byte and every cut of a sound index: nothing is read outside, every
# lookup ends, and verify refuses what changes an answer (tests/sweep/sweep.c). Of a small
# index that has one of everything, all; of the snapshot's a sample, but all of them by
# `make check-sweep', under the sanitizers.
. tests/lib.sh
step=${SWEEP_STEP:-61} deep=${SWEEP_DEEP:-997} workers=2

# sweep WHAT INDEX STEP DEEP CASES: there must be as many cases, and some are refused.
sweep() {
    check "$1: sound" "$BUILD/test/sweep" "$2" "$3" "$4" "$workers" >"$work/said" 2>"$work/errors"
    sed 's/^/  /' "$work/said" "$work/errors"
    # shellcheck disable=SC2016
    check "$1: enough cases" awk -v least="$5" '{ exit !($1 >= least && $4 > 0 && $(NF - 3) > 0) }' "$work/said"
}

"$command" build -q -o "$work/small.idx" --names tests/bad-index/names.services --local tests/bad-index/local.services --shipped-applications /dev/null --applications tests/bad-index/applications tests/bad-index/registry.xml
sweep "all of the small index" "$work/small.idx" 1 "${SWEEP_SMALL_DEEP:-3}" 30000
sweep "one in $step of the snapshot" "$vendor" "$step" "$deep" $((11000000 / step))
finish
