#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: no file name or word reaches the terminal as it is; output that fails is told by the exit
# status, and damages no file.
. tests/lib.sh
need_root # may write to /dev/full, and to a lock
# ---- a full or read-only /var: one line, and what is live stays ----
disk() { # disk full|readonly
    mount -t tmpfs -o size=4m tmpfs "$state"
    "$command" build -q tests/golden/registry.csv
    "$command" build -q data/service-names-port-numbers.csv
    case $1 in
    full) dd if=/dev/zero of="$state/fill" bs=4k 2>/dev/null ;;
    readonly) mount -o remount,ro "$state" ;;
    esac
    for arguments in 'show http' 'search ssh' export 'diff tests/golden/golden.idx' verify 'update --dry-run data/service-names-port-numbers.csv' doctor \
        'build -q tests/golden/registry.csv' 'update -q --force tests/golden/registry.csv' rollback "export -o $state/out"; do
        # shellcheck disable=SC2086
        "$command" $arguments >/dev/null 2>"$work/errors"
        echo "${arguments%% *} $? $(wc -l <"$work/errors") $("$command" verify | grep -o sound)"
    done
}
if [ -n "${DISK:-}" ]; then
    disk "$DISK"
    exit
fi

escape=$(printf '\033]0;title\007')
raw() { LC_ALL=C grep -c "$(printf '[\033\007]')"; }
mkdir "$work/$escape"
cp "$vendor" "$work/$escape/index"
equal "verify of a path with an escape sequence" 0 "$("$command" verify "$work/$escape/index" 2>&1 | raw)"
equal "export -f with one" 0 "$("$command" export -f "$escape" 2>&1 | raw)"
equal "show with one" 0 "$("$command" show "$escape" 2>&1 | raw)"
equal "build of a file with one" 0 "$("$command" build -o "$work/out" "$work/$escape/none" 2>&1 | raw)"

for option in --help --usage --version; do
    "$command" $option >/dev/full 2>/dev/null
    check "$option on a full disk fails" [ $? -ne 0 ]
done
rm -rf "$state"
"$command" build data/service-names-port-numbers.csv >&- 2>/dev/null
equal "build with standard output closed writes nothing into the lock" "" "$(cat "$state/1/lock")"

mkdir "$work/small"
(ulimit -f 100; "$command" -i "$vendor" export -o "$work/small/out" 2>/dev/null)
equal "export over a limit on file size: status, and the files it leaves" "4 0" \
    "$? $(find "$work/small" -type f | wc -l)"

mkdir -p "$state"
for how in full readonly; do
    equal "a $how disk: status, lines, and the live index" "show 0 0 sound|search 0 0 sound|export 0 0 sound|diff 1 0 sound|verify 0 0 sound|\
update 0 0 sound|doctor 1 0 sound|build 4 1 sound|update 4 1 sound|rollback 4 1 sound|export 4 1 sound" \
        "$(BUILD=$BUILD TOP=$TOP DISK=$how unshare -m --propagation private "$0" | paste -sd '|')"
done
rm -rf "$state"
finish
