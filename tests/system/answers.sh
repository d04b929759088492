#!/bin/sh
# SPDX-License-Identifier: MIT
# What the snapshot answers through libc's own getent.
. tests/lib.sh

equal "12,001 entries" 12001 "$(iana | wc -l)"
while IFS='|' read -r key expected; do
    equal "$key" "$expected" "$(iana "$key")"
done <<'ANSWERS'
2049|nfs 2049/tcp shilp
2049/udp|nfs 2049/udp shilp
shilp|nfs 2049/tcp shilp
465/tcp|submissions 465/tcp urd smtps ssmtp
smtps|submissions 465/tcp urd smtps ssmtp
80|http 80/tcp www www-http
www/udp|http 80/udp www www-http
HTTP|
113/tcp|auth 113/tcp ident
43/tcp|nicname 43/tcp whois
whois|nicname 43/tcp whois
6010/tcp|x11 6010/tcp
6063/udp|x11 6063/udp
27005/udp|flex-lm 27005/udp
27005/tcp|flex-lm 27005/tcp
9/dccp|discard 9/dccp
36412/sctp|s1-control 36412/sctp
750/udp|kerberos-iv 750/udp loadav kerberos4 kdc
z3950|z39-50 210/tcp z39.50 z3950 wais
6443|sun-sr-https 6443/tcp
0|
6064/tcp|ndl-ahp-svc 6064/tcp
6010/sctp|
http/ddp|
ANSWERS

summary=$("$command" build -o "$work/index" --date 2026-09-01 "$TOP/data/service-names-port-numbers.csv")
equal "the summary" \
    "registry of 2026-09-01: 14262 rows, 12001 entries, 294 aliases; 1711 rows without a name, 812 names without a port" \
    "$summary"

# build leaves out, and counts, names that this registry lacks or gives to another port.
{
    head -n 1 data/service-names-port-numbers.csv
    echo 'nfs,2050,tcp,moved,,,,,,,,'
    echo 'shilp,2049,tcp,x,,,,,,,,'
    echo 'discard,9,tcp,x,,,,,,,,'
    echo 'null,99,tcp,x,,,,,,,,'
    echo 'two words,7,tcp,x,,,,,,,,'
    echo 'a#b,7,udp,x,,,,,,,,'
    echo 'noport,,tcp,x,,,,,,,,'
    echo 'both,8,,x,,,,,,,,'
} >"$work/registry.csv"
printf 'nfs 2049/tcp\ndiscard 9/tcp sink null\n' >"$work/names"
"$command" build -o "$work/index" --names "$work/names" "$work/registry.csv" >"$work/summary"
for line in '^left out: 2 names that services(5) cannot write' '^left out: 1 curated line whose first name' '^left out: 1 curated alias that' \
    '8 rows, 6 entries, 1 aliases; 0 rows without a name, 1 names without a port'; do
    check "what is left out is counted: $line" grep -q "$line" "$work/summary"
done
equal "and the rest is there" "both 8/tcp,both 8/udp,discard 9/tcp sink,nfs 2050/tcp,null 99/tcp,shilp 2049/tcp" \
    "$("$command" -i "$work/index" export | grep -v '^#' | tr -s ' ' | sort | paste -sd ,)"
finish
