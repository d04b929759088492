#!/bin/sh
# SPDX-License-Identifier: MIT
# make install lays down the documented files and no others, and make uninstall takes them
# all away. That they answer is readme.sh's.
. tests/lib.sh

dest=$work/dest
make -s -C "$TOP" install B="$BUILD" DESTDIR="$dest" prefix=/usr libdir=/usr/lib >"$work/out" 2>&1 || cat "$work/out"
equal "the files of make install DESTDIR=" "$(sort <<FILES
./usr/bin/iana-services 755
./usr/lib/libnss_iana.so.2 644
./usr/lib/systemd/system/iana-services-build.path 644
./usr/lib/systemd/system/iana-services-build.service 644
./usr/lib/systemd/system/iana-services-update.service 644
./usr/lib/systemd/system/iana-services-update.timer 644
./usr/share/bash-completion/completions/iana-services 644
./usr/share/doc/nss-iana/LICENSE 644
./usr/share/doc/nss-iana/NEWS 644
./usr/share/doc/nss-iana/README.md 644
./usr/share/doc/nss-iana/container.md 644
./usr/share/doc/nss-iana/nsswitch.conf.example 644
./usr/share/fish/vendor_completions.d/iana-services.fish 644
./usr/share/iana-services/$(cat "$BUILD/services.idx") 444
./usr/share/iana-services/applications 644
./usr/share/iana-services/names.services 644
./usr/share/iana-services/service-names-port-numbers.csv 644
./usr/share/iana-services/services.idx 444
./usr/share/man/man1/iana-services.1 644
./usr/share/man/man5/iana-services-index.5 644
./usr/share/man/man5/iana-services-json.5 644
./usr/share/man/man7/iana-services-fleet.7 644
./usr/share/man/man8/libnss_iana.so.2.8 644
./usr/share/man/man8/nss_iana.8 644
./usr/share/zsh/site-functions/_iana-services 644
FILES
)" "$(cd "$dest" && find . ! -type d -printf '%p %m\n' | sort)"
# Where the source is not, README names no file of it.
doc=$dest/usr/share/doc/nss-iana
check "README is there for those who have the source too" grep -q 'packaging/container.md' README.md
named=$(grep -oE '(src|nss|man|data|packaging|tests|build|\.reuse)/[A-Za-z0-9_./-]+|[A-Za-z0-9_.-]+\.(md|example|nix|svg|so\.2|idx|path|timer|service)\b|\b(NEWS|LICENSE|CONTRIBUTING|SECURITY|Makefile|PKGBUILD)\b' "$doc/README.md" | sort -u)
like "the installed README names files" '^container.md$' "$named"
equal "all of which are installed" "" "$(for name in $named; do [ -n "$(find "$dest" -path "*/$name")" ] || echo "$name"; done)"
equal "and the man pages" "" "$(grep -ohE '(iana-services[a-z-]*|nss_iana)\([0-9]\)' "$doc"/* | sort -u | tr '()' '. ' |
    while read -r name; do [ -n "$(find "$dest" -name "$name")" ] || echo "$name"; done)"
# An index that somebody copied over the pointer, or one that a crash left empty.
for over in "$BUILD/$(cat "$BUILD/services.idx")" /dev/null; do
    rm "$dest/usr/share/iana-services/services.idx" && cp "$over" "$dest/usr/share/iana-services/services.idx"
    check "make install over a pointer that is none" make -s -C "$TOP" install B="$BUILD" DESTDIR="$dest" prefix=/usr libdir=/usr/lib >"$work/out" 2>&1
    equal "it is one again" "$(cat "$BUILD/services.idx")" "$(cat "$dest/usr/share/iana-services/services.idx")"
done
make -s -C "$TOP" uninstall B="$BUILD" DESTDIR="$dest" prefix=/usr libdir=/usr/lib
equal "nothing is left after make uninstall" "" "$(find "$dest" ! -type d)"
# What a developer does next does not compile all anew, because libdir was another here.
equal "and nothing is made again" "" "$(make --no-print-directory -C "$TOP" B="$BUILD" all)"
finish
