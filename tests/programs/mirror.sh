#!/bin/sh
# SPDX-License-Identifier: MIT
# A mirror as iana-services-fleet(7) shows it: nginx as Debian configures it, with the page's files; update
# from it, on 200 machines at once too, and the timer's service by the page's drop-in.
. tests/lib.sh
PATH=$PATH:/usr/sbin
if [ -z "${WITH_SYSTEMD:-}" ]; then
    for program in nginx openssl curl update-ca-certificates ip; do need $program deps-system; done
    [ -e /etc/nginx/sites-enabled ] || skip mirror.sh "no /etc/nginx/sites-enabled: not Debian's nginx"
fi
with_systemd

chmod 755 "$work"
ip link set lo up
cp /etc/hosts "$work/hosts"
echo "127.0.0.1 mirror.example.com" >>"$work/hosts"
mount --bind "$work/hosts" /etc/hosts
mount -t tmpfs tmpfs /srv
mkdir /srv/registry
rm -rf /var/lib/iana-services
make -s -C "$TOP" install B="$BUILD" prefix=/usr unitdir="$WITH_SYSTEMD/units" >"$work/out" 2>&1 || cat "$work/out"

# ---- a certificate of the site's own authority ----
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/ca.key" -out "$work/ca.pem" -days 2 -subj /CN=site-ca 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout /etc/ssl/private/mirror.key -out "$work/mirror.csr" -subj /CN=mirror.example.com 2>/dev/null
echo 'subjectAltName=DNS:mirror.example.com' >"$work/san"
openssl x509 -req -in "$work/mirror.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 -extfile "$work/san" -out /etc/ssl/certs/mirror.pem 2>/dev/null
cp "$work/ca.pem" /usr/local/share/ca-certificates/site.crt
update-ca-certificates >/dev/null 2>&1

# ---- the mirror: a registry with one row more than the machines have ----
{ cat data/service-names-port-numbers.csv; echo "mirrored,49900,tcp,,,,2026-11-02,2026-11-02,,,,"; } >"$work/registry.csv"
publish() {
    page_block 'publish what was accepted' | sed 's/^iana-services update -q$/:/' >"$work/publish.sh"
    (cd "$work" && sh -e publish.sh)
}
iana-services build -q "$work/registry.csv"
check "the page's commands publish it" publish
file=/srv/registry/services.xml
equal "readable for the server" 644 "$(stat -c %a $file)"
touch -d 2026-11-03 $file
publish
equal "and once more leave it as it is" 2026-11-03 "$(date -r $file +%F)"
rm -rf /var/lib/iana-services
rm -f /etc/nginx/sites-enabled/*
page_block nginx/conf.d/registry.conf >/etc/nginx/conf.d/registry.conf
check "nginx takes the page's file" nginx -t -q
# The server goes before the 200 machines, which have only this machine's cores, and would keep it from answering.
nice -n -10 nginx -g 'daemon off;' 2>/dev/null &
nginx_pid=$!
trap 'kill $nginx_pid; wait; rm -rf "$work"' EXIT
url=https://mirror.example.com/services.xml
for _ in $(seq 100); do curl -s -o /dev/null $url && break; sleep 0.1; done
log=/var/log/nginx/access.log
answered() { tail -n "${1:-1}" $log | awk '{ print $9 }' | sort | uniq -c | awk '{ print $1 "x" $2 }' | paste -sd ' '; }

# ---- one machine ----
iana-services update $url >"$work/out" 2>&1
equal "update: exit status, and what changed" "0 +1 -0" "$? $(sed 's/.*: //; s/ ~.*//' "$work/out")"
equal "the server's answer" 1x200 "$(answered)"
check "was compressed: $(tail -n 1 $log | awk '{ print $10 }') bytes of $(stat -c %s $file)" \
    [ $((4 * $(tail -n 1 $log | awk '{ print $10 }'))) -lt "$(stat -c %s $file)" ]
iana-services update $url >"$work/out" 2>&1
equal "again: exit status, and not modified by the ETag" "0 not modified 1x304" "$? $(sed 's/.*: //' "$work/out") $(answered)"
head -c 100000 $file >"$work/resumed.xml"
curl -sS -C - -o "$work/resumed.xml" $url
equal "a copy that was cut off is resumed" 1x206 "$(answered)"
check "to the whole file" cmp -s "$work/resumed.xml" $file
cp -p $file "$work/whole.xml"
head -c 1000000 "$work/whole.xml" >$file
iana-services update $url >"$work/out" 2>&1
equal "half a file: refused, with the names as before" "3 mirrored" "$? $(getent -s services:iana services 49900 2>/dev/null | cut -d ' ' -f 1)"
like "and why" "^iana-services: $url:[0-9]*: " "$(cat "$work/out")"
mv "$work/whole.xml" $file

# ---- 200 machines at once, each with a state directory of its own ----
# machines: what they printed, with how often. They begin together, when all are there. Each has only a small
# part of two cores, on which curl would read all of Debian's authorities longer than it waits for the server.
machines() {
    rm -f "$work"/go "$work"/machine*/ready
    for m in $(seq 200); do
        mkdir -p "$work/machine$m"
        # shellcheck disable=SC2016
        unshare -m --propagation private sh -c 'mount --bind "$1" /var/lib/iana-services && : >"$1/ready" && while [ ! -e "$2/go" ]; do sleep 0.2; done
            { CURL_CA_BUNDLE=$2/ca.pem iana-services update "$3" 2>&1; echo "status $?"; } >"$1/out"' sh "$work/machine$m" "$work" $url &
        list="${list:-} $!"
    done
    for _ in $(seq 600); do [ "$(find "$work" -maxdepth 2 -name ready | wc -l)" = 200 ] && break; sleep 0.1; done
    : >"$work/go"
    # shellcheck disable=SC2086
    wait $list
    list=
    cat "$work"/machine*/out | sed 's/.*: //; s/ ~.*//' | sort | uniq -c | awk '{ $1 = $1 "x"; print }' | paste -sd ' '
}
mkdir -p /var/lib/iana-services
equal "200 machines at once: each gets it" "200x +1 -0 200x status 0" "$(machines)"
equal "the server answered" "200x200" "$(answered 200)"
equal "all have the same index" 1 "$(cat "$work"/machine*/1/current | sort -u | wc -l)"
equal "which is the one machine's" "$(cat /var/lib/iana-services/1/current)" "$(cat "$work/machine7/1/current")"
equal "once more: none transfers it" "200x not modified 200x status 0" "$(machines)"
equal "the server answered so" "200x304" "$(answered 200)"

# ---- the timer's service ----
unit=iana-services-update.service
rm -rf /var/lib/iana-services
mkdir "$WITH_SYSTEMD/units/$unit.d"
page_block $unit.d/mirror.conf >"$WITH_SYSTEMD/units/$unit.d/mirror.conf"
systemctl daemon-reload
check "the service runs with the page's drop-in" systemctl start $unit
equal "it asked the mirror, and the name is there" "1x200 mirrored 49900/tcp" "$(answered) $(getent -s services:iana services 49900 | tr -s " ")"
systemctl start $unit
equal "the next week, nothing is transferred" 1x304 "$(answered)"
rm "$WITH_SYSTEMD/units/$unit.d/mirror.conf"
systemctl daemon-reload
systemctl start $unit 2>/dev/null
equal "without it, IANA is asked, who is not reached here: curl's status 6, and no request of the mirror" "4 1x304" \
    "$(systemctl show --value -p ExecMainStatus $unit) $(answered)"
finish
