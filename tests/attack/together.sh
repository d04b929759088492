#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: update, build, rollback, `make install' and dpkg at the same time harm no reader and leave an
# installation that verify and doctor find sound. ROUNDS=1000 before a release.
. tests/lib.sh
need dpkg-deb deps-packaging
[ "$(id -u)" = 0 ] || skip together.sh "dpkg needs root"
rounds=${ROUNDS:-10}
golden=tests/golden/registry.csv
keep_vendor
rm -rf "$state"

# package VERSION: one that brings the vendor's index, with gen-VERSION for 100/tcp.
package() {
    tree=$work/package$1
    mkdir -p "$tree/DEBIAN" "$tree$vendor_folder"
    printf 'Package: together\nVersion: %s\nArchitecture: all\nMaintainer: none <none@invalid>\nDescription: test\n' "$1" >"$tree/DEBIAN/control"
    printf 'gen-%s 100/tcp alias-%s\n' "$1" "$1" >"$work/local.$1"
    "$command" build -q -o "$tree$vendor_folder" --local "$work/local.$1" --names tests/golden/names.services "$golden"
    cp -a "$tree$vendor_folder" "$work/built$1" # what `make install' installs
    for f in README.md iana-services libnss_iana.so.2 iana-services-update.service iana-services-build.service iana-services-build.path; do
        ln -s "$BUILD/$f" "$work/built$1/"
    done
    dpkg-deb -Znone -b "$tree" "$work/$1.deb" >/dev/null
}
by_dpkg() { dpkg --admindir="$work/admin" --instdir=/ --log=/dev/null --force-all -i "$work/$1.deb"; }
# DESTDIR is not empty, so that the linker's cache stays as it is.
by_install() {
    packaging/install DESTDIR=/ INSTALL=install B="$work/built$1" datadir="${vendor_folder%/*}" bindir="$work/bin" \
        libdir="$work/lib" mandir="$work/man" unitdir="$work/unit" statedir="$state"
}
by_build() { "$command" build -q --local "$work/local" "$golden"; }
by_update() { "$command" update -q --force "$golden"; }
by_rollback() { "$command" rollback -q; }

mkdir -p "$work/admin/info" "$work/admin/updates" "$work/admin/triggers"
: >"$work/admin/status"
: >"$work/admin/available"
for version in 1 2; do package $version; done
by_dpkg 1 >/dev/null 2>&1
printf 'gen-1 100/tcp alias-1\n' >"$work/local"
by_build
start_readers together -p 1 "${PROCESSES:-20}" 1
exec 9>"$work/together.in"
readers_running together
round=0
: >"$work/statuses"
while [ $round -lt "$rounds" ]; do
    round=$((round + 1))
    printf 'gen-%s 100/tcp alias-%s\n' $((round % 9 + 1)) $((round % 9 + 1)) >"$work/local.new"
    mv "$work/local.new" "$work/local"
    for what in update build rollback install dpkg; do
        { "by_$what" $((round % 2 + 1)) >"$work/$what.out" 2>&1; echo "$what $?" >>"$work/statuses"; } 9>&- &
        pids="${pids:-} $!"
    done
    # shellcheck disable=SC2086
    wait $pids
    pids=
done
# 1: another held the lock, or there was nothing to go back to; or dpkg found that `make install' had just removed the
# index that it was replacing (3 in 1,000 rounds), which the next dpkg puts right
equal "$rounds rounds: nothing failed but for the lock" "" "$(grep -v ' [01]$' "$work/statuses" | sort | uniq -c)"
equal "make install always succeeded" "" "$(grep '^install 1' "$work/statuses" | uniq -c)"
check "dpkg succeeds in the end" by_dpkg 1 >/dev/null 2>&1
by_build
echo "gen-$((round % 9 + 1))" >&9
exec 9>&-
wait
equal "readers: died, torn, failed, wrong in the end" "0 0 0 0" \
    "$(figure together died) $(figure together torn) $(figure together failed) $(figure together stale)"
echo "  $(tail -n 1 "$work/together.out")"
echo "  $(sort "$work/statuses" | uniq -c | tr -s ' \n' ' ')"
check "verify is content" "$command" verify -q
like "doctor finds the live index sound" '^ok  *live' "$("$command" doctor 2>&1)"
equal "no temporary file is left" "" "$(find "$state" "$vendor_folder" -name '.iana*' -o -name '*.dpkg-*')"
rm -rf "$state" "${vendor_folder%/*}/doc" "${vendor_folder%/*}/bash-completion"
finish
