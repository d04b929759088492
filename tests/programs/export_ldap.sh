#!/bin/sh
# SPDX-License-Identifier: MIT
# export -f ldif: a fresh OpenLDAP takes it, and ldapsearch finds what lookups answer.
# The server is the test's own, behind a socket in the test's folder.
. tests/lib.sh
PATH=$PATH:/usr/sbin:/usr/libexec
need slapd deps-system
need ldapsearch deps-system
schema=$(for d in /etc/ldap/schema /etc/openldap/schema; do [ -f $d/nis.schema ] && echo $d; done)
modules=$(for d in /usr/lib/ldap /usr/lib64/openldap; do [ -d $d ] && echo $d; done)
[ -n "$schema" ] || skip export_ldap.sh "no nis.schema in /etc/ldap/schema or /etc/openldap/schema"
slapd_pid=
trap '[ -z "$slapd_pid" ] || kill "$slapd_pid"; rm -rf "$work"' EXIT

base='o=Acme \+ Söhne,c=de'
mkdir "$work/db" "$work/db2"
cat >"$work/slapd.conf" <<CONF
include $schema/core.schema
include $schema/cosine.schema
include $schema/nis.schema
${modules:+modulepath $modules}
${modules:+moduleload back_mdb}
sizelimit unlimited
database mdb
suffix "dc=example,dc=com"
directory $work/db
maxsize 1000000000
dbnosync
index cn,ipServicePort eq
database mdb
suffix "$(printf %s "$base" | sed 's/\\/&&/')"
directory $work/db2
maxsize 1000000000
dbnosync
CONF
cat >"$work/suffix.ldif" <<'LDIF'
dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
o: example
dc: example
LDIF
cat >"$work/suffix2.ldif" <<LDIF
dn:: $(printf %s "$base" | base64 -w 0)
objectClass: organization
o:: $(printf 'Acme + Söhne' | base64 -w 0)
LDIF

# Names that LDIF and DNs have to hide, and what a directory takes for one and the same.
cat >"$work/local" <<'LOCAL'
a+b,c=d;e<f>"g"\h  61001/tcp  :colon <less
:first             61002/tcp
<first             61003/tcp
Twin               61004/tcp  twin TWIN other
twin               61004/TCP
twin               61004/udp
mine               80/tcp
LOCAL
"$command" build -q -o "$work/index" --local "$work/local" data/service-names-port-numbers.csv
"$command" export -i "$work/index" -f ldif -o "$work/ldif"
slapadd -f "$work/slapd.conf" -b dc=example,dc=com -l "$work/suffix.ldif"
check "slapadd takes it" slapadd -f "$work/slapd.conf" -b dc=example,dc=com -l "$work/ldif"
equal "what a value may not start with" "" "$(grep '^[A-Za-z]*: [ :<]' "$work/ldif")"
equal "is base64" 4 "$(grep -c '^cn:: ' "$work/ldif")"
"$command" export -i "$work/index" -f ldif -b "$base" -o "$work/ldif2"
slapadd -f "$work/slapd.conf" -b "$base" -l "$work/suffix2.ldif"
check "slapadd takes it below another base" slapadd -f "$work/slapd.conf" -b "$base" -l "$work/ldif2"

url=ldapi://$(printf %s "$work/socket" | sed 's|/|%2F|g')
slapd -d 0 -f "$work/slapd.conf" -h "$url" &
slapd_pid=$!
search() { ldapsearch -LLL -x -o ldif-wrap=no -H "$url" -b "ou=services,${BASE:-dc=example,dc=com}" "$@"; }
for _ in $(seq 100); do
    search -s base dn >/dev/null 2>&1 && break
    sleep 0.1
done

# services(5)'s first line of each port and transport, but for TCP, which is tcp here.
"$command" export -i "$work/index" | awk '!/^#/ && !seen[tolower($2)]++' >"$work/services"
equal "as many entries as ports and transports" "$(wc -l <"$work/services")" \
    "$(search '(objectClass=ipService)' dn | grep -c '^dn:')"
equal "and below the other base" "$(wc -l <"$work/services")" \
    "$(BASE=$base search '(objectClass=ipService)' dn | grep -c '^dn:')"
search '(objectClass=ipService)' cn ipServicePort ipServiceProtocol >"$work/found"
cat >"$work/lines.py" <<'PYTHON'
import base64, sys
def lower_once(names):
    return [n for i, n in enumerate(names) if n.lower() not in [m.lower() for m in names[:i]]]
if sys.argv[1] == "services":
    for line in sys.stdin:
        names, port = line.split(), line.split()[1]
        del names[1]
        print(port, *lower_once(names))
else:
    for entry in sys.stdin.read().strip().split("\n\n"):
        values = {}
        for line in entry.split("\n"):
            key, _, value = line.partition(":")
            value = base64.b64decode(value[1:]).decode() if value[0] == ":" else value[1:]
            values.setdefault(key, []).append(value)
        canonical = values["dn"][0].split("+ipServicePort=")[0][3:]
        for escape, char in (("\\2B", "+"), ("\\2C", ","), ("\\3D", "="), ("\\3B", ";"), ("\\3C", "<"), ("\\3E", ">"), ("\\22", '"'), ("\\5C", "\\")):
            canonical = canonical.replace(escape, char)
        assert canonical in values["cn"], entry
        print(values["ipServicePort"][0] + "/" + values["ipServiceProtocol"][0], canonical, *(n for n in values["cn"] if n != canonical))
PYTHON
python3 "$work/lines.py" services <"$work/services" | sort >"$work/expected"
python3 "$work/lines.py" ldif <"$work/found" | sort >"$work/lines"
check "each has the names of its line, the canonical one in the DN" diff "$work/expected" "$work/lines"

names() { search "$1" dn | sed -n 's/^dn: cn=\(.*\),ou=services,.*/\1/p' | sed 's/ipServicePort=//; s/ipServiceProtocol=//' | sort | paste -sd ' '; }
equal "(cn=www)" "http+80+udp" "$(names '(cn=www)')"
equal "(cn=mine)" "mine+80+tcp" "$(names '(cn=mine)')"
equal "(cn=smtps)" "submissions+465+tcp" "$(names '(cn=smtps)')"
equal "(ipServicePort=2049)" "nfs+2049+sctp nfs+2049+tcp nfs+2049+udp" "$(names '(ipServicePort=2049)')"
equal "(cn=whois++)" "whoispp+63+tcp whoispp+63+udp" "$(names '(cn=whois++)')"
equal "(cn=sql\\2anet)" "sql-net+66+tcp sql-net+66+udp" "$(names '(cn=sql\2anet)')"
equal "(cn=cl/1)" "cl-1+172+tcp cl-1+172+udp" "$(names '(cn=cl/1)')"
equal "(cn=TWIN)" "Twin+61004+tcp twin+61004+udp" "$(names '(cn=TWIN)')"
equal "a name of special characters" "$(printf ':colon\n<less\na+b,c=d;e<f>"g"\\h')" \
    "$(search '(ipServicePort=61001)' cn | while read -r key value; do case $key in cn::) echo "$value" | base64 -d; echo ;; cn:) echo "$value" ;; esac; done | sort)"
finish
