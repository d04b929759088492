#!/bin/sh
# SPDX-License-Identifier: MIT
# Programs that open ports by name: the same rules with a closed index over /etc/services as with
# `services: files'; and with an index that is not closed, the differences that nss_iana(8) states.
. tests/lib.sh
PATH=/usr/sbin:/usr/bin:/sbin:/bin
for program in ufw firewall-offline-cmd shorewall iptables tcpdump dumpcap python3; do need $program deps-system; done
[ -f /etc/services ] || skip firewalls "there is no /etc/services; \`make deps' brings it (netbase)"
private
rm -rf "$state"
csv=$TOP/data/service-names-port-numbers.csv

# Of the application profiles, those that ufw itself brings.
mkdir "$work/profiles"
cp /etc/ufw/applications.d/ufw-* "$work/profiles"
mount --bind "$work/profiles" /etc/ufw/applications.d || exit 1
names=$(awk '{ sub(/#.*/, "") } NF { print $1; for (i = 3; i <= NF; i++) print $i }' /etc/services | sort -u)
profiles=$(sed -n 's/^\[\(.*\)\]$/\1/p' "$work"/profiles/*)
sample='ssh ntp domain http-alt icp tftp x11 snmp mdns spamd Clearcase CIFS'

# ---- what each program makes of the names, in files that can be compared ----

names_in_ufw() {
    (
        IFS='
'
        # shellcheck disable=SC2086
        /usr/bin/python3 tests/tools/ufw_rules.py $names $profiles 2>/dev/null
    )
}
names_in_filters() {
    for name in $sample; do
        echo "$name"
        tcpdump -y EN10MB -d port "$name" 2>/dev/null
    done
    for name in ssh ntp; do dumpcap -i lo -d -f "port $name" 2>/dev/null; done
}
# The ports that firewalld takes, in a private configuration, and how it reads every name.
names_in_firewalld() {
    rm -rf "$work/firewalld"
    mkdir "$work/firewalld"
    cp /etc/firewalld/firewalld.conf "$work/firewalld"
    # shellcheck disable=SC2046
    firewall-offline-cmd --system-config "$work/firewalld" $(for n in $sample; do echo "--add-port=$n/tcp --add-port=$n/udp"; done) 2>&1
    cat "$work"/firewalld/zones/*.xml
    # shellcheck disable=SC2086
    /usr/bin/python3 -c 'import sys
from firewall.functions import getPortID
for name in sys.argv[1:]: print(name, getPortID(name))' $names $profiles
}
# A rule for each line of /etc/services of a transport that shorewall knows.
mkdir "$work/shorewall"
cp /usr/share/doc/shorewall/examples/Universal/[a-z]* "$work/shorewall"
# shellcheck disable=SC2016  # $FW is shorewall's
names_in_shorewall() {
    {
        echo '?SECTION NEW'
        sed -n 's/^\([^# \t]*\)[ \t]*[0-9]*\/\(tcp\|udp\).*/ACCEPT net $FW \2 \1/p' /etc/services
    } >"$work/shorewall/rules"
    shorewall check "$work/shorewall" 2>&1 | tail -n 1
    shorewall compile "$work/shorewall" "$work/script" >/dev/null 2>&1 && grep -e --dport "$work/script"
    for rule in 'udp ssh' 'tcp ntp' 'tcp CIFS'; do
        printf '?SECTION NEW\nACCEPT net $FW %s\n' "$rule" >"$work/shorewall/rules"
        shorewall check "$work/shorewall" 2>&1 | tail -n 1
    done
}
# ask PREFIX LINE PROGRAM...: what these make of the names with this services line.
ask() {
    to=$1
    services_line "$2"
    LD_LIBRARY_PATH=$BUILD/test "$BUILD/test/tools/by_name" "$2" /etc/services >"$to-answers"
    shift 2
    for program; do
        case $program in
        ufw) names_in_ufw ;;
        filters) names_in_filters ;;
        firewalld) names_in_firewalld ;;
        shorewall) names_in_shorewall ;;
        esac >"$to-$program"
    done
}
# same PROGRAM PREFIX: as with `files'.
same() { cmp "$work/files-$1" "$2-$1" >/dev/null || { diff "$work/files-$1" "$2-$1" | head -n 10; false; }; }

ask "$work/files" files ufw filters firewalld shorewall
rules="rules for $(echo "$names" | wc -l) names and $(echo "$profiles" | wc -l) profiles"
check "ufw makes $rules" [ "$(wc -l <"$work/files-ufw")" -gt 1000 ]
equal "ufw leaves none out" "" "$(grep Skipping "$work/files-ufw")"
check "ufw knows the profile CIFS" grep -q 'allow CIFS: allow tcp 139,445' "$work/files-ufw"
check "tcpdump and dumpcap compile filters" [ "$(grep -c '^(000)' "$work/files-filters")" -ge 12 ]
check "firewall-offline-cmd writes a zone" grep -q '<port port="ssh" protocol="tcp"/>' "$work/files-firewalld"
check "firewalld reads names" grep -q '^ssh 22$' "$work/files-firewalld"
check "shorewall compiles a rule for each line" [ "$(grep -ce --dport "$work/files-shorewall")" -gt 150 ]
check "shorewall verifies them" grep -q '^Shorewall configuration verified' "$work/files-shorewall"
equal "shorewall refuses ssh for udp, ntp for tcp and CIFS" 3 "$(grep -c 'Invalid/Unknown' "$work/files-shorewall")"

# One process for all names answers what a process for each does.
for name in ssh ntp domain CIFS 'Apache Full'; do
    equal "ufw --dry-run allow $name, by the program" "$(grep "^allow $name: " "$work/files-ufw" | sed 's/.*: //')" \
        "$(ufw --dry-run allow "$name" 2>/dev/null | sed -n 's/^### tuple ### //p' | sort -u)"
done

# ---- a closed index ----
check "build --closed" "$command" build -q --local /etc/services --closed "$csv"
for line in iana 'files iana' 'iana files' 'iana [NOTFOUND=return] files'; do
    programs=ufw
    [ "$line" != iana ] || programs='ufw filters firewalld shorewall'
    # shellcheck disable=SC2086
    ask "$work/closed" "$line" $programs
    for what in answers $programs; do
        check "services: $line, closed: $what as with files" same "$what" "$work/closed"
    done
done
rm -rf "$state"

# ---- one that is not closed: as in nss_iana(8) ----
ask "$work/open" 'files iana' ufw filters
ask "$work/alone" iana ufw
equal "files iana: no application profile is left out" "" "$(grep Skipping "$work/open-ufw")"
equal "iana: no application profile is left out" "" "$(grep Skipping "$work/alone-ufw")"
equal "files iana: ufw allow CIFS opens what the profile says" "$(grep '^allow CIFS' "$work/files-ufw")" \
    "$(grep '^allow CIFS' "$work/open-ufw")"
equal "files iana: ufw allow ssh is for udp too" "allow any 22 0.0.0.0/0 any 0.0.0.0/0 in" \
    "$(sed -n 's/^allow ssh: \(.* 0.0.0.0.*\)/\1/p' "$work/open-ufw")"
# Each rule that differs has lost its protocol, and nothing else.
sed 's/ allow \(tcp\|udp\) / allow any /' "$work/files-ufw" | sort >"$work/without-protocol"
sed 's/ allow \(tcp\|udp\) / allow any /' "$work/open-ufw" | sort >"$work/open-without-protocol"
check "files iana: the rules of ufw differ in the protocol alone" \
    cmp "$work/without-protocol" "$work/open-without-protocol"
widened=$(diff "$work/files-ufw" "$work/open-ufw" | sed -n 's/^> allow \([^ :]*\): allow any .*/\1/p' | sort -u | wc -l)
# A rule made by name with `files' is another one's name now.
cp -a /etc/ufw "$work/ufw"
mount --bind "$work/ufw" /etc/ufw || exit 1
mount -t tmpfs tmpfs /run || exit 1
services_line files
ufw allow ssh >/dev/null 2>&1
services_line 'files iana'
like "files iana: ufw delete allow ssh does not find the rule made with files" 'Could not delete non-existent rule' \
    "$(ufw delete allow ssh 2>/dev/null)"
check "which is still there" grep -q '^### tuple ### allow tcp 22 ' /etc/ufw/user.rules
ufw delete allow 22/tcp >/dev/null 2>&1
check "files iana: ufw delete allow 22/tcp finds it" not grep -q '^### tuple' /etc/ufw/user.rules

# The numbers of the protocols that the filter for port ssh tests for.
protocols_of_ssh() { sed -n '/^ssh$/,/^ntp$/p' "$1-filters" | grep -oE '#0x(6|11|84) ' | sort -u | tr -d '\n'; }
equal "files: port ssh is tcp's" "#0x6 " "$(protocols_of_ssh "$work/files")"
equal "files iana: port ssh is udp's and sctp's too" "#0x11 #0x6 #0x84 " "$(protocols_of_ssh "$work/open")"
check "files iana: getaddrinfo without a socket type has further results" \
    grep -q '^getaddrinfo ssh: 22/6 22/17 22/132' "$work/open-answers"
check "and tcp first" grep -q '^getaddrinfo ntp: 123/6 123/17' "$work/open-answers"

# unnamed PROTOCOL: how many of the reserved ports 600 to 1023 have no name.
unnamed() {
    python3 -c 'import socket, sys
free = 0
for port in range(600, 1024):
    try: socket.getservbyport(port, sys.argv[1])
    except OSError: free += 1
print(free)' "$1"
}
reserved=$(for line in files iana 'files iana'; do
    services_line "$line"
    echo "$line: $(unnamed tcp) tcp, $(unnamed udp) udp"
done)
{
    python3 tests/tools/figures.py /etc/services "$work/files-answers" "$work/open-answers" "$work/alone-answers"
    echo "$widened rules of ufw lose their protocol"
    echo "reserved ports without a name with $reserved"
} >"$work/figures"
cat "$work/figures"

# The figures that the documents quote are those of netbase 6.4 and the shipped snapshot.
if [ "$(cksum </etc/services | cut -d ' ' -f 1)" = 2033216758 ]; then
    equal "the figures" "338 names
147 gain a transport
143 gain tcp or udp
36 were udp only and get tcp first
78 are not in the registry
another port: dicom/tcp http-alt/tcp icp/udp
143 rules of ufw lose their protocol
reserved ports without a name with files: 402 tcp, 415 udp
iana: 236 tcp, 236 udp
files iana: 234 tcp, 235 udp" "$(cat "$work/figures")"
    # Words of a document in one line, its macros left out.
    words() { sed 's/^\.[A-Z][a-z] //; s/\*\*//g' "$1" | tr -s ' \n' '  '; }
    for document in man/nss_iana.8 README.md; do
        words $document >"$work/words"
        for figure in '143 of the 338 names' '36 names' '402 to 236' '78 names'; do
            check "$document quotes \"$figure\"" grep -qF "$figure" "$work/words"
        done
    done
fi
finish
