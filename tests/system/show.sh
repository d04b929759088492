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
80/tcp|80/tcp  http  World Wide Web HTTP
80/TCP|80/tcp  http  World Wide Web HTTP
tcp/80|80/tcp  http  World Wide Web HTTP
127.0.0.1:80/tcp|80/tcp  http  World Wide Web HTTP
http/tcp|80/tcp  http  World Wide Web HTTP
host:http/tcp|80/tcp  http  World Wide Web HTTP
_http._tcp|80/tcp  http  World Wide Web HTTP
HTTP/udp|80/udp  http  World Wide Web HTTP
http|80/tcp, 80/udp  http  World Wide Web HTTP;80/sctp  http  HTTP
:443|443/tcp, 443/udp  https  http protocol over TLS/SSL;443/sctp  https  HTTPS
22/tcp,|22/tcp  ssh  The Secure Shell (SSH) Protocol
22/tcp,21/tcp|22/tcp  ssh  The Secure Shell (SSH) Protocol;21/tcp  ftp  File Transfer Protocol [Control]
[::1]:53|53/tcp, 53/udp  domain  Domain Name Server
6000-6063|6000-6063/tcp, 6000-6063/udp  x11  X Window System
6010/tcp|6010/tcp  x11  X Window System
21-23/udp|21/udp  ftp  File Transfer Protocol [Control];22/udp  ssh  The Secure Shell (SSH) Protocol;23/udp  telnet  Telnet
49150-50000|49150/tcp  inspider  InSpider System;49150/udp  no name: Reserved;49151  no name: IANA Reserved;49152-50000  no name: Dynamic Ports are never assigned; any program may use them
cl/1|172/tcp, 172/udp  cl-1  Network Innovations CL/1 IANA assigned this well-formed service name as a replacement for "cl/1".
cl/1/tcp|172/tcp  cl-1  Network Innovations CL/1 IANA assigned this well-formed service name as a replacement for "cl/1".
x11/tcp|6000-6063/tcp  x11  X Window System
whois|43/tcp  nicname  Who Is
4/tcp|4/tcp  no name: Unassigned
10250|10250  no name: Unassigned
51000|51000  no name: Dynamic Ports are never assigned; any program may use them
22/dccp|22/dccp  no name: the registry has nothing there
http-alt/tcp|591/tcp  http-alt  FileMaker, Inc. - HTTP Alternate (see Port 80);8008/tcp  http-alt  HTTP Alternate;8080/tcp  http-alt  HTTP Alternate (see port 80)
airplay/tcp|_airplay._tcp  airplay  Protocol for streaming of audio/video content;5000/tcp  commonly used by airplay (AirPlay 1 receiver, Shairport Sync);7000/tcp  commonly used by airplay (AirPlay 2 receiver, Shairport Sync)
99999|iana-services: 99999: neither a port from 0 to 65535 nor a service name
80,99999|iana-services: 99999: neither a port from 0 to 65535 nor a service name;80/tcp, 80/udp  http  World Wide Web HTTP;80/sctp  http  HTTP
search|2010/tcp  search
ANSWERS
like "a name without a port is a DNS-SD type" 'no port of its own: a DNS-SD service type' "$("$command" airplay/tcp)"
like "the nearest assigned ports" 'nearest: tcpmux 1/tcp, rje 5/tcp' "$("$command" 4/tcp)"
like "a port of a range" '^    ports: 6000-6063' "$("$command" 6010/tcp)"
for bad in "" "," /tcp _._tcp 65536 6063-6000 host: "$(printf '%300d' 0 | tr 0 a)"; do
    equal "show $(printf %.20s "$bad")" 2 "$(status_of "$bad")"
done
"$command" build -q -o "$work/head.idx" --names /dev/null tests/bad-index/registry.xml
kinds="rows: 12: 10 with a name and a port, 1 DNS-SD names without a port, 1 reserved, 0 unassigned"
equal "show without arguments: the head of the registry" \
    "title: Small registry|updated: 2026-01-02|reference: [RFC9999]|expert:|    Ann One|    Bob Two|note (To the reader): Made up, see [RFC9999]; [RFC1] is no link.|date: 2026-01-02, published|source: registry.xml|$kinds" \
    "$("$command" show -i "$work/head.idx" | paste -sd '|')"
equal "in JSON" \
    '{"date":"2026-01-02","date_kind":"published","source":"registry.xml","rows":12,"kinds":{"assigned":10,"dns_sd":1,"reserved":1,"unassigned":0,"local":0},"head":[["title",null,"Small registry"],["updated",null,"2026-01-02"],["xref","rfc","[RFC9999]"],["expert",null,"Ann One\nBob Two"],["note","To the reader","Made up, see [RFC9999]; [RFC1] is no link."]]}' \
    "$("$command" show -j -i "$work/head.idx" | python3 -c 'import json, sys; d = json.load(sys.stdin); d["head"] = [list(h.values()) for h in d["head"]]; print(json.dumps(d, separators=(",", ":")))')"
"$command" build -q -o "$work/csv.idx" --names /dev/null tests/golden/registry.csv
equal "the nearest port of the transport" "    nearest: discard 9/dccp" "$("$command" show -i "$work/csv.idx" 3000/dccp | grep nearest)"
equal "the command alone: the same" "$("$command" show -i "$work/head.idx")" "$("$command" -i "$work/head.idx")"
like "of unknown date: the newest row" '^date: unknown date (newest row 2024-12-20)$' "$("$command" show -i "$work/csv.idx")"
"$command" build -q -o "$work/csv.idx" --names /dev/null --date 2025-01-02 tests/golden/registry.csv
like "a stated date is called so" '^date: 2025-01-02, stated$' "$("$command" show -i "$work/csv.idx")"
like "of a registry from CSV: where it came from" '^source: service-names-port-numbers.csv$' "$("$command" show)"
equal "as a DNS-SD browser prints it" "80/tcp  http  World Wide Web HTTP" "$(head_of _http._tcp.local.)"
like "an argument is made visible in a message" 'no\\u009bsuch: not in the registry' \
    "$("$command" "$(printf 'no\302\233such')" 2>&1)"
equal "exit statuses" "0 1 1 1 2 0 4" \
    "$(for a in http 4 51000 nosuch 65536; do status_of "$a"; done | paste -sd ' ') $(status_of show) $(status_of -i "$work/none" 80)"
equal "the worst of several" "1 2" "$(status_of 80 4 443) $(status_of 99999,80)"
equal "-q prints nothing of what is found" "" "$("$command" show -q 80 http 4 2>&1)"
equal "names that are like an unknown one" "iana-services: htpp: not in the registry; the closest names: http, htcp, htsp; or try \`iana-services search htpp'" \
    "$("$command" htpp 2>&1)"
like "one name that begins with it" 'the closest name: mongodb; or' "$("$command" mongo 2>&1)"
like "names that begin with it, and no others" 'the closest names: etcd-client, etcd-server; or' "$("$command" etcd 2>&1)"
like "names that have it as a word" 'the closest names: dict-lookup, qftest-lookup; or' "$("$command" lookup 2>&1)"
equal "but not as a part of one" "iana-services: looku: not in the registry; try \`iana-services search looku'" \
    "$("$command" looku 2>&1)"
equal "one that none is like" "iana-services: qqqqqqqqqqqqqqqqq: not in the registry; try \`iana-services search qqqqqqqqqqqqqqqqq'" \
    "$("$command" qqqqqqqqqqqqqqqqq 2>&1)"

# ---- subcommands mistyped, and help ----
while read -r typed meant; do
    equal "$typed" "2 iana-services: $typed: no subcommand, and not in the registry; did you mean $meant?" \
        "$(status_of "$typed") $("$command" "$typed" git 2>&1)"
done <<'WORDS'
exprot export
doctr doctor
seach search
shwo show
rolback rollback
WORDS
equal "of a short word only one letter may be wrong" "1 iana-services: qhoq: not in the registry; try \`iana-services search qhoq'" \
    "$(status_of qhoq) $("$command" qhoq 2>&1)"
like "show of such a word: a name" '^iana-services: exprot: not in the registry; try' "$("$command" show exprot 2>&1)"
equal "what is like one, and a name" "0 2628/tcp, 2628/udp  dict  DICT" "$(status_of dict) $(head_of dict)"
equal "only the first argument" "1 iana-services: doctr: not in the registry; try \`iana-services search doctr'" \
    "$(status_of -q 80 doctr) $("$command" -q 80 doctr 2>&1)"
equal "help" "$("$command" --help)" "$("$command" help)"
equal "-h" "$("$command" --help)" "$("$command" -h)"
equal "help of a subcommand" "$("$command" export --help)" "$("$command" help export)"
equal "-h of a subcommand" "$("$command" export --help)" "$("$command" export -h)"
equal "help of none" "2 iana-services: exprot: no subcommand; did you mean export?" "$(status_of help exprot) $("$command" help exprot 2>&1)"
equal "show help: the name" "_help._tcp, _help._udp  help  HELP command" "$(head_of help)"
equal "without the word" "$("$command" show 80)" "$("$command" 80)"
"$command" -i "$work/none" 80 2>"$work/err"
check "-i names another index" grep -q "^iana-services: $work/none: cannot open" "$work/err"

# ---- no index ----
mkdir "$work/made"
ln -s "$BUILD/iana-services" "$work/made/iana-services"
for subcommand in 'show 443' 443 search export verify 'diff data/names.services'; do
    # shellcheck disable=SC2086
    "$work/made/iana-services" $subcommand 2>&1 | grep -c '^iana-services: no index: neither /.*/1/current nor /.*/iana-services/services.idx exists; install iana-services, or name an index by -i$'
done >"$work/said"
if [ -e /usr/share/iana-services/services.idx ] || [ -e /var/lib/iana-services/1/current ]; then
    skipped "no index" "this machine has one"
else
    equal "each subcommand says which index it looked for" "1 1 1 1 1 1" "$(paste -sd ' ' "$work/said")"
    cp "$vendor" "$work/made/services.idx"
    like "and which is beside it" "use the one here: -i $work/made/services.idx$" "$("$work/made/iana-services" 443 2>&1)"
fi

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
<people><person id="C_D"><name>C. D.</name><uri>https://example.org/cd</uri><updated>2025-03</updated></person>
<person id="A_B"><name>A. B.</name><org>AB Org</org><uri>mailto:ab&amp;example.org</uri><uri>mailto:a.b&amp;example.net</uri><updated>2024-05-06</updated></person></people>
</registry>
XML
printf '\n# ours\nmine 100/tcp own # comment\nmine 7777/ddp\n' >"$work/local"
"$command" build -q -o "$work/i.idx" --names /dev/null --local "$work/local" "$work/r.xml"
cat >"$work/expected" <<'TEXT'
100/tcp  mine
    aliases: own
    local: WORK/local:3
100/tcp  alpha  First \u202eline second \u009b31m line
    aliases: beta
    assignee: A. B., AB Org <ab@example.org, a.b@example.net> (as of 2024-05-06)
    contact: C. D. <https://example.org/cd>; registered: 2025-01-02
    modified: 2025-03
    reference: https://www.rfc-editor.org/rfc/rfc9110, [RFC-ietf-x-y-07] https://datatracker.ietf.org/doc/draft-ietf-x-y-07, https://datatracker.ietf.org/doc/draft-z-00, [Example] https://example.org/a, [1] The text of the footnote.
    service code: 42
    unauthorized use: Someone on 101
    notes: A note by C. D. <https://example.org/cd>
    beta  Second row of the port
TEXT
equal "all of it" "$(sed "s|WORK|$work|" "$work/expected")" "$("$command" -i "$work/i.idx" show 100/tcp)"
equal "rows that differ only in the transport, and one that does not" "100/tcp  mine
100/tcp  alpha  First \\u202eline second \\u009b31m line
100/udp  alpha  Twin
100/sctp  no name: Reserved" "$("$command" -i "$work/i.idx" show 100 | grep -v '^ ')"
equal "a transport that is not assigned, with its note" "100/sctp  no name: Reserved
    notes: For later" "$("$command" -i "$work/i.idx" 100/sctp | grep -v nearest)"
equal "a transport of a local line" "7777/ddp  mine" "$("$command" -i "$work/i.idx" mine/ddp | head -n 1)"
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

# ---- can I take this port? ----
machine_of() { "$command" show "$@" | sed -n 's/^    this machine: //p'; }
range=$(tr '\t' - </proc/sys/net/ipv4/ip_local_port_range)
python3 - "$work/ports" >"$work/listener" <<'PYTHON' &
import os, socket, sys, time
out = []
for kind, ports, family, host in ((socket.SOCK_STREAM, range(10202, 10252), socket.AF_INET, "127.0.0.1"), (socket.SOCK_DGRAM, range(65000, 65500), socket.AF_INET, "127.0.0.1")):
    for port in ports:
        s = socket.socket(family, kind)
        try:
            s.bind((host, port))
        except OSError:
            continue
        if kind == socket.SOCK_STREAM:
            s.listen()
        out.append((s, port))
        break
open(sys.argv[1] + ".new", "w").write("\n".join(str(port) for _, port in out) + "\n")
os.rename(sys.argv[1] + ".new", sys.argv[1])
while os.path.exists(sys.argv[1]):
    time.sleep(0.1)
PYTHON
listener=$!
while [ ! -e "$work/ports" ] && kill -0 $listener 2>/dev/null; do sleep 0.1; done
{ read -r tcp_port; read -r udp_port; } <"$work/ports"
like "an Unassigned port on which a program listens" "^a program listens on it (tcp); .*side the ephemeral range ($range)" "$(machine_of "$tcp_port")"
like "by its transport" '^nothing listens' "$(machine_of "$tcp_port/udp")"
like "a Dynamic port on which a program listens" "^a program listens on it (udp); .* the ephemeral range ($range)" "$(machine_of "$udp_port")"
equal "in JSON" "['tcp'] ['udp'] None" "$("$command" show -j "$tcp_port" "$udp_port" 80 | python3 -c '
import json, sys
a, b, c = json.load(sys.stdin)
print(a["machine"]["listening"], b["machine"]["listening"], c["machine"])')"
rm "$work/ports"
wait $listener
like "and on which none does" '^nothing listens' "$(machine_of "$tcp_port")"
last=${range#*-}
if [ "$last" -ge 49152 ]; then like "the last port of the ephemeral range is in it" '; in the ephemeral range' "$(machine_of "$last")"; fi
like "Unassigned is not free" '^    Not assigned does not mean free' "$("$command" show 10250)"
equal "a port that somebody has" "" "$(machine_of 0 80 100-110)"
like "over sctp" '^what listens is not known' "$(machine_of 7/sctp)"

# ---- on a terminal ----
lines_of() { COLUMNS=80 on_terminal env NO_COLOR=1 "$command" "$@" | tr -d '\r'; }
check "443: at most 15 lines" [ "$(lines_of -i "$vendor" show 443 | wc -l)" -le 15 ]
check "http: at most 25" [ "$(lines_of -i "$vendor" show http | wc -l)" -le 25 ]
cat >"$work/long.csv" <<CSV
$(head -n 1 $snapshot)
long,1,tcp,$(seq -s ' ' 30),[Somebody],[Somebody],,,,,,"one
    two

$(seq -s ' ' 60)
$(printf 'line %d\n' 5 6 7 8)"
CSV
"$command" build -q -o "$work/long.idx" --names /dev/null "$work/long.csv"
whole="1/tcp  long  $(seq -s ' ' 30)
    assignee: [Somebody]
    notes: one
        two
        $(seq -s ' ' 60)
$(printf '        line %d\n' 5 6 7 8)"
equal "in a pipe no line is broken or left out" "$whole" "$("$command" -i "$work/long.idx" show long)"
equal "a long note on a terminal" "1/tcp  long  $(seq -s ' ' 25)
    $(seq -s ' ' 26 30)
    assignee: [Somebody]
    notes: one
        two
        $(seq -s ' ' 27)
        (6 more lines; --all shows them)" "$(lines_of -i "$work/long.idx" show long)"
printf '%s\nshort,1,tcp,,,,,,,,,"one\ntwo\nthree\nfour"\n' "$(head -n 1 $snapshot)" >"$work/short.csv"
"$command" build -q -o "$work/short.idx" --names /dev/null "$work/short.csv"
equal "of four lines none is left out" "    notes: one|        two|        three|        four" \
    "$(lines_of -i "$work/short.idx" show short | tail -n 4 | paste -sd '|')"
flat() { tr -d '\r' | tr -s ' \n' '  '; } # without regard to where lines are broken
equal "--all" "$(printf '%s\n' "$whole" | flat)" "$(lines_of -i "$work/long.idx" show --all long | flat)"
check "a terminal's width is kept, but for a URL on a line by itself" \
    [ "$(lines_of show --all http nfs 6000-6100 airplay | grep -v '^ *https:[^ ]*$' | wc -L)" -le 80 ]
on_terminal "$command" -i "$work/i.idx" 100/tcp >"$work/terminal"
check "names are bold on a terminal" grep -q "$(printf '\033')\[1malpha" "$work/terminal"
check "no escape sequence around nothing" not grep -q "$(printf '\033')\[[12]m$(printf '\033')" "$work/terminal"
"$command" -i "$work/i.idx" show 100/tcp | flat >"$work/flat"
equal "not with NO_COLOR" "$(cat "$work/flat")" "$(lines_of -i "$work/i.idx" 100/tcp | flat)"
equal "and nothing else that a terminal obeys" "$(cat "$work/flat")" \
    "$(sed "s/$(printf '\033')\[[0-9;]*m//g" "$work/terminal" | flat)"
finish
