#!/bin/sh
# SPDX-License-Identifier: MIT
# The units: sound, hardened, and the timer weekly. systemd's own tools look at them.
. tests/lib.sh
need systemd-analyze deps-system
mkdir "$work/units"
sed 's|/.*/iana-services update|/bin/true update|' "$BUILD/iana-services-update.service" >"$work/units/iana-services-update.service"
cp packaging/iana-services-update.timer "$work/units/"
check "the service runs the installed command" grep -q '^ExecStart=/usr/bin/iana-services update$' "$BUILD/iana-services-update.service"
check "systemd-analyze verify" \
    systemd-analyze verify --man=no "$work/units/iana-services-update.service" "$work/units/iana-services-update.timer" >"$work/out" 2>&1
check "exposure at most 2.0" \
    systemd-analyze security --offline=true --threshold=20 "$work/units/iana-services-update.service" >"$work/out" 2>&1
for line in 'OnCalendar=weekly$' RandomizedDelaySec= 'Persistent=yes$'; do
    check "the timer has $line" grep -q "^$line" packaging/iana-services-update.timer
done
finish
