#!/bin/sh
# SPDX-License-Identifier: MIT
# update, rollback, retention, the lock: what is taken, what is refused, what stays.
. tests/lib.sh
need python3 deps
csv=$TOP/data/service-names-port-numbers.csv
live() { cat "$state/1/current"; }

# Registries made from the shipped one.
python3 - "$work" "$csv" <<'PYTHON'
import csv, sys
work = sys.argv[1]
rows = list(csv.reader(open(sys.argv[2], newline="")))
head, rows = rows[0], rows[1:]
def write(name, rows):
    with open(f"{work}/{name}.csv", "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([head] + rows)
new = lambda n, date, port=49160: [[f"new-{i}", str(port + i), "tcp", "new", "", "", date, "", "", "", "", ""] for i in range(n)]
write("next", rows + new(5, "2021-01-01"))
write("next2", rows + new(6, "2021-02-01"))
write("next3", rows + new(7, "2021-03-01"))
write("next4", rows + new(8, "2021-04-01"))
write("same-date", rows + new(9, "2021-04-01"))
write("small", [r for r in rows if r[0]][:9999])
named = [r for r in rows if r[0] and r[1]]
write("shrunk", [r for r in rows if r not in named[:150]] + new(1, "2022-01-01"))
write("grown", rows + new(2600, "2022-01-01"))
changed = [list(r) for r in rows]
for r in changed:
    if r[0] == "ssh" and r[2] == "tcp": r[3] = "another description"
write("changed", changed + new(8, "2021-04-01"))
PYTHON

# refused NAME PATTERN: exit 1, one line that matches, nothing changed
refused() {
    before=$(live)
    "$command" update "$work/$1.csv" >"$work/out" 2>"$work/errors"
    equal "$1: exit status" 1 $?
    equal "$1: no output, one line, the same index" "- 1 $before" "$(cat "$work/out")- $(wc -l <"$work/errors") $(live)"
    check "$1: the message" grep -q "$2" "$work/errors"
}
equal "the first update" "registry of unknown date (newest row 2021-01-01): +5 -0 ~0" \
    "$("$command" update "$work/next.csv")"
equal "it answers" "new-0 49160/tcp" "$(iana 49160)"
refused small "only 9999 rows"
refused shrunk "over 1 %"
refused grown "over 20 %"
cp "$csv" "$work/older.csv"
refused older "its newest row is of 2020-09-04, that of the current one of 2021-01-01"
equal "--force takes an older one" "registry of unknown date (newest row 2020-09-04): +0 -5 ~0" \
    "$("$command" update --force "$work/older.csv")"
"$command" update --force "$work/no-such-file.csv" 2>/dev/null
equal "--force does not override what cannot be read: exit status" 4 $?
head -c 100000 "$csv" >"$work/cut.csv"
"$command" update --force "$work/cut.csv" 2>/dev/null
equal "nor the readers: exit status" 3 $?
before=$(live)
equal "--dry-run says what would change" \
    "+ 49160/tcp new-0: new|registry of unknown date (newest row 2021-01-01): +5 -0 ~0" \
    "$("$command" update --dry-run "$work/next.csv" | sed -n '1p;$p' | paste -sd '|')"
equal "and changes nothing" "$before" "$(live)"

# ---- rollback and retention ----
for n in next next2 next3 next4; do "$command" update -q "$work/$n.csv"; done
equal "the last three generations are kept" "2021-02-01 2021-03-01 2021-04-01" \
    "$(cd "$state/1/gen" && ls | cut -c1-10 | paste -sd ' ')"
equal "a changed row is counted" 'registry of unknown date (newest row 2021-04-01): +0 -0 ~1' \
    "$("$command" update "$work/changed.csv")"
"$command" rollback -q
equal "rollback: the one before is live" "The Secure Shell (SSH) Protocol" \
    "$("$command" show ssh/tcp | sed -n '1s/.*  ssh  //p')"
refused changed "rolled back before"
"$command" rollback -q
refused changed "rolled back before"
refused next4 "rolled back before"

# ---- further back there is the vendor's index ----
equal "rollback with no generation before" "the vendor's index answers again" "$("$command" rollback)"
equal "it does" "- 22/tcp ssh" "$(iana 49160)- $(iana 22/tcp | awk '{ print $2, $1 }')"
check "there is no live index" [ ! -e "$state/1/current" ]
like "doctor counts them" "^ok *live .*no live index.*3 registries that were rolled back are refused" "$("$command" doctor)"
for n in changed next4 next3; do
    "$command" update "$work/$n.csv" >/dev/null 2>"$work/errors"
    equal "$n, which was rolled back, is refused: exit status" 1 $?
    check "and says why" grep -q 'rolled back before' "$work/errors"
done
"$command" rollback 2>"$work/errors"
equal "there is nothing further back" \
    "1 iana-services: there is no live index to go back from; the vendor's index answers" "$? $(cat "$work/errors")"
equal "build without a registry takes the vendor's" "$(basename "$vendor" | cut -c1-10)" \
    "$("$command" build -q && live | cut -c1-10)"
like "update goes on from there" '^registry of unknown date (newest row 2021-04-01): +' \
    "$("$command" update "$work/same-date.csv")"
like "with --force what was rolled back is taken" '^registry of unknown date (newest row 2021-03-01): ' \
    "$("$command" update --force "$work/next3.csv")"
"$command" update -q "$work/next3.csv"
equal "and no longer refused" 0 $?
rm -rf "$state"
mv "$vendor_folder" "$vendor_folder.away"
"$command" build -q --names data/names.services "$csv"
"$command" rollback 2>"$work/errors"
equal "without a vendor's index there is nothing to go back to: exit status" 1 $?
check "the live index stays" "$command" verify -q
mv "$vendor_folder.away" "$vendor_folder"
like "what is remembered has an end" '^16$' "$(
    for i in $(seq 20); do
        sed "s/^ssh,22,tcp,/&$i /" "$work/next.csv" >"$work/many.csv"
        "$command" update -q --force "$work/many.csv" && "$command" rollback -q
    done
    wc -l <"$state/1/refused")"
rm -rf "$state"
"$command" update -q "$work/next3.csv"

# ---- local files are compiled in again; the umask does not matter ----
printf 'mine 49999/tcp\n' >"$work/local"
"$command" build -q --local "$work/local"
(umask 077 && "$command" update -q --force "$work/next.csv")
equal "local lines stay" "mine 49999/tcp" "$(iana mine)"
equal "what is published is readable by all" "444 444 755" \
    "$(stat -c %a "$state/1/current" "$state/1/gen/$(live)" "$state/1/gen" | paste -sd ' ')"
equal "the same input by build and update gives the same lookups" "" \
    "$("$command" export >"$work/a"; "$command" build -q "$work/next.csv"; "$command" export | cmp - "$work/a")"

# ---- temporaries of a killed writer ----
touch "$state/1/.iana-services.abc123" "$state/1/gen/.iana-services.def456"
"$command" build -q
equal "stale temporaries go" "" "$(find "$state" -name '.iana*')"

# ---- the way back never leads to what is damaged, misnamed or rolled back before ----
rm -rf "$state"
for n in next next2; do "$command" update -q "$work/$n.csv"; done
"$command" rollback -q
"$command" update -q "$work/next3.csv"
"$command" rollback -q
equal "not to the one that was rolled back" 2021-01-01 "$(live | cut -c1-10)"
rm -rf "$state"
for n in next next2 next3; do "$command" update -q "$work/$n.csv"; done
chmod u+w "$state/1/gen"/2021-02* && truncate -s 5000 "$state/1/gen"/2021-02*
cp -p "$state/1/gen"/2021-02* "$state/1/gen/Backup.idx"
"$command" rollback -q
equal "not to a damaged or misnamed one" 2021-01-01 "$(live | cut -c1-10)"
"$command" update -q --force "$work/next3.csv"
"$command" update -q "$work/next3.csv"
equal "what was taken by --force is no longer refused" 0 $?
rm -rf "$state"
"$command" build -q "$work/next.csv"
printf 'mine 49999/tcp\n' >"$work/local"
"$command" build -q --local "$work/local" "$work/next.csv"
"$command" rollback -q && "$command" update -q "$work/next.csv"
equal "rolling back local lines refuses no registry" 0 $?

# ---- a generation of another name, which `current` may have by hand ----
rm -rf "$state"
for n in next next2 next3; do "$command" update -q "$work/$n.csv"; done
cp "$state/1/gen/$(live)" "$state/1/gen/foo"
cp "$state/1/gen/$(live)" "$state/1/gen/bar"
touch -d 2000-01-01 "$state/1/gen/bar"
echo foo >"$work/foo" && cp -f "$work/foo" "$state/1/current"
equal "the module serves it" "new-6 49166/tcp" "$(iana 49166)"
check "so does the command" "$command" verify -q
"$command" rollback -q
equal "rollback knows it, and what was live before" 2021-03-01 "$(live | cut -c1-10)"
"$command" build -q
equal "and the oldest of such a name goes" "" "$(find "$state/1/gen" -name bar)"

# ---- a damaged live index: its local files come from the generation before ----
rm -rf "$state"
"$command" build -q --local "$work/local" "$work/next.csv"
"$command" update -q "$work/next2.csv"
rm -f "$state/1/gen"/2021-02*
"$command" update -q "$work/next3.csv"
equal "local lines survive a live index that is gone" "mine 49999/tcp" "$(iana mine)"
chmod u+w "$state/1/gen/$(live)"
python3 - "$state/1/gen/$(live)" <<'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()
open(sys.argv[1], "wb").write(data.replace(b"\0Secure", b"\0Sicure").replace(b"World Wide", b"Worle Wide"))
PYTHON
"$command" build -q
check "a flipped bit is not compiled in again" "$command" verify -q
like "and what was there is again" 'World Wide' "$("$command" show http/tcp)"
"$command" update --force "$state/1/gen/$(live)" 2>"$work/errors"
equal "an index is no registry, even with --force" 3 $?

# ---- back from a closed index: who relied on it is told ----
rm -rf "$state"
"$command" build -q --local "$work/local" --closed "$work/next.csv"
"$command" update -q "$work/next2.csv"
equal "back to a closed index: nothing to tell" "" "$("$command" rollback -q 2>&1)"
like "back to the vendor's, which is not closed" 'this index is not closed, as the one before was' "$("$command" rollback -q 2>&1)"
"$command" update -q --force "$work/next.csv"
equal "back from one that was not closed" "" "$("$command" rollback -q 2>&1)"

# ---- hostile text ----
{
    head -n 1 "$csv"
    yes 'x,65535,tcp,,,,,,,,,' | head -n 200000
} >"$work/same-key.csv"
timeout 20 "$command" update -q --dry-run "$work/same-key.csv"
equal "200,000 rows of one port do not take quadratic time" 0 $?
{
    cat "$csv"
    printf 'esc,49998,tcp,\033]0;owned\007,,,,,,,,\n'
} >"$work/escape.csv"
like "control characters do not reach the terminal" '+ 49998/tcp esc: \\x1b\]0;owned\\x07' \
    "$("$command" update --dry-run "$work/escape.csv")"

# ---- one writer at a time ----
mkfifo "$work/pipe"
flock "$state/1/lock" cat "$work/pipe" &
exec 9>"$work/pipe"
"$command" build 2>"$work/errors"
equal "a second writer: exit status" 1 $?
equal "a second writer: one line" "iana-services: another iana-services is changing the live index; try again later" \
    "$(cat "$work/errors")"
"$command" update "$work/next4.csv" 2>/dev/null
equal "update too" 1 $?
"$command" rollback 2>/dev/null
equal "rollback too" 1 $?
"$command" update --dry-run -q "$work/next4.csv"
equal "but not --dry-run" 0 $?
exec 9>&-
wait

finish
