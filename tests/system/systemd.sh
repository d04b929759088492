#!/bin/sh
# SPDX-License-Identifier: MIT
# The units: sound, hardened, and the timer weekly. systemd's own tools look at them. That the
# path unit does its work is programs/path_unit.sh's.
. tests/lib.sh
need systemd-analyze deps-system
mkdir "$work/units"
cp "$BUILD"/iana-services-*.service "$BUILD"/iana-services-*.path packaging/iana-services-update.timer "$work/units/"
sed -i 's|/.*/iana-services |/bin/true |' "$work"/units/*.service
# shellcheck disable=SC2016 # systemd's variable, empty unless a drop-in sets it: programs/mirror.sh
for do in 'update $SOURCE' 'build -q'; do
    unit=iana-services-${do%% *}.service
    check "$unit runs the installed command" grep -qxF "ExecStart=/usr/bin/iana-services $do" "$BUILD/$unit"
    # The update's service may kill its children, which are other users.
    case $do in update*) most=21 ;; *) most=20 ;; esac
    check "$unit: exposure at most $most tenths" \
        systemd-analyze security --offline=true --threshold=$most "$work/units/$unit" >"$work/out" 2>&1
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
equal "without a live index, of this format or 0, nothing is built" "|/var/lib/iana-services/1/current |/var/lib/iana-services/0/current" \
    "$(sed -n 's/^ConditionPathExists=//p' "$BUILD/iana-services-build.service" | paste -sd ' ')"

# ---- the filter keeps what the command and its children call, and what the unit's comment names ----
# expand SET...: the system calls of these sets, and of the sets in them.
expand() {
    for set in "$@"; do
        systemd-analyze syscall-filter "$set" 2>/dev/null | sed '1,2d; s/#.*//' | while read -r name; do
            case $name in @*) expand "$name" ;; ?*) echo "$name" ;; esac
        done
    done
}
unit=packaging/iana-services-update.service
equal "the lines of the filter" "@system-service|~@resources @privileged|@setuid" \
    "$(sed -n 's/^SystemCallFilter=//p' $unit | paste -sd '|')"
expand @resources @privileged | sort -u >"$work/taken"
{
    expand @system-service | sort -u | comm -23 - "$work/taken"
    expand @setuid
} | sort -u >"$work/kept"
check "the filter's sets have system calls" [ "$(wc -l <"$work/kept")" -gt 100 ]
named=$(sed -n 's/^#.* \([a-z0-9_]*\), which the filter keeps\.$/\1/p' $unit)
equal "the comment names one" 1 "$(echo "$named" | wc -w)"
check "which the filter keeps: $named" grep -qx "$named" "$work/kept"
if command -v curl >/dev/null && strace -o /dev/null true 2>/dev/null; then
    chmod 755 "$work"
    cp data/service-names-port-numbers.csv "$work/registry.csv"
    strace -f -o "$work/trace" "$command" update -q "file://$work/registry.csv"
    sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' "$work/trace" | sort -u >"$work/called"
    check "children set limits by what the comment names" grep -q "^[0-9]* *$named(0, RLIMIT_[A-Z]*, {" "$work/trace"
    equal "update and its children call nothing else" "" "$(comm -23 "$work/called" "$work/kept")"
else
    skipped "what update calls" "needs curl and strace, which \`make deps-system' brings"
fi
finish
