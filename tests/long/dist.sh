#!/bin/sh
# SPDX-License-Identifier: MIT
# make dist: each file of git, the same bytes each time, and a tree that makes itself
# again, builds and answers without git.
. tests/lib.sh

[ ! -e .git ] || need git deps-packaging
unset MAKEFLAGS    # B and TESTS of the run that this is part of
version=$(sed -n 's/^VERSION = //p' Makefile)
name=nss-iana-$version
make -s -C "$TOP" dist B="$work/one" || cat "$work/one"
(umask 077 && TZ=Pacific/Auckland LC_ALL=C.UTF-8 make -s -C "$TOP" dist B="$work/two")
check "the same bytes twice" cmp "$work/one/$name.tar.gz" "$work/two/$name.tar.gz"
equal "nothing beside the tarball" "$name.tar.gz" "$(ls "$work/one")"
if [ -e .git ]; then
    equal "each file of git" "$(git ls-files | sed "s,^,$name/," | sort)" "$(tar -tzf "$work/one/$name.tar.gz" | sort)"
else
    skipped "each file of git" "not in the repository"
fi

(umask 077 && tar -xzf "$work/one/$name.tar.gz" -C "$work" --no-same-permissions)
mkdir "$work/$name/build-other"
make -s -C "$work/$name" dist
check "the same bytes out of the tarball, whatever the umask" \
    cmp "$work/one/$name.tar.gz" "$work/$name/build/$name.tar.gz"
# Without optimization, which has its own warnings: quick.
check "it builds and passes tests" \
    env -u BUILD -u TOP make -s -j2 -C "$work/$name" CFLAGS=-O0 check TESTS='unit/test_csv system/answers.sh' >"$work/out" 2>&1
check "some of them" grep -q '^[1-9][0-9]* passed, 0 failed' "$work/out" || cat "$work/out"
equal "the version" "$version" "$("$work/$name/build/iana-services" --version | grep -o '[0-9][0-9.]*' | head -n 1)"
[ "$failures" -eq 0 ] || cat "$work/out"
finish
