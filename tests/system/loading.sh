#!/bin/sh
# SPDX-License-Identifier: MIT
# Ways to be loaded: static and static-pie programs, LD_BIND_NOW, namespaces of dlmopen,
# hosts whose functions have the names of libc's or of ours, and small stacks.
. tests/lib.sh
need nm deps
module=$BUILD/test/libnss_iana.so.2
export LD_LIBRARY_PATH="$BUILD/test"
unset LD_PRELOAD
cc=${CC:-cc}

equal "LD_BIND_NOW" "sun-sr-https 6443/tcp" "$(LD_BIND_NOW=1 iana 6443/tcp)"

# tests/tools/first asks libc for http, and prints how many page faults that took.
for kind in -static -static-pie; do
    $cc -D_GNU_SOURCE $kind -w -o "$work/static" tests/tools/first.c 2>"$work/errors" || cat "$work/errors"
    like "a $kind program" '^[0-9][0-9]*$' "$("$work/static" iana 2>&1)"
    "$work/static" nosuchmodule >"$work/out" 2>&1
    equal "which finds nothing without the module" 1 $?
done

equal "six namespaces, five by dlmopen: directly, and through the libc of each" \
    "$(for _ in 1 2 3 4 5 6; do echo "1 sun-sr-https sun-sr-https"; done)" "$("$BUILD/test/tools/namespaces" "$module")"

"$BUILD/test/tools/interposer" "$module" >"$work/out" 2>&1
equal "a host with malloc, open, read, close and memcpy of its own" \
    "right, by its memcpy|right, by its memcpy|right, by its memcpy" \
    "$(paste -sd '|' "$work/out")"

# ---- a host that exports a function of each name that is ours; a build that inlines
# nothing has them all ----
make -s B="$work/plain" TEST_ROOT="$BUILD/test" CFLAGS=-O0 "$work/plain/test/libnss_iana.so.2" >"$work/make" 2>&1 || cat "$work/make"
nm --defined-only "$work/plain/test/libnss_iana.so.2" | awk '{ sub(/[.@].*/, "", $3); print $3 }' | grep -vE '^(_|$)' | sort -u >"$work/names"
{
    while read -r name; do echo "void $name(void) { __builtin_trap(); }"; done <"$work/names"
    cat <<'HOST'
extern int puts(const char *);
extern int __nss_configure_lookup(const char *, const char *);
struct servent { char *name, **others; int port; char *protocol; };
extern struct servent *getservbyname(const char *, const char *), *getservbyport(int, const char *), *getservent(void);
int main(void)
{
    struct servent *s;
    if (__nss_configure_lookup("services", "iana") != 0)
        return 2;
    puts((s = getservbyname("sun-sr-https", "tcp")) ? s->name : "-");
    puts((s = getservbyport(0x2b19, "tcp")) ? s->name : "-");
    puts((s = getservent()) ? s->name : "-");
}
HOST
} >"$work/host.c"
$cc -w -fno-builtin -rdynamic -o "$work/host" "$work/host.c" || cat "$work/host.c"
names=$(grep -c . "$work/names")
check "a host that exports our $names names" [ "$names" -ge 40 ]
equal "all of them" "$names" \
    "$(nm -D --defined-only "$work/host" | awk '{ print $3 }' | sort | comm -12 - "$work/names" | grep -c .)"
for built in "$BUILD/test" "$work/plain/test"; do
    equal "it gets our answers, not its own functions, from ${built#"$BUILD"/}" "sun-sr-https|sun-sr-https|tcpmux" \
        "$(LD_LIBRARY_PATH=$built "$work/host" 2>&1 | paste -sd '|')"
done

# ---- a main thread whose stack may not grow: two pages more than a module needs that does
# nothing are enough, and with less it is the loader that dies ----
cp "$module" "$BUILD/bench/lib/libnss_const.so.2" "$work"
# shellcheck disable=SC3045
lives() { (LD_LIBRARY_PATH=$work && ulimit -s "$2" && exec getent -s "services:$1" services http) >/dev/null 2>&1; }
least=0 worse=''
for kib in $(seq 4 4 64); do
    if ! lives const "$kib"; then least=$kib; continue; fi
    [ "$kib" -lt $((least + 12)) ] || lives iana "$kib" || worse="$worse $kib"
done 2>"$work/errors"
equal "RLIMIT_STACK up to 64 KiB: from $((least + 12)) on it answers" "" "$worse"
check "a module that does nothing dies with $least KiB" [ "$least" -ge 4 ]
check "at most 40" [ "$least" -le 40 ]
finish
