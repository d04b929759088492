# SPDX-License-Identifier: MIT
# The one place that names dependencies, for apt and for dnf.

# Building, and the tests of the module and the command.
DEPS_apt = gcc make pkg-config libc6-dev zlib1g-dev libexpat1-dev libjansson-dev libcmocka-dev python3 netbase
DEPS_dnf = gcc make pkgconf-pkg-config glibc-devel zlib1g-devel expat-devel jansson-devel libcmocka-devel python3 setup

# Python's own tests, of the installed version.
PYTHON_TESTS = libpython$(shell /usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')-testsuite

# Real programs and servers for the system tests, and the other compiler.
DEPS_SYSTEM_apt = clang clang-tidy cppcheck shellcheck reuse libcdb-dev strace valgrind binutils util-linux mount curl ca-certificates openssl systemd man-db nscd iproute2 net-tools lsof tcpdump perl-base bash \
                  gcc-i686-linux-gnu libc6-dev-i386-cross musl-tools golang-go mandoc libxml2-utils jq libtext-csv-perl slapd ldap-utils sssd-ldap nslcd libnss-ldapd nginx tshark \
                  apparmor chromium-headless-shell gcc-s390x-linux-gnu libc6-dev-s390x-cross gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user \
                  ruby php-cli tcl nodejs zsh fish $(PYTHON_TESTS) sssd-proxy iptables nftables netcat-openbsd socat openssh-client openssh-server \
                  inetutils-telnet traceroute tcptraceroute iftop rsyslog openbsd-inetd postfix \
                  ufw firewalld shorewall rsync libfuse3-dev fuse3
DEPS_SYSTEM_dnf = clang clang-tools-extra compiler-rt cppcheck ShellCheck reuse tinycdb-devel strace valgrind binutils util-linux curl ca-certificates openssl systemd man-db nscd iproute net-tools lsof tcpdump perl bash glibc-devel.i686 musl-gcc golang mandoc libxml2 \
                  jq perl-Text-CSV openldap-servers openldap-clients sssd-ldap nss-pam-ldapd nginx wireshark-cli chromium-headless gcc-s390x-linux-gnu gcc-aarch64-linux-gnu qemu-user \
                  ruby php-cli tcl nodejs zsh fish python3-test sssd-proxy iptables nftables netcat socat openssh-clients openssh-server \
                  telnet traceroute iftop rsyslog postfix \
                  ufw firewalld shorewall rsync fuse3-devel fuse3

# Programs that make packages, and that test them in fresh Debian installations.
DEPS_PACKAGING_apt = arch-test autopkgtest build-essential debhelper dh-nss dpkg-dev git lintian mmdebstrap qemu-user-static rpm rpmlint
DEPS_PACKAGING_dnf = git rpm-build rpmlint

deps:
	@packaging/install-packages '$(DEPS_apt)' '$(DEPS_dnf)'

deps-system:
	@packaging/install-packages '$(DEPS_SYSTEM_apt)' '$(DEPS_SYSTEM_dnf)'

deps-packaging:
	@packaging/install-packages '$(DEPS_apt) $(DEPS_PACKAGING_apt)' '$(DEPS_dnf) $(DEPS_PACKAGING_dnf)'
