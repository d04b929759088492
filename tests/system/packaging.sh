#!/bin/sh
# The lists of the packages: together what `make install' lays down, in each format.
. tests/system/lib.sh

# installed LIBDIR: the paths of `make install' with the distribution's folders.
installed() {
    packaging/install --list DESTDIR= B=build bindir=/usr/bin libdir="$1" datadir=/usr/share mandir=/usr/share/man \
        unitdir=/usr/lib/systemd/system | sort
}

equal "Debian's lists" "$(installed '/usr/lib/*')" \
    "$(sed '/^#/d; /^packaging\//d; s,^,/,; s/ .*//' packaging/debian/*.install packaging/debian/not-installed | sort)"
# What doctor looks for: abstractions/nameservice.d has both folders.
equal "AppArmor's rules" "/usr/share/iana-services/services.idx r,
/var/lib/iana-services/** r," "$(sed -n 's/^  //p' packaging/apparmor/iana-services)"
finish
