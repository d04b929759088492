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
check "and the same SBOM" cmp "$work/one/$name.spdx" "$work/two/$name.spdx"
equal "nothing beside the two" "$name.spdx $name.tar.gz" "$(cd "$work/one" && echo *)"
# SPDX 2.3: what a document and each package must have, and every relationship's ends.
python3 - "$work/one/$name" >"$work/out" 2>&1 <<'PYTHON'
import hashlib, re, sys
document, *packages = open(sys.argv[1] + ".spdx").read().split("\n\n")
for tag in "SPDXVersion", "DataLicense", "SPDXID", "DocumentName", "DocumentNamespace", "Creator":
    assert re.search(f"^{tag}: .", document, re.M), tag
assert re.search(r"^Created: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", document, re.M)
assert len(packages) == 7, len(packages)
for p in packages:
    for tag in "PackageName", "SPDXID", "PackageDownloadLocation", "PackageLicenseDeclared":
        assert len(re.findall(f"^{tag}: .", p, re.M)) == 1, (tag, p)
whole = "\n".join([document] + packages)
ids = set(re.findall(r"^SPDXID: (SPDXRef-[A-Za-z0-9.-]+)$", whole, re.M))
assert len(ids) == 8, ids
for a, b in re.findall(r"^Relationship: (\S+) \S+ (\S+)$", whole, re.M):
    assert a in ids and b in ids, (a, b)
sum = hashlib.sha256(open(sys.argv[1] + ".tar.gz", "rb").read()).hexdigest()
assert f"PackageChecksum: SHA256: {sum}\n" in packages[0] + "\n"
PYTHON
check "the SBOM has what SPDX 2.3 asks for, and the tarball's sum" [ ! -s "$work/out" ] || cat "$work/out"
if [ -e .git ]; then
    equal "each file of git" "$(git ls-files | sed "s,^,$name/," | sort)" "$(tar -tzf "$work/one/$name.tar.gz" | sort)"
else
    skipped "each file of git" "not in the repository"
fi

# ---- a release has no placeholder ----
if [ -e .git ]; then
    git clone -q . "$work/clone"
    git -C "$work/clone" tag v1
    make -s -C "$work/clone" dist >"$work/out" 2>&1
    equal "a tag with the placeholder is refused" 2 $?
    like "with the command" 'sed -i s/nss-iana.example/DOMAIN/g .*SECURITY.md' "$(cat "$work/out")"
    (cd "$work/clone" && sh -ec "$(sed -n 's/DOMAIN/example.org/; s/^    sed/sed/p' "$work/out")" &&
        git -c user.name=x -c user.email=x@example.org commit -qam x && git tag v2)
    check "after that it is made" make -s -C "$work/clone" dist
    like "with the address" '<security@example.org>' "$(cat "$work/clone/SECURITY.md")"
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
