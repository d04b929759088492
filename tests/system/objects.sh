#!/bin/sh
# SPDX-License-Identifier: MIT
# The built module: what it exports and imports, and that no build path is in it.
. tests/lib.sh
need nm deps
need readelf deps
module=$BUILD/libnss_iana.so.2

equal "exports the five functions, nothing else" \
    "_nss_iana_endservent _nss_iana_getservbyname_r _nss_iana_getservbyport_r _nss_iana_getservent_r _nss_iana_setservent" \
    "$(nm -D --defined-only "$module" | awk '{ print $3 }' | sort | paste -sd ' ')"

# No malloc, stdio, locale, ctype, environment, TLS, constructors, atfork, logging,
# abort or assert. _chk and __stack_chk_fail come with the hardening flags.
cat >"$work/allowed" <<'ALLOWED'
__errno_location
__memcpy_chk
__stack_chk_fail
bcmp
fstat
memchr
memcmp
memcpy
memset
mmap
munmap
stat
strlen
syscall
time
ALLOWED
nm -D --undefined-only "$module" | awk '{ print $2 }' | sed 's/@.*//; s/^fstat64$/fstat/; s/^stat64$/stat/; s/^mmap64$/mmap/' | sort -u >"$work/imports"
equal "imports only what is on the list" "" "$(comm -13 "$work/allowed" "$work/imports" | paste -sd ' ')"
equal "needs libc alone" "libc.so.6" "$(readelf -d "$module" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | paste -sd ' ')"

dynamic=$(readelf -dW "$module")
for flag in BIND_NOW NODELETE 'SONAME.*libnss_iana.so.2'; do
    like "dynamic section has $flag" "$flag" "$dynamic"
done
equal "no thread-local storage" "" "$(readelf -lW "$module" | grep ' TLS ')"
equal "no constructors or destructors" "" "$(echo "$dynamic" | grep -oE '\((INIT|FINI)(_ARRAY)?\)' | paste -sd ' ')"

# What the compiler and the linker can do against a mistake of ours, in both.
for object in "$module" "$BUILD/iana-services"; do
    name=$(basename "$object")
    readelf -lW "$object" >"$work/segments"
    readelf -dW "$object" >"$work/dynamic"
    check "$name: relocations are resolved at the start" grep -qE 'BIND_NOW|FLAGS.*NOW' "$work/dynamic"
    check "$name: then read-only" grep -q GNU_RELRO "$work/segments"
    equal "$name: a stack that is not executable" "RW" "$(awk '/GNU_STACK/ { print $7 }' "$work/segments")"
    equal "$name: no segment to be written and executed" "" "$(awk '/LOAD/ && / RWE /' "$work/segments")"
    check "$name: no relocations in its text, no search path" \
        not grep -qE 'TEXTREL|RPATH|RUNPATH' "$work/dynamic"
    like "$name: stack protector" __stack_chk_fail "$(nm -D "$object")"
    equal "$name: position-independent" DYN "$(readelf -hW "$object" | awk '/Type:/ { print $2 }')"
done
like "the command: the checked variants of libc's functions" '__[a-z]*_chk' "$(nm -D "$BUILD/iana-services")"

# With other paths, nothing of the build directory is left in it.
other=$work/other
mkdir "$other"
make -s B="$other/b" prefix=/opt/x statedir=/opt/y/state "$other/b/libnss_iana.so.2" "$other/b/iana-services" >"$work/make" 2>&1 || cat "$work/make"
check "no build path in a build with other directories" \
    not grep -qaF -e "$other" -e "$TOP" -e /var/lib/iana-services "$other/b/libnss_iana.so.2" "$other/b/iana-services"
for path in /opt/y/state/1/current /opt/x/share/iana-services; do
    check "$path is in it" grep -qaF $path "$other/b/libnss_iana.so.2"
done
before=$(stat -c %Y.%i "$other/b/libnss_iana.so.2")
make -s B="$other/b" prefix=/opt/z statedir=/opt/y/state "$other/b/libnss_iana.so.2" >"$work/make" 2>&1
check "a changed directory rebuilds it" [ "$before" != "$(stat -c %Y.%i "$other/b/libnss_iana.so.2")" ]
check "with the directory" grep -qaF /opt/z/share/iana-services "$other/b/libnss_iana.so.2"
make -s B="$work/pie" LDFLAGS=-pie "$work/pie/libnss_iana.so.2" >"$work/make" 2>&1
equal "a distribution's -pie in LDFLAGS leaves a module" 5 \
    "$(nm -D --defined-only "$work/pie/libnss_iana.so.2" | wc -l)"
finish
