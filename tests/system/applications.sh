#!/bin/sh
# SPDX-License-Identifier: MIT
# Applications: the shipped file, those of the administrator, and what people ask for; in no answer through libc.
. tests/lib.sh
need python3 deps
golden=tests/golden/registry.csv
build() { "$command" build -q -o "$work/i.idx" --names /dev/null "$@"; }
# programs NAME|PORT [OPTION...]: those that it leads to.
programs() { "$command" show -j "$@" | python3 -c 'import json, sys
print(*("%d/%s:%s" % (a["port"], a["transport"], a["program"]) for a in json.load(sys.stdin)[0]["applications"]))'; }

# ---- the shipped file ----
equal "the shipped file has nothing that --strict reports" "" \
    "$("$command" build -q -o "$work/strict.idx" --strict --names data/names.services --shipped-applications data/applications data/service-names-port-numbers.csv 2>&1)"
check "it has 150 lines or more" [ "$(grep -c '^[0-9]' data/applications)" -ge 150 ]
equal "each has a source that is a web page or a package's file" "" \
    "$(grep '^[0-9]' data/applications | grep -vE ' (https://[a-z0-9.-]+/|[a-z0-9.+-]+:/(etc|usr|lib)/)[^ ]*$')"
# Counted without the compiler: what is in IANA's file for that port and transport.
equal "no line repeats the registry" "" "$(python3 - <<'PYTHON'
import csv
registered = set()
ports = lambda s: range(int(s.split("-")[0]), int(s.split("-")[-1]) + 1)
for row in csv.DictReader(open("data/service-names-port-numbers.csv")):
    if row["Port Number"] and row["Service Name"]:
        for port in ports(row["Port Number"]):
            for transport in [row["Transport Protocol"]] if row["Transport Protocol"] else ["tcp", "udp"]:
                registered.add((port, transport, row["Service Name"].lower()))
for line in open("data/applications"):
    if line[0].isdigit():
        where, program = line.split()[:2]
        port, transport = where.split("/")
        if any((p, transport, program.lower()) in registered for p in ports(port)):
            print(line)
PYTHON
)"

# ---- lines that cannot be used: what is reported, for each line alone ----
while IFS='|' read -r line why; do
    printf '%b\n' "$line" >"$work/one"
    equal "$line" "$work/one:1: $why" \
        "$(build --shipped-applications "$work/one" "$golden" 2>&1 | sed 's/^iana-services: //')"
done <<'LINES'
99999/tcp x y /z|"99999/tcp" is not PORT/TRANSPORT or PORT-PORT/TRANSPORT; correct it
-1/tcp x y /z|"-1/tcp" is not PORT/TRANSPORT or PORT-PORT/TRANSPORT; correct it
080/tcp x y /z|"080/tcp" is not PORT/TRANSPORT or PORT-PORT/TRANSPORT; correct it
80-80/tcp x y /z|"80-80/tcp" is not PORT/TRANSPORT or PORT-PORT/TRANSPORT; correct it
81-80/tcp x y /z|"81-80/tcp" is not PORT/TRANSPORT or PORT-PORT/TRANSPORT; correct it
80 x y /z|"80" is not PORT/TRANSPORT or PORT-PORT/TRANSPORT; correct it
80/TCP x y /z|"80/TCP" has another transport than tcp, udp, sctp or dccp; correct it
80/ x y /z|"80/" has another transport than tcp, udp, sctp or dccp; correct it
80/tcp|fewer than four fields; write PORT/TRANSPORT PROGRAM WHAT-IT-IS SOURCE
80/tcp x /z|fewer than four fields; write PORT/TRANSPORT PROGRAM WHAT-IT-IS SOURCE
80/tcp x#1 y /z|"x#1" is no program's name: over 255 bytes, "#" or not printable ASCII; correct it
80/tcp x y example.org|"example.org" is no source; end the line with the URL or path that documents the port
80/tcp x y\0033[1m /z|a control character, or not UTF-8; write plain text
80/tcp x y\0377 /z|a control character, or not UTF-8; write plain text
LINES
printf '# comment\n\n \t\n5-6/udp\ta  b\tc   p:/d\n7/sctp last e https://f#g' >"$work/good"
build --shipped-applications "$work/good" "$golden"
equal "ranges, blanks, comments, a last line without newline" '5 6 udp a "b c" p:/d 7 7 sctp last "e" https://f#g' \
    "$("$command" -i "$work/i.idx" show -j a last | python3 -c 'import json, sys
print(*(x for q in json.load(sys.stdin) for a in q["applications"] for x in (a["port"], a["last_port"], a["transport"], a["program"], "\"%s\"" % a["description"], a["source"])))')"

# ---- --strict ----
strict() { build --strict --shipped-applications /dev/null --applications "$work/own" "$golden" 2>&1 | sed "s|$work/||"; }
printf '91/tcp a b /c\n90/tcp a b /c\n' >"$work/own"
equal "the order" "iana-services: own:2: belongs before line 1; sort by port, transport and program" "$(strict)"
printf '90/tcp a b /c\n90/tcp a d /e\n' >"$work/own"
equal "duplicates" "iana-services: own:2: line 1 has the same ports, transport and program; remove one" "$(strict)"
printf '6990-7010/sctp MIXED.case_1 b /c\n' >"$work/own"
equal "what the registry has, in a range and in capitals" \
    "iana-services: own:1: the registry has \"MIXED.case_1\" at that port; remove the line" "$(strict)"
build --strict --shipped-applications /dev/null --applications "$work/own" "$golden" 2>/dev/null
equal "refused by status 3" 3 $?
printf '91/tcp z b /c\n90/tcp z b /c\n90/tcp z d /e\n' >"$work/own"
build --shipped-applications /dev/null --applications "$work/own" "$golden" 2>/dev/null
equal "without it only a duplicate is left out" "0 90/tcp:z 91/tcp:z" "$? $(programs z -i "$work/i.idx")"

# ---- the administrator's files, in the live index ----
printf '90/tcp shipped one /c\n92/tcp both one /c\n' >"$work/shipped"
printf '92/tcp both two /e\n93/tcp own three /e\n' >"$work/own"
live() { "$command" build -q --names /dev/null --shipped-applications "$work/shipped" "$@"; }
of_both() { "$command" show -j both | python3 -c 'import json, sys
print(*((a["description"], a["file"], a["line"]) for a in json.load(sys.stdin)[0]["applications"]))'; }
trap 'rm -rf "$work" "$state"' EXIT
live --applications "$work/own" "$golden"
equal "an own line takes the place of a shipped one" "('two', '$work/own', 1)" "$(of_both)"
equal "the shipped others stay" "90/tcp:shipped" "$(programs shipped)"
printf '92/tcp both four /f\n' >"$work/own"
live "$golden"
equal "a rebuild reads the file again" "('four', '$work/own', 1)" "$(of_both)"
live --local /dev/null
equal "so does one with other local files, of the live registry" "('four', '$work/own', 1)" "$(of_both)"
mv "$work/own" "$work/away"
like "a file that is gone: its lines are kept" "^iana-services: $work/own: .*; the lines that it had are kept\$" "$(live 2>&1)"
equal "they are" "('four', '$work/own', 1)" "$(of_both)"
mv "$work/away" "$work/own"
printf '92/tcp both five /f\n' >"$work/own"
"$command" update -q --force "$golden"
equal "update reads it again, and the installed applications" "('five', '$work/own', 1) 6443/tcp:kube-apiserver" "$(of_both) $(programs kube-apiserver)"
live --applications ""
equal "\"\" for none" "('one', None, None)" "$(of_both)"
live --applications - <"$work/own"
live
equal "standard input is remembered as it was" "('five', '-', 1)" "$(of_both)"
"$command" build -q -o "$work/o.idx" --names /dev/null --shipped-applications "$work/shipped" "$golden"
equal "the index that -o writes has no file of the live one" "90/tcp:shipped " "$(programs shipped -i "$work/o.idx") $(programs own -i "$work/o.idx")"
rm -rf "$state"

# ---- an index without applications ----
"$command" build -q -o "$work/none.idx" --names /dev/null --shipped-applications /dev/null "$golden"
equal "it has neither section, as one that was built before there were applications" 17 "$(python3 -c 'import struct, sys
print(struct.unpack_from("<H", open(sys.argv[1], "rb").read(), 24)[0])' "$work/none.idx")"
check "and is sound" "$command" verify -q "$work/none.idx"
equal "it leads to none" "" "$(programs 80 -i "$work/none.idx")"

# ---- what leads where ----
cat >"$work/found" <<'APPLICATIONS'
9/tcp       first-word      Sink of a made-up kind    /a
9/udp       sink_of-names   Its name has the word     /a
70/tcp      made-up         Program                   /a
71-73/tcp   other           A made-up program, too    /a
APPLICATIONS
"$command" build -q -o "$work/i.idx" --names /dev/null --shipped-applications "$work/found" "$golden"
while IFS='|' read -r key expected; do
    equal "show $key leads to" "$expected" "$(programs "$key" -i "$work/i.idx")"
done <<'KEYS'
9|9/tcp:first-word 9/udp:sink_of-names
9/udp|9/udp:sink_of-names
72|71/tcp:other
74|
made-up|70/tcp:made-up
MadeUp|70/tcp:made-up
made_up|70/tcp:made-up
made-up/udp|
sink|9/udp:sink_of-names
sin|
word|9/tcp:first-word
too|
its name|9/udp:sink_of-names
program|70/tcp:made-up
http|
discard|9/tcp:first-word 9/udp:sink_of-names
KEYS

printf '9/tcp first A /a\n9/udp discard-server B /a\n' >"$work/order"
printf 'mine 9/tcp\n' >"$work/local"
"$command" build -q -o "$work/order.idx" --names /dev/null --local "$work/local" --shipped-applications "$work/order" --applications /dev/null "$golden"
equal "a program of the name before others at its ports" "9/udp:discard-server 9/tcp:first" "$(programs discard -i "$work/order.idx")"
equal "what is registered is no local line" "discard discard" "$("$command" show -j -i "$work/order.idx" discard | python3 -c 'import json, sys
print(*(a["registered"] for a in json.load(sys.stdin)[0]["applications"]))')"

# ---- text ----
"$command" build -q -o "$work/text.idx" --names /dev/null --shipped-applications "$work/found" --applications /dev/null "$golden"
equal "beside what is registered" "    commonly used by: first-word (Sink of a made-up kind), sink_of-names (Its name has the word)" \
    "$("$command" -i "$work/text.idx" show 9 | grep commonly)"
equal "a port that has no entry" "    71-73/tcp is commonly used by other (A made-up program, too)" \
    "$("$command" -i "$work/text.idx" show 72 | grep commonly)"
equal "alone" "70/tcp  commonly used by made-up (Program)|    registered: no; source: /a" \
    "$("$command" -i "$work/text.idx" show made-up | paste -sd '|')"
"$command" -i "$work/text.idx" show -q made-up
equal "an application is found" 0 $?
"$command" -i "$work/text.idx" show -q made-up/udp 2>/dev/null
equal "for its transport" 1 $?

equal "the closest names have programs" "first-word" \
    "$("$command" -i "$work/text.idx" show firs 2>&1 | sed -n 's/.*the closest names*: \(.*\); or try.*/\1/p')"

# ---- what people ask for: an application, and the port that is in the first ten lines of `show APPLICATION' ----
# Of what is not found, that of the first name which is suggested.
first_lines() {
    if answer=$("$command" show "$1" 2>"$work/suggested"); then
        echo "$answer" | head -n 10
    else
        followed="$followed $1"
        "$command" show "$(sed -n 's/.*the closest names*: \([^,;]*\).*/\1/p' "$work/suggested")" | head -n 10
    fi
}
missed='' followed='' asked=0
while read -r application port; do
    asked=$((asked + 1))
    first_lines "$application" >"$work/lines"
    grep -qE "(^|[^0-9])$port(-[0-9]+)?/(tcp|udp)" "$work/lines" || missed="$missed $application"
done <<'QUESTIONS'
docker 2375
docker 2376
kubelet 10250
etcd 2379
elasticsearch 9200
mongodb 27017
grafana 3000
rabbitmq 5672
zookeeper 2181
wireguard 51820
tailscale 41641
minecraft 25565
jellyfin 8096
mysql 3306
mssql 1433
oracle 1521
memcached 11211
neo4j 7687
consul 8500
vault 8200
jenkins 8080
tomcat 8080
kibana 5601
logstash 5044
bittorrent 6881
samba 445
vnc 5900
ntp 123
submission 587
imaps 993
mqtt 1883
nats 4222
couchdb 5984
home-assistant 8123
cups 631
rsync 873
steam 27015
teamspeak 9987
vite 5173
webpack 8080
airplay 7000
adb 5555
zabbix 10050
nagios 5666
salt 4505
libvirt 16509
glusterfs 24007
proxmox 8006
webmin 10000
kubernetes 6443
prometheus 9090
rabbitmq 15672
kafka 9092
influxdb 8086
cassandra 9042
node_exporter 9100
syncthing 8384
clickhouse 8123
pi-hole 80
nomad 4646
cockpit 9090
redis 6379
postgresql 5432
openvpn 1194
plex 32400
squid 3128
rdp 3389
tor 9050
transmission 9091
ssh 22
ldap 389
sip 5060
loki 3100
QUESTIONS
equal "$asked questions that people ask" 73 $asked
equal "answered in the first ten lines" "" "$missed"
equal "of these by a suggestion, for the registry has the name with another word" " etcd zabbix" "$followed"
"$command" show -q 10250
equal "a port is found only if the registry has it" 1 $?

# ---- search: after the rows, and apart from them; tests/tools/search_all.py has what is found ----
searched() { "$command" -i "$work/text.idx" search "$@" 2>/dev/null; }
tab=$(printf '\t')
equal "in a pipe, with the registered name" "9${tab}tcp${tab}discard${tab}first-word (Sink of a made-up kind)${tab}${tab}application" \
    "$(searched -t tcp -p 9 | tail -n 1)"
equal "JSON" "['discard'] first-word discard /a None; [] other None /a None" "$(for q in "-t tcp 9" too; do
    # shellcheck disable=SC2086
    searched -j $q | python3 -c 'import json, sys
d = json.load(sys.stdin)
(a,) = d["applications"]
print([r["name"] for r in d["rows"]], a["program"], a["registered"], a["source"], a["line"], sep=" ")'; done | paste -sd ';' | sed 's/;/; /')"
equal "on a terminal" "PORT            NAME                 DATE       DESCRIPTION
9/tcp           discard                         Discard

PORT            REGISTERED           COMMONLY USED BY
9/tcp           discard              first-word (Sink of a made-up kind)
70/tcp          -                    made-up (Program)" "$(NO_COLOR=1 COLUMNS=80 on_terminal "$command" -i "$work/text.idx" search -t tcp -p 9-70 | tr -d '\r')"
equal "if the registry has nothing" "0 70/tcp; iana-services: nothing in the registry matches, only applications do" \
    "$("$command" -i "$work/text.idx" search program -p 70 2>"$work/err" >"$work/out"; echo $?) $(cut -f 1,2 "$work/out" | tr '\t' /); $(cat "$work/err")"
equal "they have neither status nor date" "1 1" \
    "$(searched -s assigned made >/dev/null; echo $?) $(searched --since 1990 made >/dev/null; echo $?)"

# ---- never through libc, unless its lines are made local ones ----
equal "no lookup has an application" "" "$("$command" export | grep -w -e kube-apiserver -e kubelet)"
"$command" export -f applications >"$work/applications.services"
equal "but its line for build --local" "kube-apiserver 6443/tcp" "$(grep -w ^kube-apiserver "$work/applications.services" | tr -s ' \t' ' ' | cut -d ' ' -f 1,2)"
for left in "#cups 631/tcp a System Port" "#bittorrent 6881-6889/tcp a range" "#grafana 3000/tcp several use this port" "#docker 2376/tcp the registry has the name elsewhere"; do
    equal "a comment: $left" "$left" "$(tr -s ' \t' ' ' <"$work/applications.services" | sed -n "s/^\(${left%% *} [^ ]*\) .*; left out: /\1 /p")"
done
"$command" build -q -o "$work/local.idx" --strict --local "$work/applications.services"
"$command" export >"$work/before"
"$command" -i "$work/local.idx" export >"$work/after"
equal "then a name of the registry is found by name as before" "" "$(python3 - "$work/before" "$work/after" <<'PYTHON'
import sys
def first(path):
    ports = {}
    for line in open(path):
        name, port, *aliases = line.split("#")[0].split() or ["", "/"]
        for n in [name] + aliases:
            for key in (n, port.split("/")[1]), n:
                ports.setdefault(key, port)
    return ports
before, after = first(sys.argv[1]), first(sys.argv[2])
print(*(key for key in before if isinstance(key, tuple) and after[key] != before[key]))
PYTHON
)"
equal "before, getent prints" "sun-sr-https 6443/tcp" "$(iana 6443/tcp)"
"$command" build -q --local "$work/applications.services"
equal "and after that" "kube-apiserver 6443/tcp" "$(iana 6443/tcp)"
finish
