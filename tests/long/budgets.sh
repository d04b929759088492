#!/bin/sh
# SPDX-License-Identifier: MIT
# Budgets, as counts: instructions, system calls, page faults, bytes. What takes time is
# printed by `make bench' and decides nothing here.
. tests/lib.sh
need valgrind deps-system
need strace deps-system
need python3 deps
export MODULE="$BUILD/test/libnss_iana.so.2"
instructions() { valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$work/log" "$@" >/dev/null 2>&1; sed -n 's/.*Collected : //p' "$work/log" | grep . || echo no_count; }
# within WHAT LIMIT COUNT
within() { check "$1: $3, at most $2" [ "${3:-$(($2 + 1))}" -le "$2" ]; }

# ---- a lookup, the benchmark's own loop included ----
while read -r workload limit; do
    few=$(instructions "$BUILD/bench/worker" -d "$BUILD/bench/services" -o "$workload" 1000)
    many=$(instructions "$BUILD/bench/worker" -d "$BUILD/bench/services" -o "$workload" 11000)
    within "instructions of $workload" "$limit" $(((many - few) / 10000))
done <<'LIMITS'
name-hit 315
name-miss 225
port-hit 215
port-miss 145
LIMITS
enumeration() { instructions "$BUILD/bench/worker" -d "$BUILD/bench/services" -o enum "$1"; }
within "instructions of an enumerated entry" 110 $((($(enumeration 6) - $(enumeration 1)) / 5 / $(grep -c '^[^#]' "$BUILD/bench/services")))

# ---- the first lookup in a process, against a module that answers a constant ----
export LD_LIBRARY_PATH="$BUILD/test:$BUILD/bench/lib"
calls() {
    strace -c -o "$work/count" "$BUILD/test/tools/first" "$1" >"$work/faults" || return
    awk '$NF == "total" { print $(NF > 4 ? 4 : 3) }' "$work/count"
}
within "system calls of a first lookup more than const's" 8 $(($(calls iana) - $(calls const)))
"$command" build -q data/service-names-port-numbers.csv
within "the same out of a live index" 8 $(($(calls iana) - $(calls const)))
rm -rf "$state"
# The mapping's address decides how many stretches the kernel brings in at once: the
# least of many processes: one in twelve has ours, one in seven const's.
faults() { for _ in $(seq 100); do "$BUILD/test/tools/first" "$1"; done | sort -n | head -n 1; }
within "page faults of a first lookup more than const's" 4 $(($(faults iana) - $(faults const)))
unset LD_LIBRARY_PATH

# ---- sizes ----
hot_size() { "$command" verify "$1" | sed 's/.* bytes, \([0-9]*\) of them.*/\1/'; }
within "bytes for lookups" 262144 "$(hot_size "$vendor")"

# ---- the command ----
csv=data/service-names-port-numbers.csv
: >"$work/none"
within "instructions of build for each MB of CSV" 60000000 $(($(instructions "$command" build -q --shipped-applications "$work/none" -o "$work/x.idx" "$csv") * 1000 / ($(stat -c %s "$csv") / 1000)))
within "instructions of show, in percent of --version's" 200 $((100 * $(instructions "$command" -i "$vendor" show 6443) / $(instructions "$command" --version)))
# inside FUNCTION COMMAND...: the instructions of all, in percent of those outside FUNCTION.
inside() {
    function=$1
    shift
    all=$(instructions "$@")
    valgrind --tool=callgrind --toggle-collect="$function" --callgrind-out-file=/dev/null --log-file="$work/log" "$@" >/dev/null 2>&1
    echo $((100 * all / (all - $(sed -n 's/.*Collected : //p' "$work/log"))))
}
within "instructions of show PORT, in percent of opening and printing" 200 "$(inside details_find "$command" -i "$vendor" show 6443)"
within "instructions of show NAME, likewise" 200 "$(inside details_find "$command" -i "$vendor" show http)"
within "instructions of search without words, likewise" 200 "$(inside search_run "$command" -i "$vendor" search)"
within "instructions of search by filters, likewise" 200 "$(inside search_run "$command" -i "$vendor" search --status unassigned --ports user)"
# A word must be looked for in half a megabyte of text.
within "instructions of search WORD, in percent of search without words" 50 $((100 * $(instructions "$command" -i "$vendor" search ssh) / $(instructions "$command" -i "$vendor" search)))
xml=$TOP/../shared/registry/2026-08-17.xml
[ -f "$xml" ] || skip "compiling the XML" "the registry is not in the repository"
within "instructions of build from the XML, in percent of expat alone" 400 \
    $((100 * $(instructions "$command" build -q -o "$work/x.idx" "$xml") / $(instructions "$BUILD/test/tools/expat_only" "$xml")))
within "bytes for lookups, from the XML" 262144 "$(hot_size "$work/x.idx")"
within "bytes of the index, from the XML" 2097152 "$(stat -c %s "$work/x.idx")"
python3 - "$command" "$work/x.idx" "$xml" >"$work/memory" <<'PYTHON'
import resource, subprocess, sys
subprocess.run([sys.argv[1], "build", "-q", "-o", sys.argv[2], sys.argv[3]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PYTHON
within "KiB of memory to build from the XML" 32768 "$(cat "$work/memory")"
finish
