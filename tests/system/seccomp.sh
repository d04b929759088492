#!/bin/sh
# SPDX-License-Identifier: MIT
# A sandbox that kills at any system call but those of glibc's own `files' lookup: the
# warm lookup lives in it, its look at the live index too; taking a new index needs mmap.
. tests/lib.sh
need strace deps-system
sealed=$BUILD/test/tools/sealed
export LD_LIBRARY_PATH="$BUILD/test"
trap 'rm -rf "$work" "$state"' EXIT
build() { "$command" build -q --local "$work/local" data/service-names-port-numbers.csv; }

# calls SOURCE...: NUMBER NAME of the system calls of a warm lookup
calls() {
    strace -n -o "$work/trace" "$sealed" "$@" || return
    awk '/getppid\(/ { inside = !inside; next } inside && sub(/^\[ */, "") { sub(/\(.*/, ""); sub(/\]/, ""); print }' "$work/trace" | sort -u
}
strace -o /dev/null true 2>/dev/null || skip seccomp.sh "strace may not trace here"
calls files >"$work/files"
numbers=$(cut -d' ' -f1 "$work/files" | paste -sd ' ')
check "a warm lookup by files makes three system calls or more" [ "$(grep -c . "$work/files")" -ge 3 ]

# in_sandbox ARGUMENTS...: how it ended; 159 is SIGSYS
in_sandbox() { (exec "$sealed" "$@") 2>/dev/null; echo $?; }
# shellcheck disable=SC2086
{
equal "files lives among these" 0 "$(in_sandbox files $numbers)"
equal "and is killed where one is missing" 159 "$(in_sandbox files ${numbers% *})"
for where in "the vendor's index" "a live index"; do
    equal "iana lives there, with $where" 0 "$(in_sandbox iana $numbers)"
    equal "and while it looks for a new one, with $where" 0 "$(in_sandbox -n true iana $numbers)"
    printf 'mine 100/tcp\n' >"$work/local"
    build
done

# ---- a new index ----
new="printf 'other-%s 100/tcp\n' \$\$ >$work/local; $command build -q --local $work/local $TOP/data/service-names-port-numbers.csv"
calls -n "$new" iana >"$work/iana"
more=$(cut -d' ' -f2 "$work/files" | sort >"$work/a"; cut -d' ' -f2 "$work/iana" | sort | comm -13 "$work/a" -)
equal "what taking a new index does that files does not" mmap "$(echo "$more" | paste -sd ' ')"
equal "how it opens files: it waits for none, and no program that is executed has them" "O_RDONLY|O_NOCTTY|O_NONBLOCK|O_CLOEXEC" \
    "$(sed -n "s#.*openat(.*\"$state.*\", \([A-Z_|]*\)).*#\1#p" "$work/trace" | sort -u)"
mmap=$(awk '$2 == "mmap" { print $1 }' "$work/iana")
equal "with mmap, iana lives and takes it" 0 "$(in_sandbox -n "$new" iana $numbers $mmap)"
equal "without, that kills it" 159 "$(in_sandbox -n "$new" iana $numbers)"
equal "a new label or mode of the pointer needs none" 0 "$(in_sandbox -n "chmod 640 $state/1/current" iana $numbers)"
}
finish
