#!/bin/sh
# SPDX-License-Identifier: MIT
# search: what it finds, in a pipe, on a terminal and as JSON.
. tests/lib.sh
need python3 deps

check "the same as a naive scan" \
    python3 tests/tools/search_all.py "$command" "$vendor" data/service-names-port-numbers.csv data/names.services data/applications >"$work/all"
XML=$TOP/../shared/registry/2026-02-13
if [ -f "$XML.csv" ]; then
    "$command" build -q -o "$work/real.idx" --names data/names.services --shipped-applications data/applications "$XML.csv"
    check "in IANA's own file" \
        python3 tests/tools/search_all.py "$command" "$work/real.idx" "$XML.csv" data/names.services data/applications
else
    skipped "IANA's own file" "it is not in the repository"
fi

# ---- options ----
status_of() { "$command" "$@" >/dev/null 2>&1; echo $?; }
equal "-t -p -s are the long ones" "$("$command" search --transport sctp --ports system --status assigned)" \
    "$("$command" search -t sctp -p system -s assigned)"
equal "words and filters may be mixed" "$("$command" search -p 22 ssh)" "$("$command" search ssh --ports=22-22)"
for bad in "-p 9-3" "-p 70000" "-p x" "-p 80-" "-p -1" "-s none" "--since x" "--since 2026-13" "--since 99" "--sort name"; do
    # shellcheck disable=SC2086
    "$command" search $bad >"$work/out" 2>"$work/err"
    equal "search $bad" "2 0" "$? $(wc -c <"$work/out" | tr -d ' ')"
done
equal "nothing found" "1 iana-services: nothing in the registry matches" \
    "$("$command" search nosuchthing 2>&1 >/dev/null | sed "s/^/$("$command" search -q nosuchthing 2>/dev/null; echo $?) /")"
for ports in 49152-65535 dynamic 60000; do
    like "$ports: why there is none" "matches; Dynamic Ports, 49152-65535, are for anybody's use and never assigned" \
        "$("$command" search -p $ports 2>&1)"
done
equal "not for other ports" "iana-services: nothing in the registry matches" "$("$command" search -p 49151-65535 nosuch 2>&1)"
equal "-q" "" "$("$command" search -q ssh)"
equal "JSON: the rows of the table" "$("$command" search ssh | cut -f 1-3)" "$("$command" search --json ssh | python3 -c '
import json, sys
for r in json.load(sys.stdin)["rows"]:
    assert r["file"] is None and r["line"] is None and r["status"] == "assigned"
    print("" if r["port"] is None else r["port"], r["transport"] or "", r["name"], sep="\t")')"
equal "JSON: nothing found" '{"rows":[],"applications":[]} 1' \
    "$("$command" search --json nosuchthing | tr -d ' \n') $(status_of search --json nosuchthing)"

# ---- local lines; text that a terminal would obey ----
cat >"$work/r.csv" <<'CSV'
Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes
alpha,100,tcp,A description that is far too long for a table of eighty columns and so is cut off at its end,,,,,,,,
beta,101,tcp,Esc[31m and tab	here,,,,,,,,the secret Word
CSV
sed -i "s/Esc/$(printf '\033')/" "$work/r.csv"
printf 'mine 100/tcp alphabet\n' >"$work/local"
"$command" build -q -o "$work/i.idx" --names /dev/null --shipped-applications /dev/null --local "$work/local" "$work/r.csv"
equal "control characters in JSON" "'\\x1b[31m and tab\\there'" \
    "$("$command" search -j -i "$work/i.idx" beta | python3 -c 'import json, sys; print(repr(json.load(sys.stdin)["rows"][0]["description"]))')"
search() { "$command" -i "$work/i.idx" search "$@"; }
equal "a local line, found by its alias" "100 tcp mine local: $work/local:1" \
    "$(search phabet | cut -f 1-4 | tr '\t' ' ')"
equal "its JSON" "mine $work/local 1" \
    "$(search --json alphabet | python3 -c 'import json, sys; (r,) = json.load(sys.stdin)["rows"]; print(r["name"], r["file"], r["line"])')"
equal "a local line is found by its path" "mine" "$(search "$work/local" | cut -f 3)"
equal "and comes first by its own name" "mine beta" \
    "$(printf 'mine 100/tcp beta\n' >"$work/local"; "$command" build -q -o "$work/i.idx" --names /dev/null --shipped-applications /dev/null --local "$work/local" "$work/r.csv"; search beta | cut -f 3 | paste -sd ' '; printf 'mine 100/tcp alphabet\n' >"$work/local"; "$command" build -q -o "$work/i.idx" --names /dev/null --shipped-applications /dev/null --local "$work/local" "$work/r.csv")"
cat >"$work/people.xml" <<'XML'
<registry xmlns="http://www.iana.org/assignments"><updated>2026-01-02</updated>
<record><name>alpha</name><protocol>tcp</protocol><assignee><xref type="person" data="Who_1"/></assignee><number>100</number></record>
<record><name>berta</name><protocol>tcp</protocol><number>101</number></record>
<people><person id="Aaa"><name>Nobody</name></person><person id="Who_1"><name>Berta Müller</name><org>Works</org></person><person id="Zzz"><name>Works too</name></person></people>
</registry>
XML
"$command" build -q -o "$work/people.idx" --names /dev/null --shipped-applications /dev/null "$work/people.xml"
equal "an assignee is found by what the person is called" "berta alpha" \
    "$("$command" -i "$work/people.idx" search BERTA | cut -f 3 | paste -sd ' ')"
equal "and by the organisation" "alpha" "$("$command" -i "$work/people.idx" search works | cut -f 3)"
equal "a transport that nobody knows" "2" "$(status_of search -t foo)"
for columns in 1 5 17 20 38; do
    COLUMNS=$columns NO_COLOR=1 on_terminal "$command" -i "$work/i.idx" search | tr -d '\r' >"$work/terminal"
    check "a table that fits $columns columns" \
        python3 -c 'import sys; sys.exit(max(len(l.rstrip("\n")) for l in open(sys.argv[1])) > int(sys.argv[2]))' "$work/terminal" $columns
done
# Wide characters take two columns, combining ones none.
cat >"$work/wide.py" <<'PYTHON'
import sys, unicodedata
def width(s):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)
lines = [l.rstrip("\n") for l in open(sys.argv[1], encoding="utf-8")]
print(*(width(l[:l.index("|")]) if "|" in l else -1 for l in lines), max(map(width, lines)))
PYTHON
{
    head -n 1 "$work/r.csv"
    printf '%s,%s,tcp,%s,,,,,,,,\n' '日本語サービス' 200 '|wide' 'a' 201 '|combining' 'ascii' 202 '|ascii' \
        '非常に長い名前のサービスです' 203 '|cut' 'x' 204 "|$(printf '語%.0s' $(seq 60))"
} | sed "s/^a,/$(printf 'e\314\201t\303\251'),/" >"$work/wide.csv"
mkdir "$work/日本"
printf 'mine 205/tcp\n' >"$work/日本/local"
"$command" build -q -o "$work/wide.idx" --names /dev/null --shipped-applications /dev/null --local "$work/日本/local" "$work/wide.csv"
NO_COLOR=1 on_terminal "$command" -i "$work/wide.idx" search --ports 200-204 | tr -d '\r' >"$work/terminal"
equal "columns of wide and combining characters" "-1 48 48 48 48 48 80" "$(python3 "$work/wide.py" "$work/terminal")"
# 48 columns before the description.
for more in 2 3; do
    COLUMNS=$((48 + $(printf 'local: %s/' "$work" | wc -c) + more)) on_terminal "$command" -i "$work/wide.idx" search mine | tr -d '\r' | sed '1d;s|.*/||'
done | paste -sd ' ' >"$work/terminal"
equal "a wide character before the ellipsis, if it fits" "… 日…" "$(cat "$work/terminal")"
equal "controls are made visible" '101	tcp	beta	\x1b[31m and tab\x09here		assigned' "$(search secret word)"
NO_COLOR=1 on_terminal "$command" -i "$work/i.idx" search | tr -d '\r' >"$work/terminal"
equal "a table that fits the terminal" "80" \
    "$(python3 -c 'import sys; print(max(len(l.rstrip("\n")) for l in open(sys.argv[1])))' "$work/terminal")"
equal "with an ellipsis" "1" "$(grep -c 'A descr.*…$' "$work/terminal")"
equal "and nothing that a terminal obeys" "0" "$(grep -c "$(printf '[\033\t]')" "$work/terminal")"
on_terminal "$command" -i "$work/i.idx" search ALPH >"$work/terminal"
check "hits are marked on a terminal" grep -q "$(printf '\033')\[1;31malph$(printf '\033')\[0ma " "$work/terminal"
equal "not with NO_COLOR" "" \
    "$(on_terminal env NO_COLOR=1 "$command" -i "$work/i.idx" search ALPH | grep "$(printf '\033')")"

# ---- the heading and the dates on a terminal ----
{
    head -n 1 "$work/r.csv"
    printf 'one,1,tcp,ÉTÉ à la mer,,,2026-01-02,,,,,\ntwo,2,tcp,second,,,2019-05,2026-02,[RFC1],,,\nthree,3,udp,third,,,,,,,Seen on 2026-01,\n'
} >"$work/dated.csv"
"$command" build -q -o "$work/dated.idx" --names /dev/null --shipped-applications /dev/null "$work/dated.csv"
dated() { "$command" -i "$work/dated.idx" search "$@"; }
equal "heading and dates" "PORT            NAME                 DATE       DESCRIPTION
1/tcp           one                  2026-01-02 ÉTÉ à la mer
2/tcp           two                  2026-02    second
3/udp           three                           third" \
    "$(NO_COLOR=1 on_terminal "$command" -i "$work/dated.idx" search | tr -d '\r')"
equal "a narrow one has no dates" "PORT            NAME                 DESCRIPTION" \
    "$(COLUMNS=71 NO_COLOR=1 on_terminal "$command" -i "$work/dated.idx" search | tr -d '\r' | head -n 1)"
equal "no heading in a pipe" "1" "$(dated one | wc -l)"
equal "letters that are not ASCII are marked, too" "1" \
    "$(on_terminal "$command" -i "$work/dated.idx" search été | grep -c "$(printf '\033')\[1;31mÉTÉ$(printf '\033')")"
equal "the newest first, those without a date last" "two one three" "$(dated --sort date | cut -f 3 | paste -sd ' ')"
equal "since a day: a month that may be later is in" "two" "$(dated --since 2026-02-20 | cut -f 3)"
equal "reports of unauthorized use, references, dates" "three two one" \
    "$(dated seen | cut -f 3) $(dated rfc1 | cut -f 3) $(dated 2026-01-02 | cut -f 3)"
equal "a part of a month is none" "1" "$("$command" -i "$work/dated.idx" search 2019-0 >/dev/null 2>&1; echo $?)"

# ---- a pager ----
mkdir "$work/bin"
printf '#!/bin/sh\nsed "s/^/$*: /"\n' >"$work/bin/less"
chmod 755 "$work/bin/less"
# paged [NAME=VALUE...] ARGUMENT...: the first and the last line of a search's, on a terminal.
paged() { PATH=$work/bin:$PATH NO_COLOR=1 on_terminal env "$@" | tr -d '\r' | sed 's/ .*//' | sed -n '1p;$p' | paste -sd ' '; }
equal "less -FRX" "-FRX: -FRX:" "$(paged -u PAGER "$command" -i "$vendor" search http)"
# shellcheck disable=SC2016
equal "\$PAGER, and what less is told" "x:PORT FRX" \
    "$(paged -u LESS PAGER='sed -n "1s/^/x:/p"; echo "$LESS"' "$command" -i "$vendor" search http)"
# shellcheck disable=SC2016
equal "\$LESS is the user's" "x" "$(paged PAGER='echo "$LESS"; cat >/dev/null' LESS=x "$command" -i "$vendor" search http | cut -d ' ' -f 1)"
for none in "PAGER=" "PAGER=cat" "TERM=dumb"; do
    like "$none: none" "^PORT " "$(paged PAGER='sed s/^/x:/' "$none" "$command" -i "$vendor" search http)"
done
like "--no-pager" "^PORT " "$(paged PAGER='sed s/^/x:/' "$command" -i "$vendor" --no-pager search http)"
like "none for what fits the screen" "^PORT " "$(paged PAGER='sed s/^/x:/' "$command" -i "$work/dated.idx" search)"
like "a line that is wider than the screen takes several" "^x:" \
    "$(paged PAGER='sed s/^/x:/' "$command" -i "$work/dated.idx" search --json | cut -c 1-9)"
like "one that is not installed: as without" "zigbee\|^[0-9/]*tcp\|^PORT" \
    "$(paged PAGER='nosuch-pager 2>/dev/null' "$command" -i "$vendor" search http)"
equal "none in a pipe" "1" "$(PAGER='sed s/^/x:/' "$command" search http | grep -vc '^x:' | sed 's/^[1-9][0-9]*$/1/')"
# shellcheck disable=SC2016
equal "one that ends early changes no exit status" "0" \
    "$(on_terminal sh -c 'PAGER="head -n 1" "$0" -i "$1" search --json >/dev/tty; echo $?' "$command" "$vendor" | tail -n 1 | tr -d '\r')"
for subcommand in "show http" "show --json http" "diff --no-pager data/service-names-port-numbers.csv" "diff tests/golden/registry.csv" doctor; do
    # shellcheck disable=SC2086
    LINES=3 on_terminal env PAGER='sed s/^/x:/' "$command" $subcommand >"$work/out"
    case $subcommand in *--no-pager*) expected=0 ;; *) expected=1 ;; esac
    equal "$subcommand: paged" $expected "$(grep -c '^x:' "$work/out" | sed 's/^[1-9][0-9]*$/1/')"
done
finish
