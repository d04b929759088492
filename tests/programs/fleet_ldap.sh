#!/bin/sh
# SPDX-License-Identifier: MIT
# LDAP as iana-services-fleet(7) shows it: slapd as Debian configures it, sssd and nslcd with the very
# files and commands of the page, asked by getent. What the page says that clients cannot do is seen too.
. tests/lib.sh
PATH=$PATH:/usr/sbin
for program in slapd ldapmodify sssd nslcd python3; do need $program deps-system; done
template=/usr/share/slapd/slapd.init.ldif
[ -e $template ] || skip fleet_ldap.sh "no $template, with which Debian configures slapd"
for library in libnss_ldap.so.2 libnss_sss.so.2; do
    [ -e "$(ls /usr/lib/*/$library /usr/lib64/$library 2>/dev/null)" ] || skip fleet_ldap.sh "no $library; \`make deps-system' brings it"
done
private
pids=
trap 'for pid in $pids; do kill "$pid" 2>/dev/null; done; wait; rm -rf "$work"' EXIT

page=man/iana-services-fleet.7
display() { sed -n "s/^\.Dl \(.*$1.*\)/\1/p" $page; }
# commands_of NAME: the block after NAME as commands, one a line, with the password that the page has typed.
commands_of() { page_block "$1" | sed -e ':more' -e '/\\$/{N;s/\\\n *//;b more' -e '}' -e 's/ -W / -w secret /'; }

for folder in /run /etc/sssd /var/lib/sss /var/log/sssd /var/lib/ldap /etc/ldap/slapd.d; do
    mkdir -p $folder
    mount -t tmpfs tmpfs $folder || exit 1
done
for folder in db mc pipes/private pubconf/krb5.include.d secrets gpo_cache; do mkdir -p /var/lib/sss/$folder; done
mkdir -p /run/slapd /run/nslcd
mkdir "$work/here"
for f in hosts services; do : >"$work/$f" && mount --bind "$work/$f" /etc/$f || exit 1; done
echo "127.0.0.1 localhost ldap.example.com" >/etc/hosts
export PATH="$BUILD/test:$PATH"

# ---- the directory: Debian's configuration, the page's index, and the load ----
suffix=dc=example,dc=com
sed "s/@SUFFIX@/$suffix/; s/@PASSWORD@/secret/" $template >"$work/init.ldif"
slapadd -F /etc/ldap/slapd.d -b cn=config -l "$work/init.ldif" >"$work/out" 2>&1 || cat "$work/out"
chown -R openldap:openldap /etc/ldap/slapd.d /var/lib/ldap /run/slapd
chown nslcd:nslcd /run/nslcd
slapd -d 0 -u openldap -g openldap -F /etc/ldap/slapd.d -h 'ldap://127.0.0.1/ ldapi:///' 2>"$work/slapd.log" &
pids=$!
for _ in $(seq 200); do ldapsearch -x -H ldap://ldap.example.com -s base -b '' >/dev/null 2>&1 && break; sleep 0.1; done
ldapadd -x -H ldap://ldap.example.com -D "cn=admin,$suffix" -w secret >"$work/out" <<LDIF || cat "$work/out"
dn: $suffix
objectClass: dcObject
objectClass: organization
dc: example
o: Example
LDIF
page_block index.ldif >"$work/here/index.ldif"
page_block limits.ldif >"$work/here/limits.ldif"
run() { (cd "$work/here" && sh -e -c "$1") >"$work/out" 2>&1 || { cat "$work/out"; return 1; }; }
check "the page's index for slapd" run "$(display index.ldif)"
commands_of 'Load the names' >"$work/load"
equal "the page's load has three commands" 3 "$(wc -l <"$work/load")"
check "the page's load" run "$(cat "$work/load")"

# ---- what libc's files answer from the same names, to compare with ----
"$command" export -o "$work/exported"
# ask: what getent prints for the keys that are the lines of its input; of_files: by the export.
ask() { tr '\n' ' ' | xargs -n 500 getent services | tr -s ' '; }
of_files() {
    cat "$work/exported" >/etc/services
    services_line files
    ask
    : >/etc/services
    services_line "$line"
}
python3 - "$work" <<'PYTHON'
import re, sys
work = sys.argv[1]
entries, dn = [], {}
for block in open(work + "/here/services.ldif").read().strip().split("\n\n")[1:]:
    values = {}
    for line in block.split("\n"):
        key, _, value = line.partition(": ")
        values.setdefault(key, []).append(value)
    entries.append((values["ipServicePort"][0], values["cn"], values["ipServiceProtocol"], "description" in values))
behind = {e[0] for e in entries if e[3]} | {n for e in entries if e[3] for n in e[1]}
first = [e for e in entries if not e[3]]
# Without a transport: of those that another is behind all, of the others some.
chosen = [e for i, e in enumerate(first) if i % 60 == 0 or e[0] in behind or set(e[1]) & behind]
with open(work + "/plain", "w") as f:
    for port, names, transports, _ in chosen:
        print(port, *names, sep="\n", file=f)
ports = {}
for port, names, _, _ in entries:
    for n in names:
        ports.setdefault(n, set()).add(port)
with open(work + "/with", "w") as f, open(work + "/once", "w") as once:     # once: without names of several ports
    for i, (port, names, transports, later) in enumerate(entries):
        if later or i % 60 == 0:
            for t in transports:
                print(f"{port}/{t}", *(f"{n}/{t}" for n in names), sep="\n", file=f)
                print(f"{port}/{t}", *(f"{n}/{t}" for n in names if len(ports[n]) == 1), sep="\n", file=once)
PYTHON
check "enough to ask, and those that conflict" [ "$(wc -l <"$work/plain")" -gt 600 ]
check "the same with transports" [ "$(wc -l <"$work/with")" -gt 1200 ]
printf '%s\n' no-such-service no-such-service/tcp 1/sctp 7/dccp HTTP SSH/tcp >"$work/misses"

# ---- nslcd ----
line=$(display 'files ldap' | sed 's/^services: //')
page_block /etc/nslcd.conf >"$work/nslcd.conf"
mount --bind "$work/nslcd.conf" /etc/nslcd.conf
services_line "$line"
nslcd -n 2>"$work/nslcd.log" &
nslcd_pid=$!
pids="$pids $nslcd_pid"
for _ in $(seq 200); do [ -n "$(getent services 6443)" ] && break; sleep 0.1; done
one() { getent services "$1" | tr -s ' '; }
equal "nslcd: a port" "sun-sr-https 6443/tcp" "$(one 6443)"
equal "nslcd: an alias" "http 80/tcp www www-http" "$(one www-http)"
equal "nslcd: an alias that this transport lacks" "" "$(one www/sctp)"
for asked in plain with; do
    of_files <"$work/$asked" >"$work/expected"
    ask <"$work/$asked" >"$work/found"
    check "nslcd: $(wc -l <"$work/$asked") keys ($asked transport): as files" diff "$work/expected" "$work/found"
done
equal "nslcd: misses" "" "$(ask <"$work/misses")"
listed() { getent services | tr -s ' ' | sort; }
check "nslcd: with the limit of 500 the list is cut off" [ "$(listed | wc -l)" -lt 1500 ]
check "the page's limit" run "$(display index.ldif | sed 's/index/limits/')"
grep -v '^#' "$work/exported" | tr -s ' \t' ' ' | awk '!seen[$2]++' | sort >"$work/expected"
listed >"$work/found"
check "nslcd: then it is whole" diff "$work/expected" "$work/found"
equal "which is more than 12,000 lines" yes "$([ "$(wc -l <"$work/found")" -gt 12000 ] && echo yes)"
kill "$nslcd_pid"
wait "$nslcd_pid"

# ---- sssd ----
line=$(display 'files sss' | sed 's/^services: //')
page_block sssd/sssd.conf >/etc/sssd/sssd.conf
chmod 600 /etc/sssd/sssd.conf
services_line "$line"
sssd -i --logger=stderr >"$work/sssd.log" 2>&1 &
sssd_pid=$!
pids="$pids $sssd_pid"
for _ in $(seq 300); do [ -S /var/lib/sss/pipes/nss ] && [ -n "$(getent services 22)" ] && break; sleep 0.1; done
equal "sssd: a port without a transport" "sun-sr-https 6443/tcp" "$(one 6443)"
equal "sssd: the other transport" "sun-sr-https 6443/udp" "$(one 6443/udp)"
equal "sssd: an alias without a transport" "http 80/tcp www www-http" "$(one www-http)"
of_files <"$work/plain" >"$work/expected"
ask <"$work/plain" >"$work/found"
check "sssd: $(wc -l <"$work/plain") keys without a transport: as files" diff "$work/expected" "$work/found"
# What the page says of the cache: a name has one port there, and aliases can stay, which also answer.
of_files <"$work/once" | cut -d ' ' -f 1,2 >"$work/expected"
ask <"$work/once" | cut -d ' ' -f 1,2 >"$work/found"
diff "$work/expected" "$work/found" >"$work/differ"
equal "sssd: $(wc -l <"$work/once") keys with transports: none is lost or wrong" "" "$(grep '^<' "$work/differ")"
equal "sssd: nor is there one more" "" "$(grep '^>' "$work/differ")"
equal "sssd: misses" "" "$(ask <"$work/misses")"
equal "sssd: no list" "" "$(listed)"
one http/sctp >/dev/null
equal "sssd: the cache has one entry for a name, whatever its transport was" "http 80/sctp" "$(one http | cut -d ' ' -f 1,2)"
equal "sssd: but by transport it is right" "http 80/tcp" "$(one http/tcp | cut -d ' ' -f 1,2)"
one 6010 >/dev/null
equal "sssd: nor more than one port of a name" "x11 6010/tcp" "$(one x11)"
kill "$sssd_pid"
wait "$sssd_pid"

# ---- changes, by the page's commands: another index in use, here with a local line ----
echo 'mine 49999/tcp http' >"$work/local"
"$command" build -q --local "$work/local"
check "the page's update" run "$(commands_of 'apply the changes' | sed 's/^iana-services diff.*/& || [ $? = 1 ]/')"
equal "and the new name is there" "49999" \
    "$(ldapsearch -LLL -x -H ldap://ldap.example.com -b "$suffix" '(cn=mine)' ipServicePort | sed -n 's/^ipServicePort: //p')"
equal "nothing is left to change" "0 " "$(cd "$work/here" && "$command" diff -f ldif loaded.services; echo "$? ")"
rm -rf "$state"
finish
