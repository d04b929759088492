#!/bin/sh
# SPDX-License-Identifier: MIT
# The units: sound, hardened, and the timer weekly. systemd's own tools look at them.
. tests/system/lib.sh
need systemd-analyze deps-system
mkdir "$work/units"
sed 's|/.*/iana-services update|/bin/true update|' "$BUILD/iana-services-update.service" >"$work/units/iana-services-update.service"
cp packaging/iana-services-update.timer "$work/units/"
grep -q '^ExecStart=/usr/bin/iana-services update$' "$BUILD/iana-services-update.service"
ok "the service runs the installed command"
systemd-analyze verify --man=no "$work/units/iana-services-update.service" "$work/units/iana-services-update.timer" >"$work/out" 2>&1
ok "systemd-analyze verify: $(paste -sd ' ' "$work/out")"
systemd-analyze security --offline=true --threshold=20 "$work/units/iana-services-update.service" >"$work/out" 2>&1
ok "$(tail -n 1 "$work/out" | cut -c1-100), at most 2.0"
systemd-analyze calendar weekly >/dev/null 2>&1 && grep -q '^OnCalendar=weekly$' packaging/iana-services-update.timer &&
    grep -q '^RandomizedDelaySec=' packaging/iana-services-update.timer && grep -q '^Persistent=yes$' packaging/iana-services-update.timer
ok "weekly, randomised, persistent"
finish
