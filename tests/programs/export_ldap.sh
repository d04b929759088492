#!/bin/sh
# SPDX-License-Identifier: MIT
# export -f ldif: a fresh OpenLDAP takes it, and ldapsearch finds what lookups answer. diff -f ldif:
# ldapmodify makes of one export the other. Clients are fleet.sh's.
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
rootdn "cn=admin,dc=example,dc=com"
rootpw secret
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
git                61005/tcp
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
entries=$(sed 's|/[^ ]*||' "$work/services" | sort -u | wc -l)
equal "an entry for the transports of a port that have the same names" "$entries" "$(search '(objectClass=ipService)' dn | grep -c '^dn:')"
equal "and below the other base" "$entries" "$(BASE=$base search '(objectClass=ipService)' dn | grep -c '^dn:')"
check "which are fewer than the lines" [ "$entries" -lt $(($(wc -l <"$work/services") - 5000)) ]
search '(objectClass=ipService)' cn ipServicePort ipServiceProtocol description >"$work/found"
cat >"$work/lines.py" <<'PYTHON'
import base64, sys
def lower_once(names):
    return [n for i, n in enumerate(names) if n.lower() not in [m.lower() for m in names[:i]]]
def entries(text):
    for entry in text.strip().split("\n\n"):
        values = {}
        for line in entry.split("\n"):
            key, _, value = line.partition(":")
            value = base64.b64decode(value[1:]).decode() if value[0] == ":" else value[1:]
            values.setdefault(key, []).append(value.strip())
        yield values
if sys.argv[1] == "services":           # lines with * if an earlier line has the port or a name, of other names or port
    first = {}
    for line in sys.stdin:
        names, port = line.split(), line.split()[1]
        del names[1]
        keys = [port.split("/")[0] + "/"] + [n.lower() for n in names]
        owner = (port.split("/")[0], *names)
        owners = [first.setdefault(k, owner) for k in keys]
        print("*" if any(o != owner for o in owners) else "", port, *lower_once(names))
elif sys.argv[1] == "ldif":             # the same lines
    for values in entries(sys.stdin.read()):
        canonical = values["dn"][0].split("+ipServicePort=")[0][3:]
        for escape, char in (("\\2B", "+"), ("\\2C", ","), ("\\3D", "="), ("\\3B", ";"), ("\\3C", "<"), ("\\3E", ">"), ("\\22", '"'), ("\\5C", "\\")):
            canonical = canonical.replace(escape, char)
        assert canonical in values["cn"], values
        assert values["dn"][0].partition("+ipServiceProtocol=")[2].startswith(values["ipServiceProtocol"][0] + ","), values
        for protocol in values["ipServiceProtocol"]:
            print("*" if "description" in values else "", values["ipServicePort"][0] + "/" + protocol, canonical, *(n for n in values["cn"] if n != canonical))
else:                                   # all there is, the values of an attribute in their order
    unescape = lambda dn: dn.replace("\\2B", "\\+").replace("\\2C", "\\,").replace("\\3D", "\\=").replace("\\3B", "\\;").replace("\\3C", "\\<").replace("\\3E", "\\>").replace("\\22", '\\"').replace("\\5C", "\\\\")
    for values in entries(sys.stdin.read()):
        print(unescape(values.pop("dn")[0]), sorted((k, v) for k, v in values.items()))
PYTHON
python3 "$work/lines.py" services <"$work/services" | sort >"$work/expected"
python3 "$work/lines.py" ldif <"$work/found" | sort >"$work/lines"
check "each has the names of its lines, the canonical one in the DN, and a description if another is first" \
    diff "$work/expected" "$work/lines"

names() { search "$1" dn | sed -n 's/^dn: cn=\(.*\),ou=services,.*/\1/p' | sed 's/ipServicePort=//; s/ipServiceProtocol=//' | sort | paste -sd ' '; }
equal "(cn=www), as a local line has 80/tcp" "http+80+udp" "$(names '(cn=www)')"
equal "(cn=mine)" "mine+80+tcp" "$(names '(cn=mine)')"
equal "(cn=smtps)" "submissions+465+tcp" "$(names '(cn=smtps)')"
equal "(ipServicePort=2049), with shilp for two transports" "nfs+2049+sctp nfs+2049+tcp" "$(names '(ipServicePort=2049)')"
equal "(cn=whois++)" "whoispp+63+tcp" "$(names '(cn=whois++)')"
equal "(cn=sql\\2anet)" "sql-net+66+tcp" "$(names '(cn=sql\2anet)')"
equal "(cn=cl/1)" "cl-1+172+tcp" "$(names '(cn=cl/1)')"
equal "(cn=TWIN)" "Twin+61004+tcp twin+61004+udp" "$(names '(cn=TWIN)')"
equal "a name of special characters" "$(printf ':colon\n<less\na+b,c=d;e<f>"g"\\h')" \
    "$(search '(ipServicePort=61001)' cn | while read -r key value; do case $key in cn::) echo "$value" | base64 -d; echo ;; cn:) echo "$value" ;; esac; done | sort)"

# ---- changes ----
apply() { ldapmodify "$@" -x -H "$url" -D cn=admin,dc=example,dc=com -w secret -f "$work/changes" >"$work/out" 2>&1; }
whole() { python3 "$work/lines.py" whole | sort; }
# becomes WHAT OLD NEW: the directory has the entries of OLD, and gets those of NEW.
becomes() {
    "$command" diff -f ldif "$2" "$3" >"$work/changes" 2>"$work/errors"
    equal "$1: exit status, and no complaint" "1 " "$? $(cat "$work/errors")"
    check "$1: ldapmodify applies the changes" apply || tail -n 3 "$work/out"
    "$command" build -q -o "$work/new.idx" "$3" 2>/dev/null || cp "$3" "$work/new.idx"
    "$command" export -i "$work/new.idx" -f ldif | whole >"$work/expected"
    search '(objectClass=*)' | whole >"$work/found"
    check "$1: the directory is that of a fresh load" diff "$work/expected" "$work/found"
}
becomes "without the local lines" "$work/index" "$vendor"
equal "of each kind there were some" "add delete modify" "$(sed -n 's/^changetype: //p' "$work/changes" | sort -u | paste -sd ' ')"
becomes "and with them again" "$vendor" "$work/index"
sed 's/^Twin /twin /' "$work/local" >"$work/local2"
"$command" build -q -o "$work/index2" --local "$work/local2" data/service-names-port-numbers.csv
becomes "a name that changes only its case" "$work/index" "$work/index2"
apply -c
search '(objectClass=*)' | whole >"$work/found"
check "applied again with -c, they change nothing" diff "$work/expected" "$work/found"
# ---- registries and a local file that would like to delete an entry, see attack/injection.sh ----
victim='cn=victim,dc=example,dc=com'
printf 'dn: %s\nobjectClass: device\n' "$victim" | ldapadd -x -H "$url" -D cn=admin,dc=example,dc=com -w secret >/dev/null
before=$work/index2
for kind in ldif html; do
    mkdir "$work/harm-$kind"
    python3 tests/attack/injection.py write "$work/harm-$kind" $kind "$command" >/dev/null
    for registry in csv xml; do
        after=$work/harm-$kind/$registry.idx
        "$command" build -q -o "$after" -n /dev/null -l "$work/harm-$kind/local" "$work/harm-$kind/registry.$registry" 2>/dev/null
        becomes "to a registry for $kind, from $registry, that means harm" "$before" "$after"
        equal "what is no service is still there" "dn: $victim" "$(ldapsearch -LLL -x -H "$url" -s base -b "$victim" dn | head -n 1)"
        before=$after
    done
done
becomes "and back to IANA's" "$before" "$work/index2"
equal "no changes: exit status and output" "0 " "$("$command" diff -f ldif "$vendor" "$vendor"; echo "$? ")"
"$command" export -i "$work/index" -o "$work/loaded"
equal "nor to the services(5) file of the same index" 0 "$("$command" diff -q -f ldif "$work/loaded" "$work/index" >&2; echo $?)"
registry=$TOP/../shared/registry
if [ -e "$registry/2026-08-17.xml" ]; then
    becomes "to the registry of February" "$work/index2" "$registry/2026-02-13.xml"
    becomes "to that of August" "$registry/2026-02-13.xml" "$registry/2026-08-17.xml"
    becomes "and back" "$registry/2026-08-17.xml" "$registry/2026-02-13.xml"
else
    skipped "registries of half a year apart" "no $registry"
fi
finish
