# SPDX-License-Identifier: MIT
# Sourced by check-packages: fresh Debian installations in folders, and what is done in them. $suite
# is the suite, $MIRROR mmdebstrap's mirror if it is not the default.
# shellcheck shell=sh disable=SC2154

# This machine's settings for downloading packages.
apt-config dump | grep -E '^Acquire::(http|https|ForceIPv[46]|Check-[A-Za-z-]*)[: ]' >"$work/apt.conf"

# make_root ROOT ARCHITECTURE: a fresh minimal installation of $suite, with apt.
make_root() {
    mmdebstrap --quiet --variant="${variant:-apt}" --architectures="$2" --aptopt="$work/apt.conf" "$suite" "$1" ${MIRROR:+"$MIRROR"} &&
        cp /etc/resolv.conf "$1/etc/resolv.conf" && mkdir "$1/debs" && run "$1" "apt-get update -qq"
}
new_root() {
    check "$suite: a fresh root for $2" make_root "$@" >"$work/log" 2>&1 || ! cat "$work/log"
}

# run ROOT SCRIPT: runs it in the root, in new mount and process namespaces. The bind mount
# makes the root a mount point, so that mount namespaces can be created inside.
run() {
    # shellcheck disable=SC2016
    unshare -m --propagation private -p -f --kill-child sh -c '
        mount --bind "$1" "$1" && mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" &&
        exec chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive sh -euc "$2"' sh "$1" "$2" </dev/null
}

# try WHAT ROOT SCRIPT: it succeeds; if not, its output is shown.
try() {
    check "$suite: $1" run "$2" "$3" >"$work/log" 2>&1 || tail -n 40 "$work/log"
}

# apt ROOT WORD...
apt() {
    into=$1
    shift
    try "apt-get $*" "$into" "apt-get -y -q --no-install-recommends $*"
}

answer() { run "$1" "${2:-getent} services ${3:-6443}" 2>&1 | tr -s ' '; }
services_line() { sed -n 's/^services: *//p' "$1/etc/nsswitch.conf"; }
set_services_line() { sed -i "s/^services:.*/services:       $2/" "$1/etc/nsswitch.conf"; }

# doctor ROOT STATUS WHAT [TEXT]: its exit status, and a text in its report.
doctor() {
    run "$1" "iana-services doctor" >"$work/doctor" 2>&1
    equal "$suite: doctor $3: exit status" "$2" $?
    check "$suite: doctor $3" grep -qF -- "${4:-}" "$work/doctor" || cat "$work/doctor"
}
