#!/bin/sh
# SPDX-License-Identifier: MIT
# The command run by root, beside a local user who means harm: what that user can put into
# /tmp, or in root's folder of the index, leads to no file but the one that root named.
. tests/lib.sh
need_root
need setpriv deps-system
need strace deps-system
csv=$TOP/tests/golden/registry.csv
chmod 0755 "$work"
tmp=$work/tmp
mkdir -m 1777 "$tmp"
as_user() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
export_to() { timeout 10 "$command" -i "$vendor" export -o "$1" 2>"$work/errors"; }

# ---- links ----
echo secret >"$work/secret"
as_user ln -s "$work/secret" "$tmp/link"
export_to "$tmp/link"
equal "another user's link in a directory like /tmp: exit status" 4 $?
equal "the file it leads to is as it was" secret "$(cat "$work/secret")"
equal "in one line" "iana-services: $tmp/link: cannot replace: Permission denied" "$(cat "$work/errors")"
"$command" build -q -o "$tmp/link" "$csv" 2>/dev/null
equal "build -o likewise" "4 secret" "$? $(cat "$work/secret")"
as_user ln -s "$work/none" "$tmp/dangling"
export_to "$tmp/dangling"
equal "another user's link to nothing" "4 no" "$? $([ -e "$work/none" ] && echo made || echo no)"
as_user ln -s "$work" "$tmp/directory"
export_to "$tmp/directory"
equal "another user's link to a directory" 4 $?
ln -s "$work/own" "$tmp/own"; echo old >"$work/own"
export_to "$tmp/own"
check "root's own link there stays" [ -L "$tmp/own" ]
check "and is followed" grep -q '^# Exported' "$work/own"

# ---- files of the other user's ----
as_user sh -c "umask 0; echo mine >'$tmp/file'; ln '$tmp/file' '$tmp/second'; mkfifo '$tmp/fifo'"
export_to "$tmp/file"
equal "another user's file is replaced, not written into" "0 644 mine" \
    "$? $(stat -c '%u %a' "$tmp/file" | sed 's/^0 //') $(cat "$tmp/second")"
export_to "$tmp/fifo"
equal "another user's FIFO is refused, without waiting" 4 $?

# ---- temporary files ----
strace -f -e trace=openat,rename,renameat,renameat2 -o "$work/trace" "$command" -i "$vendor" export -o "$tmp/out"
strace -f -e trace=openat,rename,renameat,renameat2 -o "$work/trace2" "$command" -i "$vendor" export -o "$tmp/out"
temporary() { sed -n 's/.*openat(AT_FDCWD, "\([^"]*\.iana-services\.[^"]*\)", \([A-Z_|]*\).*/\1 \2/p' "$1" | grep O_CREAT; }
equal "a temporary file is one that was not there" "" "$(temporary "$work/trace" | grep -v O_EXCL)"
check "there is one" [ -n "$(temporary "$work/trace")" ]
check "its name is another each time" [ "$(temporary "$work/trace")" != "$(temporary "$work/trace2")" ]
equal "and is gone" "" "$(find "$tmp" -name '.iana*')"

# ---- the live index ----
mkdir -p "$state/1"
ln -s "$work/secret" "$state/1/lock"
"$command" build -q "$csv" 2>"$work/errors"
equal "a lock that is a link: exit status, and what it leads to" "4 secret" "$? $(cat "$work/secret")"
rm "$state/1/lock"
(umask 0 && "$command" build -q "$csv")
equal "nobody else may write where the live index is, whatever the umask" "" "$(find "$state/1" -perm /022)"
as_user sh -c "echo x >'$state/1/current'" 2>/dev/null
as_user rm -f "$state/1/lock" "$state/1/current" "$state/1/gen/$(cat "$state/1/current")" 2>/dev/null
check "nor take the lock away" [ -f "$state/1/lock" ]
check "nor the index" "$command" verify -q
check "nor hold the lock" not as_user timeout 10 flock -n "$state/1/lock" true 2>/dev/null
check "of the writers" timeout 10 "$command" build -q "$csv"
as_user "$command" update "$csv" >/dev/null 2>"$work/errors"
equal "nor update: exit status, one line" "4 1" "$? $(wc -l <"$work/errors")"
as_user "$command" rollback 2>"$work/errors"
equal "nor go back, and is told what to do" \
    "4 iana-services: $state/1/lock: cannot open: Permission denied; run this as root" "$? $(cat "$work/errors")"
finish
