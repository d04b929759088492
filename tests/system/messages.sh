#!/bin/sh
# SPDX-License-Identifier: MIT
# What the command prints about itself: no control character of an argument or path reaches a
# terminal, output that cannot be written is an error, and a closed descriptor is no file of ours.
. tests/lib.sh
golden=tests/golden/registry.csv

# ---- one way to the terminal ----
escape=$(printf '\033]0;owned\007')
cp "$vendor" "$work/$escape.idx"
printf 'mine 64000/tcp\nbad line\n' >"$work/$escape.local"
# masked COMMAND...: prints the argument, masked.
masked() {
    "$@" >"$work/out" 2>&1
    like "masked: $(echo "$*" | tr -d '\033\007')" '\\x1b]0;owned\\x07' "$(cat "$work/out")"
    equal "not raw" 0 "$(tr -cd '\033\007' <"$work/out" | wc -c)"
}
masked "$command" verify "$work/$escape.idx"
masked "$command" verify "$work/none$escape"
masked "$command" export -f "$escape"
masked "$command" export -b "$escape"
masked "$command" search -s "$escape"
masked "$command" search --ports "$escape"
masked "$command" "--$escape"
masked "$command" show "--$escape"
masked "$command" build -q -o "$work/i.idx" --strict --local "$work/$escape.local" "$golden"
masked "$command" show "$escape"
masked "$command" update "$work/none$escape"
if command -v curl >/dev/null 2>&1; then
    masked "$command" update "none://$escape"
else
    skipped "an address, masked" "no curl; \`make deps-system' brings it"
fi
masked "$command" diff "$work/none$escape"
equal "a path with the end of a line in it: one line" 1 "$("$command" verify "$work/none
iana-services: false" 2>&1 | wc -l)"
cp "$command" "$work/name$escape"
masked "$work/name$escape" --no-such-option
like "letters beyond ASCII stay" "option '--für'" "$("$command" --für 2>&1)"
equal "all is printed by terminal.c or error.c" "" \
    "$(grep -nE '(^|[^a-z_>])(v?printf|puts|putchar|perror|psignal|psiginfo|v?dprintf|errx?|warnx|error|syslog|json_dumpfd?) ?\(|write ?\([12],|f(printf|puts|putc|write) ?\(.*std(out|err)|STD(OUT|ERR)_FILENO' -r src --include='*.c' |
        grep -vE '^src/base/(terminal|error|alloc|buffer)\.c:|format\(printf|posix_spawn|isatty|dup2|^src/store/sandbox.c:[0-9]*: .*!file_write_all\(STDOUT_FILENO, out')"

# ---- standard output that cannot be written ----
for arguments in --help --usage --version 'show --help' 'build --usage' 'verify -V'; do
    # shellcheck disable=SC2086
    "$command" $arguments >/dev/full 2>"$work/errors"
    equal "$arguments on a full disk: exit status, and one line" \
        "4 iana-services: standard output: No space left on device" "$? $(cat "$work/errors")"
done
"$command" show http >/dev/full 2>"$work/errors"
equal "an answer on a full disk: one line" "4 1" "$? $(wc -l <"$work/errors")"

# ---- closed descriptors ----
"$command" build "$golden" >&- 2>"$work/errors"
equal "build with standard output closed: exit status, and one line" \
    "4 iana-services: standard output: Bad file descriptor" "$? $(cat "$work/errors")"
equal "nothing is in the lock" "" "$(cat "$state/1/lock")"
check "the index is published" "$command" verify -q
"$command" build --local none <&- >&- 2>&-
equal "all closed: exit status" 4 $?
equal "nothing is in the lock" "" "$(cat "$state/1/lock")"
"$command" build -q "$golden" <&- >&- 2>&-
equal "all closed, nothing to print" 0 $?
"$command" build -q - <&- 2>"$work/errors"
equal "standard input closed: exit status, and one line" "4 iana-services: -: cannot read: Bad file descriptor" \
    "$? $(cat "$work/errors")"

# ---- a limit on the size of files ----
mkdir "$work/limited"
echo old >"$work/limited/out"
(ulimit -f 10 && "$command" export -i "$vendor" -o "$work/limited/out" 2>"$work/errors")
equal "export -o over the limit: exit status, and one line" \
    "4 iana-services: $work/limited/out: cannot write: File too large" "$? $(cat "$work/errors")"
equal "the old file, and no other" "out old" "$(ls -A "$work/limited") $(cat "$work/limited/out")"
before=$(cat "$state/1/current")
(ulimit -f 10 && "$command" build -q "$TOP/data/service-names-port-numbers.csv" 2>/dev/null)
equal "build likewise" "4 $before" "$? $(cat "$state/1/current")"
equal "and leaves nothing" "" "$(find "$state" -name '.iana*')"
finish
