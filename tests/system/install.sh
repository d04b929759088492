#!/bin/sh
# make install lays down the documented files and no others, and what it installs
# answers with `services: files iana'; make uninstall takes it all away.
. tests/system/lib.sh

dest=$work/dest
make -s -C "$TOP" install B="$BUILD" DESTDIR="$dest" prefix=/usr libdir=/usr/lib >"$work/out" 2>&1 || cat "$work/out"
equal "the files of make install DESTDIR=" "$(sort <<'FILES'
./usr/bin/iana-services 755
./usr/lib/libnss_iana.so.2 644
./usr/lib/systemd/system/iana-services-update.service 644
./usr/lib/systemd/system/iana-services-update.timer 644
./usr/share/bash-completion/completions/iana-services 644
./usr/share/doc/nss-iana/LICENSE 644
./usr/share/doc/nss-iana/NEWS 644
./usr/share/doc/nss-iana/README.md 644
./usr/share/doc/nss-iana/nsswitch.conf.example 644
./usr/share/iana-services/names.services 644
./usr/share/iana-services/service-names-port-numbers.csv 644
./usr/share/iana-services/services.idx 444
./usr/share/man/man1/iana-services.1 644
./usr/share/man/man5/iana-services-index.5 644
./usr/share/man/man8/libnss_iana.so.2.8 644
./usr/share/man/man8/nss_iana.8 644
FILES
)" "$(cd "$dest" && find . ! -type d -printf '%p %m\n' | sort)"
make -s -C "$TOP" uninstall B="$BUILD" DESTDIR="$dest" prefix=/usr libdir=/usr/lib
equal "nothing is left after make uninstall" "" "$(find "$dest" ! -type d)"

need_root
mkdir "$work/layers"
export work BUILD TOP
# A real install, into /usr, /etc and /var of a private mount namespace.
# shellcheck disable=SC2016
unshare -m --propagation private sh -ec '
    mount -t tmpfs tmpfs "$work/layers"
    for d in usr etc var; do
        mkdir -p "$work/layers/$d/upper" "$work/layers/$d/work"
        mount -t overlay overlay -o "lowerdir=/$d,upperdir=$work/layers/$d/upper,workdir=$work/layers/$d/work" /$d || exit 77
    done
    make -s -C "$TOP" install B="$BUILD" >&2
    sed -i "s/^services:.*/services: files iana/" /etc/nsswitch.conf
    getent services 6443 | tr -s " "
    getent services ssh | tr -s " "
    iana-services show 6443/tcp | sed -n 1p
    find /var -path "*iana*" >&2
    make -s -C "$TOP" uninstall B="$BUILD" >&2
    getent services 6443 || echo gone
    ls /etc/systemd/system/timers.target.wants/iana* 2>/dev/null
' >"$work/answers" 2>"$work/errors"
status=$?
[ $status -eq 77 ] && skip "a real install" "no overlay mounts here"
[ $status -eq 0 ] || cat "$work/errors"
equal "answers after a real install" "sun-sr-https 6443/tcp
ssh 22/tcp
sun-sr-https 6443/tcp
gone" "$(cat "$work/answers")"
! grep -q '^/var' "$work/errors"
ok "nothing in /var"
finish
