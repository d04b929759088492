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
check "exposure at most 2.1" \
    systemd-analyze security --offline=true --threshold=21 "$work/units/iana-services-update.service" >"$work/out" 2>&1
for line in 'OnCalendar=weekly$' RandomizedDelaySec= 'Persistent=yes$'; do
    check "the timer has $line" grep -q "^$line" packaging/iana-services-update.timer
done

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
equal "the lines of the filter" "@system-service|~@resources @privileged|@setuid" "$(sed -n 's/^SystemCallFilter=//p' $unit | paste -sd '|')"
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
