#!/bin/sh
# SPDX-License-Identifier: MIT
# update from a real HTTPS server on loopback: the right decision each time, and the old
# index in force.
. tests/lib.sh
for program in curl openssl python3; do need $program deps-system; done
chmod 755 "$work"
csv=$work/registry.csv
cp data/service-names-port-numbers.csv "$csv"

# ---- a CA of our own, and a server with its certificate, and one with nobody's ----
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/ca.key" -out "$work/ca.pem" -days 2 -subj /CN=test-ca 2>/dev/null
for name in good stranger; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/$name.key" -out "$work/$name.csr" -subj /CN=localhost 2>/dev/null
done
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$work/san"
openssl x509 -req -in "$work/good.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 -extfile "$work/san" -out "$work/good.pem" 2>/dev/null
openssl x509 -req -in "$work/stranger.csr" -signkey "$work/stranger.key" -days 2 -extfile "$work/san" -out "$work/stranger.pem" 2>/dev/null
serve() {
    mkfifo "$work/hold.$1"
    python3 tests/tools/https_server.py "$work/$1.pem" "$work/$1.key" "$csv" "$work/log" <"$work/hold.$1" >"$work/port.$1" &
}
serve good; exec 8>"$work/hold.good"
serve stranger; exec 9>"$work/hold.stranger"
for _ in $(seq 200); do [ -s "$work/port.good" ] && [ -s "$work/port.stranger" ] && break; sleep 0.05; done
url=https://localhost:$(cat "$work/port.good")
export CURL_CA_BUNDLE="$work/ca.pem" no_proxy=localhost NO_PROXY=localhost
update() { "$command" update "$@" >"$work/out" 2>"$work/errors"; }
# update_by DIRECTORY ARGUMENT...: by the curl in this directory
update_by() {
    by=$1
    shift
    PATH=$by:$PATH "$command" update "$@" >"$work/out" 2>"$work/errors"
}

update "$url/ok/service.csv"
equal "200: exit status" 0 $?
equal "200: what changed" "registry of 2026-09-01: unchanged" "$(cat "$work/out")"
update "$url/ok/service.csv"
equal "304: exit status" 0 $?
equal "304: said" "registry of 2026-09-01: not modified" "$(cat "$work/out")"
equal "304: asked with the ETag that the index holds" '/ok/service.csv "the-etag-1" -' "$(tail -n 1 "$work/log")"

# ---- a 304 for a live index that is taken away meanwhile ----
mkdir "$work/waits"
cat >"$work/waits/curl" <<CURL
#!/bin/sh
$(command -v curl) "\$@"
status=\$?
echo answered >&2
while [ ! -e "$work/gone" ]; do sleep 0.05; done
exit \$status
CURL
chmod 755 "$work/waits" "$work/waits/curl"
for taken in current gen/* .; do
    rm -f "$work/gone"
    { update_by "$work/waits" "$url/ok/service.csv"; echo $? >"$work/status"; } &
    for _ in $(seq 200); do grep -q answered "$work/errors" && break; sleep 0.05; done
    # shellcheck disable=SC2086
    if [ "$taken" = . ]; then rm -rf "$state"; else rm -f "$state"/1/$taken; fi
    touch "$work/gone"
    wait $!
    sed -i '/^answered$/d' "$work/errors"
    [ "$taken" = . ] && break
    equal "304, but $taken is gone: as before" "0 registry of 2026-09-01: not modified" \
        "$(cat "$work/status") $(cat "$work/out" "$work/errors")"
    equal "and it is there again" "0 " "$("$command" verify -q 2>&1; echo $?) $(ls "$state/1/current" 2>&1 >/dev/null)"
done
equal "304, but the whole directory is gone: exit status, and nothing on standard output" "4 " \
    "$(cat "$work/status") $(cat "$work/out")"
check "304, but the whole directory is gone: the message" \
    grep -q '^iana-services: .*cannot create: No such file' "$work/errors"

update --force "$url/ok/service.csv"
equal "--force asks for all of it" "/ok/service.csv - -" "$(tail -n 1 "$work/log")"
printf 'localname 49999/tcp\n' >"$work/local"
"$command" build -q --local "$work/local" "$csv"
update --force "$url/ok/service.csv"
printf 'changed 49999/tcp\n' >"$work/local"
update "$url/ok/service.csv"
equal "304 with a changed local file: exit status and words" \
    "0 registry of unknown date (newest row 2020-09-04): not modified" "$? $(cat "$work/out")"
equal "304: and the file is compiled in" "changed 49999/tcp" "$(iana 49999/tcp)"
generation=$state/1/gen/$(cat "$state/1/current")
chmod u+w "$generation"
printf 'XXXX' | dd of="$generation" bs=1 seek=600000 conv=notrunc 2>/dev/null
update "$url/ok/service.csv"
equal "a damaged live index is not asked for with its ETag" "/ok/service.csv - -" "$(tail -n 1 "$work/log")"
check "but fixed" "$command" verify -q
update "$url/redirect"
equal "a redirect is followed: exit status" 0 $?
update "$url/many-headers"
like "8 MB of headers: taken, or by newer curls refused" '^[04] sound$' "$? $("$command" verify | grep -o sound)"
update "$url/slow"
equal "slow, but it comes: exit status" 0 $?
update "$url/encoded"
equal "compressed for the transfer: exit status and words" "0 registry of unknown date (newest row 2020-09-04): unchanged" "$? $(cat "$work/out")"
update "$url/odd-etag"
equal "an ETag that is too long is left out: exit status" 0 $?
update "$url/odd-etag"
equal "and not sent" "/odd-etag - -" "$(tail -n 1 "$work/log")"
for kind in etag-cr etag-folded; do
    update "$url/$kind"
    update "$url/$kind"
    like "$kind: neither CR nor LF is sent back" "^/$kind [^ ]* -\$" "$(tail -n 1 "$work/log")"
    equal "and nothing of it is a header" 0 "$(grep -c Injected "$work/log")"
done
update "$url/redirect-bare"
equal "a redirect with validators to a file without: exit status" 0 $?
update "$url/redirect-bare"
equal "the last response counts" "/slow - -" "$(tail -n 1 "$work/log")"
update "$url/dated"
update "$url/dated"
equal "Last-Modified alone: asked with it" "/dated - Mon, 17 Aug 2026 00:00:00 GMT" "$(tail -n 1 "$work/log")"
equal "Last-Modified alone: said" "registry of unknown date (newest row 2020-09-04): not modified" "$(cat "$work/out")"

# ---- a curl before 7.84, which prints %header{...} as it is: nothing is asked with that ----
mkdir "$work/bin"
cat >"$work/bin/curl" <<CURL
#!/bin/sh
for a; do
    shift
    case \$a in *%header*) a=\$(printf '%s' "\$a" | sed 's/%header/%%header/g') ;; esac
    set -- "\$@" "\$a"
done
exec $(command -v curl) "\$@"
CURL
chmod 755 "$work/bin" "$work/bin/curl"
for _ in 1 2; do update_by "$work/bin" "$url/ok/old-curl.csv"; done
equal "an old curl: exit status, and asks for all of it" "0 /ok/old-curl.csv - -" "$? $(tail -n 1 "$work/log")"

update "file://$csv"
equal "file:// works: exit status" 0 $?

# refused KIND STATUS PATTERN [URL]: one line or curl's and ours, the old index in force
refused() {
    before=$(cat "$state/1/current")
    update "${4:-$url/$1}"
    equal "$1: exit status" "$2" $?
    check "$1: the message" grep -qE "^iana-services: .*$3" "$work/errors" || cat "$work/errors"
    equal "$1: nothing printed, the same index, no temporary files" " $before " \
        "$(cat "$work/out") $(cat "$state/1/current") $(find "$state" -name '.iana*')"
    check "$1: which is sound" "$command" verify -q
}
refused 404 4 'transfer failed \(curl: 22\)'
refused 500 4 'transfer failed \(curl: 22\)'
refused 304 4 'the server answers 304'
refused redirect-http 4 'transfer failed \(curl: 1\)'
refused redirect-file 4 'transfer failed \(curl: 1\)'
refused redirect-loop 4 'transfer failed \(curl: 47\)'
refused cut 4 'transfer failed \(curl: (18|56)\)'
refused short 3 'cut off|no newline|field'
refused long 3 'cut off|no newline|fields'
refused html 3 'HTML page'
refused gzip 3 'gzip'
refused big-header 4 'transfer failed \(curl: (27|56|100)\)'
refused empty 3 'empty'
refused huge 4 'transfer failed \(curl: 63\)'
refused endless 4 'transfer failed \(curl: (23|63|153)\)'
refused bomb 4 'transfer failed \(curl: (23|63|153)\)'
refused wrong-certificate 4 'transfer failed \(curl: 60\)' "https://localhost:$(cat "$work/port.stranger")/ok"
refused wrong-name 4 'transfer failed \(curl: 60\)' "https://other.localhost:$(cat "$work/port.good")/ok" # loopback too
refused plain-http 4 'transfer failed \(curl: 1\)' "http://localhost:9/"
refused no-server 4 'transfer failed \(curl: 7\)' "https://localhost:9/"

# ---- curl's limits on time and speed, of two seconds here ----
while read -r option kind; do
    mkdir "$work/$kind"
    cat >"$work/$kind/curl" <<CURL
#!/bin/sh
for a; do
    shift
    [ "\$before" = $option ] && set -- "\$@" 2 || set -- "\$@" "\$a"
    before=\$a
done
exec $(command -v curl) "\$@"
CURL
    chmod 755 "$work/$kind" "$work/$kind/curl"
    update_by "$work/$kind" "$url/$kind"
    equal "$option, $kind: exit status, and curl's" "4 28" "$? $(sed -n 's/.*(curl: \([0-9]*\)).*/\1/p' "$work/errors")"
done <<LIMITS
--speed-time stalled
--max-time trickle
LIMITS
exec 8>&- 9>&-
wait
finish
