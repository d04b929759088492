#!/bin/sh
# SPDX-License-Identifier: MIT
# The lists of the packages: together what `make install' lays down, in each format.
. tests/lib.sh

# installed LIBDIR: the paths of `make install' with the distribution's folders.
installed() {
    packaging/install --list DESTDIR= B=build bindir=/usr/bin libdir="$1" datadir=/usr/share mandir=/usr/share/man \
        unitdir=/usr/lib/systemd/system | sort
}

equal "Debian's lists" "$(installed '/usr/lib/*')" \
    "$(sed '/^#/d; /^packaging\//d; s,^,/,; s/ .*//' packaging/debian/*.install packaging/debian/not-installed | sort)"
# Debian's README is iana-services', which has what it names beside it.
equal "documents that Debian's README names" "" "$(grep -oE '[A-Za-z0-9_.-]+\.(md|example)\b|\b(NEWS|LICENSE)\b' "$BUILD/README.md" | sort -u |
    while read -r name; do grep -q "/$name usr/share/doc/iana-services$" packaging/debian/iana-services.install || echo "$name"; done)"
# One version, wherever packagers read it.
version=$(sed -n 's/^VERSION = //p' Makefile)
equal "the version in the changelog, PKGBUILD and the Nix expression" "$version $version $version" \
    "$({ sed -n '1s/.*(\(.*\)-[0-9]*).*/\1/p' packaging/debian/changelog; sed -n 's/^pkgver=//p' packaging/PKGBUILD
        sed -n 's/^  version = "\(.*\)";/\1/p' packaging/nss-iana.nix; } | paste -sd ' ')"
# ---- RPM ----
spec=packaging/nss-iana.spec
equal "%files of the RPM" "$(installed /usr/lib64)" "$(sed '1,/^%files/d; /^%changelog/,$d; /^$/d; /^%dir/d; s/^%[a-z]* //; s,\([^/]\)[*]$,\1,
    s,%{_bindir},/usr/bin,; s,%{_libdir},/usr/lib64,; s,%{_unitdir},/usr/lib/systemd/system,
    s,%{_datadir},/usr/share,; s,%{_mandir},/usr/share/man,; s,%{name},nss-iana,' "$spec" | sort)"
equal "no scriptlet touches nsswitch.conf" "" \
    "$(sed -n '/^%if.*systemd_post/,/^%files$/p' "$spec" | grep -E 'nsswitch|authselect')"

equal "nor SELinux's policy, for which there is a line" "# /var/lib/iana-services(/.*)? gen_context(system_u:object_r:usr_t,s0)" \
    "$(grep -E 'semanage|restorecon|gen_context' "$spec" | tr -s ' ')"
like "the type of doctor's fix" '"semanage fcontext -a -t usr_t .*IANA_STATEDIR *"(/\.\*)?' \
    "$(tr -s '\n' ' ' <src/doctor/check_confinement.c)"
# and abstractions/nameservice.d has both folders.
equal "AppArmor's rules" "/usr/share/iana-services/*.idx r,
/var/lib/iana-services/** r," "$(sed -n 's/^  //p' packaging/apparmor/iana-services)"
finish
