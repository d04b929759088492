#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: no file name or word reaches the terminal as it is; output that fails is told by the exit
# status, and damages no file.
. tests/lib.sh
need_root # may write to /dev/full, and to a lock
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
equal "build with standard output closed writes nothing into the lock" "" "$(cat "$state/0/lock")"

mkdir "$work/small"
(ulimit -f 100; "$command" -i "$vendor" export -o "$work/small/out" 2>/dev/null)
equal "export over a limit on file size: status, and the files it leaves" "4 0" \
    "$? $(find "$work/small" -type f | wc -l)"
rm -rf "$state"
finish
