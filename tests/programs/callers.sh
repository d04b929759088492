#!/bin/sh
# SPDX-License-Identifier: MIT
# Real programs on loopback sockets: one name for one port in all of them, with
# `services: iana' and with `services: files iana' over /etc/services compiled in.
. tests/lib.sh
for program in ss netstat lsof tcpdump perl python3 bash ip; do need $program deps-system; done
private

ports="43 113 465 2049 3306 5432 6010 6443 8080 9418 11371 27017"
mkfifo "$work/hold"
# shellcheck disable=SC2086
python3 tests/tools/listen.py "$work/pcap" $ports <"$work/hold" >"$work/ready" &
listener=$!
exec 9>"$work/hold"
for _ in $(seq 200); do grep -q ready "$work/ready" && break; sleep 0.05; done

# The names that a program shows for the ports, in their order.
names_by() {
    case $1 in
    getent) for p in $ports; do getent services "$p/tcp" | awk '{ print $1 }'; done ;;
    ss) ss -Htl | awk '{ sub(/.*:/, "", $4); print $4 }' | sort -u ;;
    netstat) netstat -tlW | awk '/^tcp/ { sub(/.*:/, "", $4); print $4 }' | sort -u ;;
    lsof) lsof -w -a -iTCP -sTCP:LISTEN -p "$listener" | awk 'NR > 1 { sub(/.*:/, "", $9); print $9 }' | sort -u ;;
    tcpdump) tcpdump -r "$work/pcap" 2>/dev/null | sed 's/.* > [a-z0-9.]*localhost\.\([^ ]*\):.*/\1/' | sort -u ;;
    esac
}
for line in iana 'files iana'; do
    if [ "$line" = iana ]; then rm -rf "$state"; else "$command" build -q --local /etc/services data/service-names-port-numbers.csv; fi
    services_line "$line"
    expected=$(names_by getent | sort -u | paste -sd ' ')
    equal "services: $line: getent knows all" "$(echo "$ports" | wc -w)" "$(echo "$expected" | wc -w)"
    for program in ss netstat lsof tcpdump; do
        equal "services: $line: $program" "$expected" "$(names_by $program | paste -sd ' ')"
    done
done
exec 9>&-
wait

services_line iana
rm -rf "$state"
answers="6443 sun-sr-https 6443
whois nicname 43
as 0"

# ---- other kinds of program ----
ask() { "$@" 6443 whois; }
cc=${CC:-cc}
if $cc -static -w -o "$work/static" tests/tools/ask.c 2>"$work/errors"; then
    equal "a statically linked program" "$answers" "$(ask "$work/static" 2>&1)"
else
    equal "a static program can be built" "" "$(cat "$work/errors")"
fi
cp "$BUILD/test/tools/ask" "$work/setuid"
chown 65534 "$work/setuid"
chmod 4755 "$work/setuid"
chmod 755 "$work"
equal "a setuid program, which ignores LD_LIBRARY_PATH" "6443 sun-sr-https 6443
whois nicname 43
as 65534" "$(ask env LD_LIBRARY_PATH=/nonexistent "$work/setuid")"

if command -v i686-linux-gnu-gcc >/dev/null 2>&1 && [ -e "$i686_linker" ]; then
    mkdir "$work/i686"
    make -s CC=i686-linux-gnu-gcc B="$work/i686" TEST_ROOT="$BUILD/test" PKG_CONFIG=true "$work/i686/test/libnss_iana.so.2" "$work/i686/test/tools/ask" >"$work/out" 2>&1 || cat "$work/out"
    # shellcheck disable=SC2086
    equal "an i686 program, with an i686 module on the same index" "$answers" \
        "$(ask $i686_runner "$i686_linker" --library-path "$work/i686/test:/usr/i686-linux-gnu/lib" "$work/i686/test/tools/ask")"
else
    skipped "i686" "no i686-linux-gnu-gcc; \`make deps-system' brings it"
fi

# ---- getaddrinfo and getnameinfo ----
python3 - >"$work/python" <<'PYTHON'
import socket as s
def resolve(name, kind=0):
    return sorted({(getattr(a[1], "name", str(a[1])), a[2], a[4][1]) for a in s.getaddrinfo("127.0.0.1", name, s.AF_INET, kind, flags=s.AI_NUMERICHOST)})
print("stream", resolve("http", s.SOCK_STREAM))
print("dgram", resolve("http", s.SOCK_DGRAM))
print("any", resolve("http"))
print("seqpacket", resolve("http", s.SOCK_SEQPACKET))
print("dccp", resolve("discard", 6))
print("tcp only", resolve("sun-sr-https", s.SOCK_STREAM))
print(s.getnameinfo(("127.0.0.1", 6443), s.NI_NUMERICHOST)[1], s.getnameinfo(("127.0.0.1", 514), s.NI_NUMERICHOST | s.NI_DGRAM)[1], s.getnameinfo(("127.0.0.1", 514), s.NI_NUMERICHOST)[1])
print(s.getservbyname("whois"), s.getservbyport(43), s.getservbyport(514, "udp"))
try:
    s.getservbyname("no-such-service")
except OSError as e:
    print(e)
PYTHON
check "getaddrinfo: SOCK_STREAM" grep -q "^stream \[('SOCK_STREAM', 6, 80)" "$work/python"
equal "getaddrinfo: SOCK_DGRAM" "dgram [('SOCK_DGRAM', 17, 80)]" "$(grep ^dgram "$work/python")"
for socket in "('SOCK_STREAM', 6, 80)" "('SOCK_DGRAM', 17, 80)"; do
    like "getaddrinfo: no socket type gives $socket" "$socket" "$(grep '^any' "$work/python")"
done
equal "getaddrinfo: SOCK_SEQPACKET is sctp" "seqpacket [('SOCK_SEQPACKET', 132, 80)]" \
    "$(grep ^seqpacket "$work/python")"
equal "getaddrinfo: SOCK_DCCP" "dccp [('6', 33, 9)]" "$(grep ^dccp "$work/python" | sed "s/'SOCK_DCCP'/'6'/")"
equal "getnameinfo, with and without NI_DGRAM" "sun-sr-https syslog shell" "$(sed -n 7p "$work/python")"
equal "Python" "43 nicname syslog" "$(sed -n 8p "$work/python")"
equal "Python: a miss" "service/proto not found" "$(sed -n 9p "$work/python")"
equal "Perl" "43 nicname whois;6443" \
    "$(perl -e '@s = getservbyport(43, "tcp"); print "$s[2] $s[0] $s[1];"; @s = getservbyname("sun-sr-https", "tcp"); print $s[2]')"

mkfifo "$work/hold2"
python3 tests/tools/listen.py "$work/pcap" 6443 <"$work/hold2" >"$work/ready2" &
exec 9>"$work/hold2"
for _ in $(seq 200); do grep -q ready "$work/ready2" && break; sleep 0.05; done
check "bash: /dev/tcp/127.0.0.1/sun-sr-https" bash -c 'exec 3<>/dev/tcp/127.0.0.1/sun-sr-https'
exec 9>&-
wait
finish
