# SPDX-License-Identifier: MIT
# Sourced by check-packages: its steps on other architectures than this machine's.
# shellcheck shell=sh disable=SC2154,SC2034

# emulate CPU: until the end of the checks, qemu runs programs of this CPU, for all processes, unless something does
# already. binfmt_misc: magic and mask of an ELF program, of 32 or 64 bits, of either byte order.
emulate() {
    [ -e "$work/binfmt/register" ] || { mkdir -p "$work/binfmt" && mount -t binfmt_misc none "$work/binfmt"; } || return
    trap 'for cpu in i386 aarch64 s390x; do [ ! -e "$work/binfmt/nss-iana-$cpu" ] || echo -1 >"$work/binfmt/nss-iana-$cpu"; done
        umount "$work/binfmt"; rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
    if grep -qs '^enabled' "$work/binfmt/qemu-$1" "$work/binfmt/nss-iana-$1"; then return; fi
    zeros='\x00\x00\x00\x00\x00\x00\x00\x00\x00' ones='\xff\xff\xff\xff\xff\xff\xff'
    case $1 in
    i386) magic='\x01\x01\x01'$zeros'\x02\x00\x03\x00' type='\xfe\xff\xff\xff' ;;
    aarch64) magic='\x02\x01\x01'$zeros'\x02\x00\xb7\x00' type='\xfe\xff\xff\xff' ;;
    s390x) magic='\x02\x02\x01'$zeros'\x00\x02\x00\x16' type='\xff\xfe\xff\xff' ;;
    *) return 1 ;;
    esac
    qemu=$(command -v "qemu-$1-static") &&
        printf '%s' ":nss-iana-$1:M::\\x7fELF$magic:$ones\\x00$ones\\xff$type:$qemu:F" >"$work/binfmt/register"
}

# ---- i386 beside amd64, on one index ----

step_i386() {
    [ "$arch" = amd64 ] || { skipped "$suite: i386" "not on amd64"; return; }
    # libc6 must have the same version on both, which is not always so in the updates suite.
    MIRROR=$main emulated=
    if ! make_root "$work/probe" i386 >"$work/log" 2>&1; then
        rm -rf "$work/probe"
        # Without the tests of the build, which are slow there.
        emulated=1
        if ! emulate i386 || ! make_root "$work/probe" i386 >"$work/log" 2>&1; then
            skipped "$suite: i386" "not available: $(grep -m 1 '^E: ' "$work/log")"
            return
        fi
    fi
    rm -rf "$work/probe"
    build i386
    again i386
    rm -rf "$root"
    dpkg-deb --fsys-tarfile "$debs"/i386/iana-services-data_*.deb | tar -xO --wildcards './usr/share/iana-services/*.idx' >"$work/i386.idx"
    dpkg-deb --fsys-tarfile "$debs"/amd64/iana-services-data_*.deb | tar -xO --wildcards './usr/share/iana-services/*.idx' >"$work/amd64.idx"
    check "$suite: the same index is made on i386" cmp "$work/amd64.idx" "$work/i386.idx"
    root=$work/$suite-i386-amd64
    new_root "$root" amd64 || return
    cp "$debs"/amd64/*.deb "$debs"/i386/libnss-iana_*.deb "$root/debs/"
    cp "$debs/getent-i386" "$root/usr/bin/getent-i386"
    apt "$root" install '/debs/*_amd64.deb /debs/*_all.deb'
    try "i386 is added" "$root" "dpkg --add-architecture i386 && apt-get update -qq && apt-get -y -q install libc6:i386"
    equal "$suite: no answer on i386 yet" "" "$(answer "$root" getent-i386)"
    doctor "$root" 1 "reports that i386 lacks the module" "dpkg -i libnss-iana_*_i386.deb"
    set_services_line "$root" "db files"
    apt "$root" install '/debs/*_i386.deb'
    equal "$suite: what was removed stays removed when i386 is added" "db files" "$(services_line "$root")"
    set_services_line "$root" "db files iana"
    equal "$suite: an answer on i386" "sun-sr-https 6443/tcp" "$(answer "$root" getent-i386)"
    equal "$suite: and on amd64" "sun-sr-https 6443/tcp" "$(answer "$root")"
    doctor "$root" 0 "is content with both"
    equal "$suite: out of one index" 1 "$(find "$root" -xdev -name '*.idx' ! -name services.idx | wc -l)"
    equal "$suite: named once" "db files iana" "$(services_line "$root")"
    apt "$root" purge libnss-iana:i386
    equal "$suite: and still, as amd64 is there" "db files iana" "$(services_line "$root")"
    rm -rf "$root"
}

# ---- other architectures: built by Debian's cross compilers, run by qemu ----

step_ports() {
    for port in ${PORTS:-arm64 s390x}; do
        [ "$port" != "$arch" ] || continue
        gnu=$(dpkg-architecture -qDEB_HOST_GNU_TYPE -a "$port" 2>/dev/null) cpu=${gnu%%-*}
        if ! emulate "$cpu"; then
            skipped "$suite: $port" "no qemu-$cpu-static, or binfmt_misc, here; \`make deps-packaging' brings the first"
            continue
        fi
        MIRROR=$mirror
        root=$work/$suite-$port
        new_root "$root" "$arch" || continue
        source_in "$root"
        # A mirror has the other architectures at another time, or not at all.
        if ! run "$root" "dpkg --add-architecture $port && apt-get update -qq --error-on=any &&
            apt-get install -y -q --no-install-recommends crossbuild-essential-$port &&
            cd /src && apt-get build-dep -y -q --no-install-recommends -a $port ./ && rm debian" >"$work/log" 2>&1; then
            skipped "$suite: $port" "its packages are not to be had: $(grep -m 1 '^E: ' "$work/log")"
            continue
        fi
        try "the packages are made for $port" "$root" "cd /src; DEB_HOST_ARCH=$port DEB_BUILD_OPTIONS=nocheck make deb"
        packages "$port"
        again "$port" "DEB_HOST_ARCH=$port"
        check "$suite: the data of $port are those of $arch" cmp "$debs/$port"/iana-services-data_*.deb "$debs/$arch"/iana-services-data_*.deb
        try "the module's tests pass on $port" "$root" "cd /src; make check B=build/$port CC=$gnu-gcc PKG_CONFIG=$gnu-pkg-config libdir=/usr/lib/$gnu \
            TESTS='unit/test_format unit/test_caller_buffer unit/test_manners unit/test_csv unit/test_xml'"
        like "$suite: all" '^[1-9][0-9]* passed, 0 failed' "$(tail -n 1 "$work/log")"
        rm -rf "$root"
    done
}
