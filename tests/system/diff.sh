#!/bin/sh
# SPDX-License-Identifier: MIT
# diff: registries in each form, indexes and services(5) files; text, JSON, exit status.
. tests/lib.sh
need python3 deps
csv=$TOP/data/service-names-port-numbers.csv
head -n 1 "$csv" | tr -d '\r' >"$work/head"
row() { printf '%s,%s,%s,%s,,,,,,,,%s\n' "$@"; }

# ---- a renamed row, one without a transport, one that moves: as JSON ----
{ cat "$work/head"; row 'net assistant' 3283 tcp 'Net Assistant' ''; row both 70 '' Both ''; row a 71 tcp A ''; } >"$work/before.csv"
{ cat "$work/head"; row net-assistant 3283 tcp 'Net Assistant' new; row x 71 tcp X ''; row a 72 tcp A ''; } >"$work/after.csv"
"$command" diff --json "$work/before.csv" "$work/after.csv" | python3 -c 'import json, sys
for kind, found in list(json.load(sys.stdin).items())[2:]:
    for d in found: print(kind, d["port"], d["transport"], *d.get("old_names", []), *d["names"], *(c["column"] for c in d.get("columns", [])))' >"$work/out"
equal "renamed and changed; one for tcp and udp; moved, and another added" \
    "added 71 tcp x|removed 70 None both|renamed 3283 tcp net assistant net-assistant|moved 72 tcp a|changed 3283 tcp net-assistant notes|" \
    "$(tr '\n' '|' <"$work/out")"

# ---- the kinds, in CSV, XML and indexes ----
{
    cat "$work/head"
    row same 1 tcp Same ''
    row gone 2 udp Gone ''
    row before 3 tcp Renamed ''
    row wander 4 tcp Wanders ''
    row words 5 tcp 'Old words' 'a note'
    row '' 6-9 '' Unassigned ''
    row _printer '' tcp DNS-SD ''
} >"$work/old.csv"
{
    cat "$work/head"
    row same 1 tcp Same ''
    row after 3 tcp Renamed ''
    row words 5 tcp 'New words' ''
    row new 6 tcp '"New, ""quoted"""' ''
    row '' 7-9 '' Unassigned ''
    row range 20-29 udp Range ''
    row wander 40 tcp Wanders ''
    row _printer '' tcp Bonjour ''
} >"$work/new.csv"
cat >"$work/new.xml" <<'XML'
<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
<updated>2026-01-01</updated>
<record><name>same</name><protocol>tcp</protocol><description>Same</description><number>1</number></record>
<record><name>after</name><protocol>tcp</protocol><description>Renamed</description><number>3</number></record>
<record><name>words</name><protocol>tcp</protocol><description>New words</description><number>5</number></record>
<record><name>new</name><protocol>tcp</protocol><description>New, "quoted"</description><number>6</number></record>
<record><description>Unassigned</description><number>7-9</number></record>
<record><name>range</name><protocol>udp</protocol><description>Range</description><number>20-29</number></record>
<record><name>wander</name><protocol>tcp</protocol><description>Wanders</description><number>40</number></record>
<record><name>_printer</name><protocol>tcp</protocol><description>Bonjour</description></record>
</registry>
XML
cat >"$work/expected" <<'TEXT'
- 2/udp gone: Gone
= 3/tcp before -> after
> 4/tcp wander -> 40/tcp
~ 5/tcp words: description: "Old words" -> "New words"; notes: "a note" -> ""
+ 6/tcp new: New, "quoted"
- 6-9: Unassigned
+ 7-9: Unassigned
+ 20-29/udp range: Range
~ -/tcp _printer: description: "DNS-SD" -> "Bonjour"
3 added, 2 removed, 1 renamed, 1 moved, 2 changed
TEXT
: >"$work/names"
for n in old new; do "$command" build -q -o "$work/$n.idx" --names "$work/names" "$work/$n.csv"; done
for new in new.csv new.xml new.idx; do
    for old in old.csv old.idx; do
        "$command" diff "$work/$old" "$work/$new" >"$work/out" 2>"$work/errors"
        equal "$old, $new: exit status" 1 $?
        check "$old, $new: the lines" cmp "$work/expected" "$work/out"
        equal "$old, $new: nothing else" "" "$(cat "$work/errors")"
    done
done
for new in new.xml new.idx; do
    "$command" diff "$work/new.csv" "$work/$new" >"$work/out"
    equal "new.csv, $new: equal" "0 0 added, 0 removed, 0 renamed, 0 moved, 0 changed" "$? $(cat "$work/out")"
done
equal "-q prints nothing" "1 0 " \
    "$("$command" diff -q "$work/old.csv" "$work/new.csv"; echo $?) $("$command" diff --quiet "$work/new.csv" "$work/new.xml"; echo $?) $("$command" diff -q "$work/old.csv" "$work/new.csv")"

# --only: lines, JSON and exit status of some kinds; the last line counts them all.
equal "--only" "= 3/tcp before -> after|> 4/tcp wander -> 40/tcp|3 added, 2 removed, 1 renamed, 1 moved, 2 changed|" \
    "$("$command" diff --only renamed,moved "$work/old.csv" "$work/new.csv" | tr '\n' '|')"
equal "--only --json has these kinds" "old new removed" \
    "$("$command" diff --only=removed --json "$work/old.csv" "$work/new.csv" | python3 -c 'import json, sys; print(*json.load(sys.stdin))')"
"$command" diff -q --only moved "$work/old.csv" "$work/new.csv"
equal "--only: exit status 1 if there is one" 1 $?
{ cat "$work/new.csv"; row more 50 tcp More ''; } >"$work/more.csv"
equal "and 0 if not" "1 added, 0 removed, 0 renamed, 0 moved, 0 changed
0" "$("$command" diff --only removed,renamed "$work/new.csv" "$work/more.csv"; "$command" diff -q --only removed,renamed "$work/new.csv" "$work/more.csv"; echo $?)"
for kinds in '' 'added,' new added,gone; do
    like "--only '$kinds'" "--only: \`[a-z]*' is none of added, removed, renamed, moved, changed" \
        "$("$command" diff --only "$kinds" "$work/old.csv" "$work/new.csv" 2>&1)"
done
"$command" diff --only new "$work/old.csv" "$work/new.csv" 2>/dev/null
equal "--only with another word: exit status" 2 $?

cat >"$work/expected.json" <<JSON
{"old": "$work/old.csv", "new": "$work/new.csv",
 "added": [
  {"port": 6, "last_port": 6, "transport": "tcp", "names": ["new"], "description": "New, \"quoted\""},
  {"port": 7, "last_port": 9, "transport": null, "names": [], "description": "Unassigned"},
  {"port": 20, "last_port": 29, "transport": "udp", "names": ["range"], "description": "Range"}],
 "removed": [
  {"port": 2, "last_port": 2, "transport": "udp", "names": ["gone"], "description": "Gone"},
  {"port": 6, "last_port": 9, "transport": null, "names": [], "description": "Unassigned"}],
 "renamed": [{"port": 3, "last_port": 3, "transport": "tcp", "names": ["after"], "old_names": ["before"]}],
 "moved": [{"port": 40, "last_port": 40, "transport": "tcp", "names": ["wander"], "old_port": 4, "old_last_port": 4, "columns": []}],
 "changed": [
  {"port": 5, "last_port": 5, "transport": "tcp", "names": ["words"], "columns": [
   {"column": "description", "old": "Old words", "new": "New words"}, {"column": "notes", "old": "a note", "new": null}]},
  {"port": null, "last_port": null, "transport": "tcp", "names": ["_printer"], "columns": [
   {"column": "description", "old": "DNS-SD", "new": "Bonjour"}]}]}
JSON
"$command" diff --json "$work/old.csv" "$work/new.csv" >"$work/out.json"
equal "--json: exit status" 1 $?
check "--json: the keys and values" \
    python3 -c 'import json, sys; a, b = (json.load(open(f)) for f in sys.argv[1:]); sys.exit(a != b or list(a) != list(b))' "$work/expected.json" "$work/out.json"
equal "--json -q: the same" "$(cat "$work/out.json")" \
    "$("$command" diff --quiet --json "$work/old.csv" "$work/new.csv")"

# ---- services(5): what lookups answer ----
{
    cat "$work/head"
    row http 80 tcp 'World Wide Web' ''
    row www 80 tcp 'World Wide Web' ''
    row nicname 43 tcp 'Who Is' ''
    row imap 143 tcp 'Mail' ''
    row imap 143 udp 'Mail' ''
    row x11 6000-6003 tcp X ''
    row myapp 9000 tcp Mine ''
    row '' 7-9 '' Unassigned ''
    row _printer '' tcp Bonjour ''
} >"$work/registry.csv"
printf 'nicname 43/tcp whois\n' >"$work/names"
"$command" build -q -o "$work/registry.idx" --names "$work/names" "$work/registry.csv"
printf '%s\n' '# a comment' 'http 80/tcp www	# same' 'whois 43/tcp nicname' '' 'imap 143/tcp imap2' 'myapp 8080/tcp' 'spamd 783/tcp' >"$work/services"
cat >"$work/expected" <<'TEXT'
= 43/tcp whois nicname -> nicname whois
= 143/tcp imap imap2 -> imap
- 783/tcp spamd
> 8080/tcp myapp -> 9000/tcp
+ 143/udp imap
+ 6000-6003/tcp x11
2 added, 1 removed, 2 renamed, 1 moved, 0 changed
TEXT
mkdir "$work/folder"
"$command" build -q -o "$work/folder" --names "$work/names" "$work/registry.csv"
equal "a pointer is the index that it names" "0 added, 0 removed, 0 renamed, 0 moved, 0 changed" \
    "$("$command" diff "$work/registry.idx" "$work/folder/services.idx")"
"$command" -i "$work/registry.idx" diff "$work/services" >"$work/out"
equal "services, the index in use: exit status" 1 $?
check "services, the index in use: what only the index has comes last" cmp "$work/expected" "$work/out"
"$command" diff "$work/registry.idx" "$work/services" >"$work/out"
equal "an index, services: likewise" \
    "= 43/tcp nicname whois -> whois nicname|- 6000-6003/tcp x11|2|1 added, 2 removed, 2 renamed, 1 moved, 0 changed" \
    "$(sed -n 1p "$work/out")|$(sed -n '/^-/p' "$work/out" | tail -n 1)|$(tail -n 3 "$work/out" | grep -c '^-')|$(tail -n 1 "$work/out")"
equal "with CSV, the curated names are the vendor's: nicname whois" "= 43/tcp whois nicname -> nicname whois" \
    "$("$command" diff "$work/services" "$work/registry.csv" | head -n 1)"
printf '# nothing but a comment\n' >"$work/none"
equal "with CSV, the curated names are those of -i: none" "= 43/tcp whois nicname -> nicname" \
    "$("$command" diff -i "$work/old.idx" "$work/services" "$work/registry.csv" | head -n 1)"
if [ "$(id -u)" = 0 ] && command -v mount >/dev/null; then
    # Away with all of the vendor's.
    # shellcheck disable=SC2016
    away() { unshare -m --propagation private sh -c 'mount -t tmpfs tmpfs "$1" && shift && exec "$@"' sh "$(dirname "$vendor")" "$command" diff "$@"; }
    equal "with CSV, and no index: none" "= 43/tcp whois nicname -> nicname" \
        "$(away "$work/services" "$work/registry.csv" 2>&1 | head -n 1)"
fi
for unreadable in / "$work" "$work/no-such-file"; do
    equal "diff $(basename "$unreadable")" "4 1" \
        "$("$command" diff "$unreadable" "$unreadable" 2>"$work/errors"; echo "$?") $(grep -c "^iana-services: $unreadable: cannot " "$work/errors")"
done
equal "an empty file" "6 added, 0 removed, 0 renamed, 0 moved, 0 changed" \
    "$("$command" -i "$work/registry.idx" diff /dev/null | tail -n 1)"
equal "a file without a line" "6 added, 0 removed, 0 renamed, 0 moved, 0 changed" \
    "$("$command" diff "$work/none" "$work/registry.idx" | tail -n 1)"
{ cat "$work/services"; printf 'mistake 99999/tcp\n'; } >"$work/mistaken"
"$command" diff "$work/services" "$work/mistaken" >"$work/out" 2>"$work/errors"
equal "a line that cannot be used is reported, and left out" "0 1" \
    "$? $(grep -c "^iana-services: $work/mistaken:8: .*over 65535" "$work/errors")"
printf 'one 1/tcp\none 1/tcp two\n' >"$work/twice"
printf 'one 1/tcp two\n' >"$work/once"
"$command" diff -q "$work/twice" "$work/once"
equal "lines that share a port and transport are one" 0 $?

# ---- an index and its exports ----
printf 'mine 80/tcp www my-web\nmine 49999/ddp\n' >"$work/local"
"$command" build -q --local "$work/local" "$csv"
"$command" export -o "$work/export"
equal "the export of the live index" "0 added, 0 removed, 0 renamed, 0 moved, 0 changed" \
    "$("$command" diff "$work/export")"
"$command" diff -q "$csv"
equal "rows are compared with a registry, not local lines: exit status" 0 $?
"$command" diff "$work/export" "$vendor" >"$work/out"
equal "the vendor's index has no local lines" \
    "= 80/tcp mine www my-web http www-http -> http www www-http|- 49999/ddp mine|0 added, 1 removed, 1 renamed, 0 moved, 0 changed" \
    "$(paste -sd '|' "$work/out")"
"$command" build -q --names /dev/null -o "$work/uncurated" "$csv"
"$command" diff "$state/1/gen/$(cat "$state/1/current")" "$vendor" >"$work/out"
equal "of indexes with the same rows, local lines count" \
    "1 = 80/tcp mine www my-web http www-http -> http www www-http|- 49999/ddp mine|0 added, 1 removed, 1 renamed, 0 moved, 0 changed" \
    "$? $(paste -sd '|' "$work/out")"
"$command" diff "$work/uncurated" "$vendor" >"$work/out"
equal "and curated names" "1 = 43/tcp nicname -> nicname whois" "$? $(grep ' 43/tcp' "$work/out")"
rm -rf "$state"

# ---- what cannot be compared ----
# bad WHAT STATUS PATTERN OLD NEW
bad() {
    "$command" diff "$4" "$5" >"$work/out" 2>"$work/errors"
    equal "$1: exit status" "$2" $?
    equal "$1: no output" "" "$(cat "$work/out")"
    check "$1: the message" grep -q "$3" "$work/errors"
}
printf 'neither this\nnor that\n' >"$work/prose"
head -c 300 "$work/old.csv" | head -n 3 | tr -d '\n' >"$work/cut.csv"
python3 - "$work" <<'PYTHON'
import sys
data = bytearray(open(f"{sys.argv[1]}/new.idx", "rb").read())
data[-3] ^= 1
open(f"{sys.argv[1]}/damaged.idx", "wb").write(data)
open(f"{sys.argv[1]}/short.idx", "wb").write(data[:20])
PYTHON
bad prose 3 'prose:1: not the header' "$work/prose" "$work/new.csv"
bad "a damaged index" 3 'damaged' "$work/damaged.idx" "$work/new.csv"
bad "the start of an index" 3 'cut off' "$work/short.idx" "$work/new.csv"
bad "a file cut off" 3 'cut.csv' "$work/cut.csv" "$work/new.csv"
bad "no such file" 4 'No such file' "$work/old.csv" "$work/no-such-file"
"$command" diff 2>/dev/null
equal "no operand: exit status" 2 $?
"$command" diff "$work/old.csv" "$work/new.csv" "$work/new.csv" 2>/dev/null
equal "three operands: exit status" 2 $?
"$command" diff "$work/old.csv" "$work/new.csv" >/dev/full 2>/dev/null
equal "a full disk: exit status" 4 $?

# ---- on a terminal ----
cat >"$work/terminal.py" <<'PYTHON'
import pty, sys
pty.spawn(sys.argv[1:])
PYTHON
on_terminal() { TERM=xterm python3 "$work/terminal.py" "$command" diff "$work/old.csv" "$work/new.csv" </dev/null | tr -d '\r'; }
escape=$(printf '\033')
equal "colours: removed red, renamed yellow, added green" "31 33 32" \
    "$(NO_COLOR='' on_terminal | sed -n "s/^$escape\[\([0-9]*\)m[-=+] [236].*$escape\[0m\$/\1/p" | sed 3q | paste -sd ' ')"
equal "none with NO_COLOR" 0 "$(NO_COLOR=1 on_terminal | grep -c "$escape")"

# ---- the real registry ----
shared=$TOP/../shared/registry
[ -d "$shared" ] || skip "real registries" "they are not in the repository"
"$command" diff -q "$shared/2026-02-13.csv" "$shared/2026-02-13.xml"
equal "2026-02-13: CSV and XML are equal" 0 $?
for old in "$shared/2026-02-13.xml" "$shared/2026-02-13.csv" "$csv"; do
    "$command" diff --json "$old" "$shared/2026-08-17.xml" >"$work/json"
    check "$(basename "$old") to 2026-08-17.xml" python3 tests/tools/diff_registries.py "$old" \
        "$shared/2026-08-17.xml" <"$work/json" >"$work/counts"
    equal "the summary has the same counts" "$(cat "$work/counts")" \
        "$("$command" diff "$old" "$shared/2026-08-17.xml" | tail -n 1)"
done
"$command" build -q -o "$work/real.idx" "$shared/2026-08-17.xml"
"$command" diff -q "$shared/2026-08-17.xml" "$work/real.idx"
equal "the XML and its index are equal" 0 $?
"$command" -i "$work/real.idx" export -o "$work/export"
"$command" diff -q "$work/export" "$work/real.idx"
equal "the index and its export are equal" 0 $?
# ---- -f ldif: programs/export_ldap.sh has a directory; here what is refused ----
for wrong in --json '--only added'; do
    # shellcheck disable=SC2086
    "$command" diff -f ldif $wrong "$work/old.csv" "$work/new.csv" >"$work/out" 2>"$work/err"
    equal "-f ldif $wrong: exit status and output" "2 " "$? $(cat "$work/out")"
    like "-f ldif $wrong: says so" "^iana-services diff: -f ldif has all changes" "$(cat "$work/err")"
done
"$command" diff -f ldif "$work/old.csv" "$work/head" >"$work/out" 2>"$work/err"
equal "-f ldif, a header without rows: exit status" 3 $?
finish
