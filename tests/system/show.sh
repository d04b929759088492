#!/bin/sh
# SPDX-License-Identifier: MIT
# show: what it prints for every port and name, how it may be asked, and what a terminal gets.
. tests/lib.sh
need python3 deps
snapshot=data/service-names-port-numbers.csv

# ---- every port and every name ----
check "every port and name of the snapshot" \
    python3 tests/tools/show_all.py "$command" "$vendor" "$snapshot" >"$work/all"

# ---- ways to ask ----
status_of() { "$command" "$@" >/dev/null 2>&1; echo $?; }
head_of() { "$command" show "$@" 2>&1 | grep -v '^ ' | paste -sd '|'; }
while IFS='|' read -r key expected; do
    equal "show $key" "$expected" "$(head_of "$key" | tr '|' ';')"
done <<'ANSWERS'
80/tcp|http 80/tcp www www-http
80/TCP|http 80/tcp www www-http
http/tcp|http 80/tcp www www-http
_http._tcp|http 80/tcp www www-http
HTTP/udp|http 80/udp www www-http
http|http 80/tcp www www-http;http 80/udp www www-http;http 80/sctp
cl/1|cl-1 172/tcp cl/1;cl-1 172/udp cl/1
cl/1/tcp|cl-1 172/tcp cl/1
6010/tcp|x11 6010/tcp
x11/tcp|x11 6000-6063/tcp
whois|nicname 43/tcp whois
4/tcp|4/tcp has no name: Unassigned
51000|51000 has no name: Dynamic Ports are never assigned; any program may use them
22/dccp|22/dccp has no name: the registry has nothing there
http-alt/tcp|http-alt 591/tcp;http-alt 8008/tcp;http-alt 8080/tcp webcache
airplay/tcp|airplay tcp
99999|iana-services: 99999: neither a port from 0 to 65535 nor a service name
search|search 2010/tcp
ANSWERS
like "a name without a port is a DNS-SD type" 'no port: a DNS-SD service type, _airplay._tcp' \
    "$("$command" airplay/tcp)"
like "the nearest assigned ports" 'nearest: tcpmux 1/tcp, rje 5/tcp' "$("$command" 4/tcp)"
for bad in "" /tcp _._tcp 65536 "$(printf '%300d' 0 | tr 0 a)"; do
    equal "show $(printf %.20s "$bad")" 2 "$(status_of "$bad")"
done
"$command" build -q -o "$work/head.idx" --names /dev/null tests/bad-index/registry.xml
equal "show without arguments: the head of the registry" \
    "title: Small registry|updated: 2026-01-02|reference: [RFC9999]|expert:|    Ann One|    Bob Two|note (To the reader): Made up, see [RFC9999]; [RFC1] is no link.|date: 2026-01-02, published|source: registry.xml|rows: 12" \
    "$("$command" show -i "$work/head.idx" | paste -sd '|')"
equal "in JSON" \
    '{"date":"2026-01-02","date_kind":"published","source":"registry.xml","rows":12,"head":[["title",null,"Small registry"],["updated",null,"2026-01-02"],["xref","rfc","[RFC9999]"],["expert",null,"Ann One\nBob Two"],["note","To the reader","Made up, see [RFC9999]; [RFC1] is no link."]]}' \
    "$("$command" show -j -i "$work/head.idx" | python3 -c 'import json, sys; d = json.load(sys.stdin); d["head"] = [list(h.values()) for h in d["head"]]; print(json.dumps(d, separators=(",", ":")))')"
"$command" build -q -o "$work/csv.idx" --names /dev/null tests/golden/registry.csv
like "of unknown date: the newest row" '^date: unknown date (newest row 2024-12-20)$' "$("$command" show -i "$work/csv.idx")"
"$command" build -q -o "$work/csv.idx" --names /dev/null --date 2025-01-02 tests/golden/registry.csv
like "a stated date is called so" '^date: 2025-01-02, stated$' "$("$command" show -i "$work/csv.idx")"
like "of a registry from CSV: where it came from" '^source: service-names-port-numbers.csv$' "$("$command" show)"
equal "as a DNS-SD browser prints it" "http 80/tcp www www-http" "$(head_of _http._tcp.local.)"
like "an argument is made visible in a message" 'no\\u009bsuch: not in the registry' \
    "$("$command" "$(printf 'no\302\233such')" 2>&1)"
equal "exit statuses" "0 1 1 1 2 0 4" \
    "$(for a in http 4 51000 nosuch 65536; do status_of "$a"; done | paste -sd ' ') $(status_of show) $(status_of -i "$work/none" 80)"
equal "the worst of several" 1 "$(status_of 80 4 443)"
equal "-q prints nothing of what is found" "" "$("$command" show -q 80 http 4 2>&1)"
like "names that are like an unknown one" '^iana-services: htpp: not in the registry; the closest names: http, ' \
    "$("$command" htpp 2>&1)"
like "a longer one" 'the closest names: ' "$("$command" submision 2>&1)"
equal "one that none is like" "" "$("$command" qqqqqqqqqqqqqqqqq 2>&1 | grep closest)"
equal "without the word" "$("$command" show 80)" "$("$command" 80)"
"$command" -i "$work/none" 80 2>"$work/err"
check "-i names another index" grep -q "^iana-services: $work/none: cannot open" "$work/err"

# ---- a registry of our own: people, links, notes, local lines, hostile text ----
cat >"$work/r.xml" <<'XML'
<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
<updated>2026-01-02</updated>
<record date="2025-01-02" updated="2025-03"><name>alpha</name><protocol>tcp</protocol><description>First &#x202e;line<br/>second &#x9b;31m line</description>
<assignee><xref type="person" data="A_B"/></assignee><xref type="person" data="C_D"/><number>100</number><sc>42</sc>
<xref type="rfc" data="rfc9110"/><xref type="draft" data="RFC-ietf-x-y-07"/><xref type="draft" data="draft-z-00"/><xref type="uri" data="https://example.org/a">Example</xref><xref type="note" data="1"/>
<unauthorized>Someone on 101</unauthorized><note>A note by <xref type="person" data="C_D"/></note></record>
<record><name>alpha</name><protocol>udp</protocol><description>Twin</description><number>100</number></record>
<record><name>beta</name><protocol>tcp</protocol><description>Second row of the port</description><number>100</number></record>
<record><protocol>sctp</protocol><description>Reserved</description><number>100</number><note>For later</note></record>
<footnote anchor="1">The text of
the footnote.</footnote>
<people><person id="C_D"><name>C. D.</name><uri>https://example.org/cd</uri></person>
<person id="A_B"><name>A. B.</name><org>AB Org</org><uri>mailto:ab&amp;example.org</uri><uri>mailto:a.b&amp;example.net</uri><updated>2024-05-06</updated></person></people>
</registry>
XML
printf '\n# ours\nmine 100/tcp own # comment\nmine 7777/ddp\n' >"$work/local"
"$command" build -q -o "$work/i.idx" --names /dev/null --local "$work/local" "$work/r.xml"
cat >"$work/expected" <<'TEXT'
mine 100/tcp own
    range: System Ports (0-1023)
    local: WORK/local:3
alpha 100/tcp beta
    range: System Ports (0-1023)
    alpha
      description: First \u202eline
        second \u009b31m line
      assignee: [A_B]
        A. B., AB Org, ab@example.org, a.b@example.net, as of 2024-05-06
      contact: [C_D]
        C. D., https://example.org/cd
      registered: 2025-01-02
      modified: 2025-03
      reference: [RFC9110][RFC-ietf-x-y-07][draft-z-00][Example][1]
        https://www.rfc-editor.org/rfc/rfc9110
        https://datatracker.ietf.org/doc/draft-ietf-x-y-07
        https://datatracker.ietf.org/doc/draft-z-00
        https://example.org/a
        The text of
        the footnote.
      service code: 42
      unauthorized use: Someone on 101
      notes: A note by [C_D]
        C. D., https://example.org/cd
    beta
      description: Second row of the port
TEXT
equal "all of it" "$(sed "s|WORK|$work|" "$work/expected")" "$("$command" -i "$work/i.idx" show 100/tcp)"
equal "a transport that is not assigned, with its note" "100/sctp has no name: Reserved
    range: System Ports (0-1023)
      notes: For later" "$("$command" -i "$work/i.idx" 100/sctp | grep -v nearest)"
equal "a transport of a local line" "mine 7777/ddp" "$("$command" -i "$work/i.idx" mine/ddp | head -n 1)"
"$command" -i "$work/i.idx" --json 100/tcp >"$work/json"
equal "JSON" "mine [] $work/local 3;alpha beta A. B. https://www.rfc-editor.org/rfc/rfc9110 2" "$(python3 - "$work/json" <<'PYTHON'
import json, sys
(a,) = json.load(open(sys.argv[1]))
local, entry = a["entries"]
row = entry["rows"][0]
print(local["name"], local["rows"], local["file"], local["line"], sep=" ", end=";")
print(entry["name"], *entry["aliases"], row["people"][0]["name"], row["links"][0]["target"], len(entry["rows"]))
PYTHON
)"

# ---- on a terminal ----
on_terminal "$command" -i "$work/i.idx" 100/tcp >"$work/terminal"
check "names are bold on a terminal" grep -q "$(printf '\033')\[1malpha" "$work/terminal"
check "not with NO_COLOR" \
    [ "$(on_terminal env NO_COLOR=1 "$command" -i "$work/i.idx" 100/tcp | tr -d '\r')" = "$("$command" -i "$work/i.idx" show 100/tcp)" ]
check "and nothing else that a terminal obeys" \
    [ "$(tr -d '\r' <"$work/terminal" | sed "s/$(printf '\033')\[[0-9;]*m//g")" = "$("$command" -i "$work/i.idx" show 100/tcp)" ]
finish
