#!/bin/sh
# SPDX-License-Identifier: MIT
# SSSD's proxy provider in front of the module, `proxy_lib_name = iana', asked through
# `services: sss'. SSSD takes no module without users and groups, so the one that it
# loads here is the module's own objects and functions that find no user and no group.
. tests/lib.sh
for program in sssd ip; do need $program deps-system; done
[ -e "$(ls /usr/lib/*/sssd/libsss_proxy.so /usr/lib64/sssd/libsss_proxy.so 2>/dev/null)" ] ||
    skip sssd "no proxy provider; \`make deps-system' brings it"
private
services_line sss
for folder in /run /etc/sssd /var/lib/sss /var/log/sssd; do
    mkdir -p $folder
    mount -t tmpfs tmpfs $folder || exit 1
done
for folder in db mc pipes/private pubconf/krb5.include.d secrets gpo_cache; do mkdir -p /var/lib/sss/$folder; done
cat >/etc/sssd/sssd.conf <<'CONF'
[sssd]
services = nss
domains = registry
[nss]
[domain/registry]
id_provider = proxy
auth_provider = none
proxy_lib_name = iana
CONF
chmod 600 /etc/sssd/sssd.conf

# start UNTIL: runs sssd until the shell command UNTIL is true.
start() {
    sssd -i --logger=stderr >"$work/log" 2>&1 &
    daemon=$!
    for _ in $(seq 200); do eval "$1" && break; sleep 0.05; done
}
stop() { kill "$daemon"; wait "$daemon"; }

# shellcheck disable=SC2016
start 'grep -q mandatory "$work/log"'
equal "the module alone: SSSD wants functions for users, and reports it" \
    "Library 'libnss_iana.so.2' did not provide mandatory symbol 'getpwnam_r'" \
    "$(sed -n "s/.*\(Library .*getpwnam_r'\).*/\1/p" "$work/log" | head -n 1)"
stop

{
    echo '#include <nss.h>'
    for f in setpwent endpwent getpwent_r getpwnam_r getpwuid_r setgrent endgrent getgrent_r getgrnam_r getgrgid_r; do
        echo "int _nss_iana_$f(void) { return NSS_STATUS_NOTFOUND; }"
    done
} >"$work/users.c"
check "a module with functions for users" \
    "${CC:-cc}" -fPIC -shared -o "$work/lib/libnss_iana.so.2" "$work/users.c" "$BUILD"/obj-test/nss/*.o "$BUILD"/obj-test/src/index/*.o
start '[ -S /var/lib/sss/pipes/nss ] && getent services 6443 >/dev/null'
ask() { getent services "$1" | tr -s ' '; }
equal "a port" "sun-sr-https 6443/tcp" "$(ask 6443)"
equal "a name" "sun-sr-https 6443/tcp" "$(ask sun-sr-https)"
equal "an alias" "nicname 43/tcp whois" "$(ask whois/tcp)"
equal "of two transports, udp" "syslog 514/udp" "$(ask 514/udp)"
equal "of two transports, tcp" "shell 514/tcp" "$(ask 514/tcp)"
equal "no such port" "" "$(ask 0)"
equal "no such name" "" "$(ask no-such-service)"
check "the module is mapped in SSSD's process" \
    grep -q "$work/lib/libnss_iana.so.2" /proc/[0-9]*/maps
stop
services_line sss
equal "without SSSD: nothing" "" "$(ask 6443)"
finish
