#!/bin/sh
# SPDX-License-Identifier: MIT
# The units: sound, hardened, and the timer weekly. systemd's own tools look at them. That the
# path unit does its work is programs/path_unit.sh's.
. tests/lib.sh
need systemd-analyze deps-system
mkdir "$work/units"
cp "$BUILD"/iana-services-*.service "$BUILD"/iana-services-*.path packaging/iana-services-update.timer "$work/units/"
sed -i 's|/.*/iana-services |/bin/true |' "$work"/units/*.service
for do in update 'build -q'; do
    unit=iana-services-${do%% *}.service
    check "$unit runs the installed command" grep -q "^ExecStart=/usr/bin/iana-services $do\$" "$BUILD/$unit"
    check "$unit: exposure at most 2.0" \
        systemd-analyze security --offline=true --threshold=20 "$work/units/$unit" >"$work/out" 2>&1
done
check "systemd-analyze verify" systemd-analyze verify --man=no "$work"/units/* >"$work/out" 2>&1
equal "and it has nothing to tell" "" "$(cat "$work/out")"
for line in 'OnCalendar=weekly$' RandomizedDelaySec= 'Persistent=yes$'; do
    check "the timer has $line" grep -q "^$line" packaging/iana-services-update.timer
done
# Each protection of the one is the other's, but for what only update does: the network, and children of another user.
settings() { sed -n '/^UMask=/,/^LimitCORE=/{/^#/d; /^CapabilityBoundingSet=/d; /^PrivateNetwork=/d; /^RestrictAddressFamilies=/d; /@setuid$/d; p}' "packaging/iana-services-$1.service"; }
equal "both services are protected alike" "$(settings update)" "$(settings build)"
for line in "PathChanged=/usr/share/iana-services/services.idx" "PathChanged=/etc/services"; do
    check "the path unit has $line" grep -qx "$line" "$BUILD/iana-services-build.path"
done
check "without a live index nothing is built" grep -qx "ConditionPathExists=/var/lib/iana-services/0/current" "$BUILD/iana-services-build.service"
finish
