#!/bin/sh
# SPDX-License-Identifier: MIT
# iana-services-build.path under a real systemd: what replaces or edits the vendor's index or
# /etc/services gets into the live index, and nothing stops the watch.
. tests/lib.sh
with_systemd

rm -rf /var/lib/iana-services
vendor_folder=/usr/share/iana-services
make -s -C "$TOP" install B="$BUILD" prefix=/usr unitdir="$WITH_SYSTEMD/units" >"$work/out" 2>&1 || cat "$work/out"
systemctl daemon-reload
path=iana-services-build.path service=iana-services-build.service
property() { systemctl show --value -p "$2" "$1"; }
# until_so COMMAND...: waits, up to 20 seconds, until it succeeds.
until_so() { for _ in $(seq 200); do "$@" && return; sleep 0.1; done; return 1; }
in_live() { iana-services show "$1" >/dev/null 2>&1; }
resting() { case $(property "$service" ActiveState) in inactive | failed) ;; *) return 1 ;; esac; }
# started TIME: the condition of the service was looked at again since TIME; looked: and it has ended.
condition_time() { property "$service" ConditionTimestampMonotonic; }
started() { [ "$(condition_time)" != "$1" ]; }
looked() { started "$1" && resting; }
# arrives WHAT NAME: the live index gets it, and the path unit goes on watching.
arrives() {
    check "$1 arrives in the live index" until_so in_live "$2"
    check "$1: the service has ended" until_so resting
    equal "$1: the path unit watches" "active waiting" "$(property "$path" ActiveState) $(property "$path" SubState)"
}
# vendor NAME DAY: the vendor's index is replaced as a package does it, by one whose newest row,
# NAME for port 49900, is of that day.
vendor() {
    { cat data/service-names-port-numbers.csv; echo "$1,49900,tcp,,,,2026-11-0$2,2026-11-0$2,,,,"; } >"$work/registry.csv"
    iana-services build -q -o "$work/new.idx" "$work/registry.csv"
    replace_vendor "$work/new.idx"
}
line() { echo "$1 $2/tcp" >>/etc/services; }

# ---- without a live index ----
check "the path unit starts" systemctl start $path
check "at once it starts the service" until_so looked 0
equal "whose condition fails" "no inactive" "$(property "$service" ConditionResult) $(property "$service" ActiveState)"
before=$(condition_time)
vendor vendor-zero 1
check "a replaced vendor's index is noticed" until_so looked "$before"
equal "and nothing is built" "no" "$(property "$service" ConditionResult)"
check "no live index, and no folder for one" [ ! -e /var/lib/iana-services ]

# ---- with one ----
iana-services build -q --local /etc/services
line local-append 49901
arrives "a line appended to /etc/services" local-append
{ cat /etc/services; echo 'local-rename 49902/tcp'; } >/etc/services.dpkg-new
mv /etc/services.dpkg-new /etc/services
arrives "a new /etc/services by rename" local-rename
line local-after 49903
arrives "a line appended to that" local-after
vendor vendor-one 2
arrives "a vendor's index by rename" vendor-one
vendor vendor-two 3
arrives "the next one" vendor-two
check "with the local lines" in_live local-after
mv /etc/services /etc/services.old
until_so resting
{ cat /etc/services.old; echo 'local-again 49904/tcp'; } >/etc/services
arrives "an /etc/services that was away for a while" local-again

# ---- in quick succession, and while a build waits ----
for i in 1 2 3 4 5 6 7 8; do
    before=$(condition_time)
    line "quick-$i" $((49910 + i))
    until_so started "$before"
    systemctl stop $service 2>/dev/null
done
equal "eight starts one after another: the path unit watches" "active" "$(property "$path" ActiveState)"
line local-first 49905
waiting() { [ "$(property "$service" ActiveState)" = activating ]; }
check "the service waits before it reads" until_so waiting
line local-second 49906
arrives "a change, and one while the service waits" local-second

# ---- a build that fails ----
exec 8>/var/lib/iana-services/1/lock
flock 8
before=$(condition_time)
line local-locked 49907
until_so looked "$before"
equal "while another command has the lock, the service fails" "failed" "$(property "$service" ActiveState)"
equal "and the path unit watches" "active waiting" "$(property "$path" ActiveState) $(property "$path" SubState)"
exec 8>&-
line local-unlocked 49908
arrives "with the next change, all" local-locked
systemctl stop $path
finish
