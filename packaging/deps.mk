# The one place that names dependencies, for apt and for dnf.

# Building, and the tests of the module and the command.
DEPS_apt = gcc make pkg-config libc6-dev zlib1g-dev libexpat1-dev libjansson-dev libcmocka-dev python3-minimal
DEPS_dnf = gcc make pkgconf-pkg-config glibc-devel zlib-devel expat-devel jansson-devel libcmocka-devel python3

# Real programs and servers for the system tests, and the other compiler.
DEPS_SYSTEM_apt = clang strace valgrind binutils util-linux
DEPS_SYSTEM_dnf = clang strace valgrind binutils util-linux


deps:
	@packaging/install-packages '$(DEPS_apt)' '$(DEPS_dnf)'

deps-system:
	@packaging/install-packages '$(DEPS_SYSTEM_apt)' '$(DEPS_SYSTEM_dnf)'
