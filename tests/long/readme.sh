#!/bin/sh
# SPDX-License-Identifier: MIT
# README's commands for root, from `make' to `make uninstall', on a private machine: /usr,
# /etc and /var are overlays, and www.iana.org is a server on loopback. What examples.sh runs
# is not run here; packages are check-packages'.
. tests/lib.sh
for program in curl openssl python3 systemctl; do need $program deps-system; done
private
overlays
rm -rf /var/lib/iana-services
unset MAKEFLAGS BUILD TOP http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

# ---- IANA, with one entry more than the snapshot ----
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/iana.key" -out "$work/iana.pem" -days 2 \
    -subj /CN=www.iana.org -addext subjectAltName=DNS:www.iana.org 2>/dev/null
cat "$work/iana.pem" >>/etc/ssl/certs/ca-certificates.crt
echo '127.0.0.1 www.iana.org' >/etc/hosts
{ cat data/service-names-port-numbers.csv; echo 'readme-test,49999,tcp,,,,,,,,,'; } >"$work/registry.csv"
mkfifo "$work/hold"
python3 tests/tools/https_server.py "$work/iana.pem" "$work/iana.key" "$work/registry.csv" "$work/log" 443 <"$work/hold" >"$work/port" &
exec 9>"$work/hold"
for _ in $(seq 200); do [ -s "$work/port" ] && break; sleep 0.05; done

# ---- the commands, in their order ----
mkdir "$work/source"
cp -r Makefile README.md NEWS LICENSE nsswitch.conf.example data man nss packaging src tests "$work/source/"
cp "$command" "$work/ours"
cd "$work/source" || exit 4
"$work/ours" -i "$vendor" export -f xml -o service-names-port-numbers.xml
sudo() { "$@"; }
answer() { getent services "$@" | tr -s ' '; }
live() { cat /var/lib/iana-services/1/current; }
files() { find /usr /etc -xdev \( -name '*iana-services*' -o -name '*nss_iana*' -o -name nss-iana \); }
before=$(files)
sed -n 's/^    //p' README.md | grep -E '^(sudo|make)\b' | grep -vE 'make deps|make deb|apt-get' | sed 's/ *#.*//' >"$work/commands"
equal "README has them" "make
sudo make install
sudo iana-services build service-names-port-numbers.xml
sudo iana-services update
sudo iana-services rollback
sudo systemctl enable --now iana-services-update.timer
sudo iana-services build --local /etc/services --closed
sudo systemctl disable --now iana-services-update.timer iana-services-build.path
sudo make uninstall" "$(cat "$work/commands")"

# follow COMMAND: it succeeds. No systemd runs here that could start a unit now; without
# optimization, which the other tests have, the compiler is quick.
follow() {
    check "$1" quickly "$(echo "$1" | sed 's/able --now/able/')" >"$work/out" 2>&1 || cat "$work/out"
}
quickly() (MAKEFLAGS=-j2 CFLAGS=-O0 && export MAKEFLAGS CFLAGS && eval "$1")
while read -r line; do
    follow "$line"
    case $line in
    'sudo make install')
        equal "nothing in /var" "" "$(find /var -path '*iana*')"
        equal "no answer yet" "" "$(answer 6443)"
        sed -i '/^services:/d' /etc/nsswitch.conf
        grep '^    services:' README.md | sed 's/^ *//' >>/etc/nsswitch.conf
        equal "an answer" "sun-sr-https 6443/tcp" "$(answer 6443)" ;;
    *--local*)
        equal "the live index has the local lines" 1 "$(iana-services show ssh/tcp | grep -c /etc/services)" ;;
    *update)
        sleep 1.1
        equal "the new name" "readme-test 49999/tcp" "$(answer 49999/tcp)"
        updated=$(live) ;;
    *rollback)
        check "another index is live" [ "$(live)" != "$updated" ]
        equal "which has no new name" "" "$(answer 49999/tcp)" ;;
    *enable*)
        check "the timer is enabled" [ -L /etc/systemd/system/timers.target.wants/iana-services-update.timer ]
        sed -i '/^services:/s/ iana//' /etc/nsswitch.conf ;;
    esac
done <"$work/commands"
equal "nothing is left" "$before" "$(files)"
check "but the live index, as README says" [ -f /var/lib/iana-services/1/current ]
exec 9>&-
wait
finish
