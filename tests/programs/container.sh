#!/bin/sh
# SPDX-License-Identifier: MIT
# packaging/container.md: in a root without /etc/services, programs of musl, of Go and of a
# glibc without the module have no names; with the document's two lines they have the registry's.
. tests/lib.sh
need musl-gcc deps-system
need go deps-system
need_root
root=$work/root
mkdir -p "$root/etc" "$root/bin" "$work/here"
check "a static program of musl" musl-gcc -static -O2 -o "$root/bin/ask" tests/tools/ask.c
ask() { chroot "$root" /bin/ask "$@" | sed '$d'; }
equal "no names without the file" "6443 - 0
kubernetes - 0
http - 0" "$(ask 6443 kubernetes http)"

# Go, as images have it: without libc.
cat >"$work/port.go" <<'GO'
package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	port, err := net.LookupPort("tcp", os.Args[1])
	fmt.Println(port, err != nil)
}
GO
check "a static program of Go" \
    env CGO_ENABLED=0 GOCACHE="$work/cache" GOPATH="$work/go" GOFLAGS=-trimpath go build -o "$root/bin/port" "$work/port.go"
equal "no name in Go" "0 true" "$(chroot "$root" /bin/port sun-sr-https)"

# glibc without the module, as in Debian's slim images and those made from them.
getent=$(command -v getent)
for file in "$getent" $(ldd "$getent" | grep -o '/[^ ]*'); do
    mkdir -p "$root$(dirname "$file")" && cp -L "$file" "$root$file"
done
echo 'services: files' >"$root/etc/nsswitch.conf"
slim() { chroot "$root" "$getent" services "$@" | tr -s ' '; }
equal "no name in glibc" "" "$(slim 6443)"

# The document's lines: the command at our path, COPY as `docker build' does it.
grep '^    iana-services ' packaging/container.md >"$work/commands"
grep '^    COPY services ' packaging/container.md >"$work/copy"
equal "its lines" "3 1" "$(wc -l <"$work/commands") $(wc -l <"$work/copy")"
# lines FIRST,LAST
lines() { (cd "$work/here" && sed -n "$1p" "$work/commands" | PATH="$BUILD/test:$PATH" sh -e); }
check "the export" lines 1,1
read -r _ from to <"$work/copy"
cp "$work/here/$from" "$root$to"
equal "names with it" "6443 sun-sr-https 6443
sun-sr-https sun-sr-https 6443
2049 nfs 2049" "$(ask 6443 sun-sr-https 2049)"
equal "in Go" "6443 false" "$(chroot "$root" /bin/port sun-sr-https)"
equal "in glibc" "sun-sr-https 6443/tcp" "$(slim 6443)"
# nsswitch.conf.example, on a chroot with that file but without module and index.
for sources in 'iana' 'iana [NOTFOUND=return] files'; do
    echo "services: $sources" >"$root/etc/nsswitch.conf"
    equal "services: $sources, without the module" "$(case $sources in *files) echo 'sun-sr-https 6443/tcp' ;; esac)" "$(slim 6443)"
done
echo 'services: files' >"$root/etc/nsswitch.conf"

# The document's warning.
equal "a name with several ports, in musl, Go and glibc" "http-alt http-alt 591, 8080 false, http-alt 591/tcp" \
    "$(ask http-alt), $(chroot "$root" /bin/port http-alt), $(slim http-alt/tcp)"
several=$(awk '!/^#/ { split($2, p, "/"); for (i = 1; i <= NF; i++) if (i != 2 && !seen[$i, $2]++) n[$i, p[2]]++ }
    END { for (k in n) if (n[k] > 1 && !done[substr(k, 1, index(k, SUBSEP) - 1)]++) c++; print c }' "$root/etc/services")
like "as the document counts them" "^$several names have several ports" "$(cat packaging/container.md)"
printf 'http-alt 8080/tcp\nhttp-alt 8080/udp\n' >"$work/here/image-services"
lines 2,3
cp "$work/here/$from" "$root/etc/services"
equal "with the image's own line first" "http-alt http-alt 8080, 8080 false, http-alt 8080/tcp" \
    "$(ask http-alt), $(chroot "$root" /bin/port http-alt), $(slim http-alt/tcp)"
lines 1,1
cp "$work/here/$from" "$root$to"

# One of fifty, by name and by port, against the module. musl reads the file for each.
iana | grep '/tcp$' >"$work/all"
check "the module's entries" [ "$(wc -l <"$work/all")" -gt 5000 ]
awk '$1 ~ /^[a-z]/ && NR % 50 == 0 { split($NF, p, "/"); print $1, p[1] }' "$work/all" >"$work/sample"
while read -r name port; do
    echo "$name $(iana "$name/tcp" | awk '{ sub("/tcp", "", $NF); print $1, $NF }')"
    echo "$port $(iana "$port/tcp" | awk '{ sub("/tcp", "", $NF); print $1, $NF }')"
done <"$work/sample" >"$work/expected"
# shellcheck disable=SC2046
ask $(tr ' ' '\n' <"$work/sample") >"$work/got"
equal "$(wc -l <"$work/sample") names and ports as the module has them" "" "$(diff "$work/expected" "$work/got")"

printf 'ours 6443/tcp\n' >"$work/here/image-services"
lines 2,3 && cp "$work/here/$from" "$root$to"
equal "the image's own names first" "6443 ours 6443
kubernetes - 0
2049 nfs 2049" "$(ask 6443 kubernetes 2049)"

# musl cuts lines at 127 bytes, and names behind that are lost.
equal "no line is too long for musl" "" "$(awk 'length($0) > 126' "$root/etc/services")"
finish
