#!/bin/sh
# SPDX-License-Identifier: MIT
# Real programs on loopback, asked for a port that only the registry knows, 1883/tcp
# mqtt, with `services: files' and with `services: files iana'. Writes what they said
# as the table that README shows (`make programs-table'), and holds README to it.
. tests/lib.sh
PATH=/usr/sbin:/usr/bin:/sbin:/bin
for program in ss python3; do need $program deps-system; done
private
mount -t tmpfs tmpfs /run || exit 1
programs='ss netstat lsof tcpdump iftop iptables nft nc socat ssh telnet traceroute tcptraceroute rsyslogd inetd smtp-sink bash zsh python3 perl php ruby tclsh node'

# 127.0.0.1:1883 listens all the time; what is started below listens on 127.0.0.2 and, to say
# that it is ready, on 127.0.0.3.
mkfifo "$work/hold"
python3 tests/tools/listen.py "$work/pcap" 1883 <"$work/hold" >"$work/ready" &
exec 9>"$work/hold"
for _ in $(seq 200); do grep -q ready "$work/ready" && break; sleep 0.05; done

# reaches COMMAND...: whether it finds the port behind the name.
reaches() { if timeout 20 "$@" </dev/null >"$work/said" 2>&1; then echo 'port 1883'; else echo 'unknown name'; fi; }
# until_listens ADDRESS PID: waits until it listens there, or has ended.
until_listens() {
    for _ in $(seq 400); do
        ! kill -0 "$2" 2>/dev/null || ss -Htln | grep -qF "$1 " && return
        sleep 0.05
    done
}
# listens READY COMMAND...: whether it listens behind the name by the time that it listens on READY.
listens() {
    ready=$1
    shift
    "$@" >"$work/said" 2>&1 &
    until_listens "$ready" $!
    if ss -Htln | grep -qF '127.0.0.2:1883 '; then echo 'port 1883'; else echo 'unknown name'; fi
    kill $! 2>/dev/null
    wait $! 2>/dev/null
}

# ask PROGRAM: first how it is asked, then its answer: the name that it shows for the port,
# or whether it found the port behind the name.
ask() {
    case $1 in
    ss) echo 'ss -tl'; ss -Htl | awk '{ sub(/.*:/, "", $4); print $4 }' ;;
    netstat) echo 'netstat -tl'; netstat -tlW | awk '/^tcp/ { sub(/.*:/, "", $4); print $4 }' ;;
    lsof) echo 'lsof -iTCP'; lsof -w -iTCP -sTCP:LISTEN | awk 'NR > 1 { sub(/.*:/, "", $9); print $9 }' ;;
    tcpdump) echo 'tcpdump -r FILE'; tcpdump -r "$work/pcap" 2>/dev/null | sed 's/.* > [a-z0-9.]*localhost\.\([^ ]*\):.*/\1/' ;;
    iftop)
        echo 'iftop -t -P'
        python3 -c 'import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True: s.sendto(bytes(999), ("127.0.0.2", 1883)); time.sleep(0.02)' &
        iftop -t -n -P -i lo -s 2 -f 'udp port 1883' 2>/dev/null </dev/null | sed -n 's/.*127\.0\.0\.2:\([^ ]*\) .*/\1/p'
        kill $! ;;
    iptables)
        echo 'iptables -L'
        iptables -A INPUT -p tcp --dport 1883 && iptables -L INPUT | sed -n 's/.*dpt://p'
        iptables -F INPUT ;;
    nft)
        echo 'nft -S list ruleset'
        nft 'table inet t { chain c { tcp dport 1883 accept; }; }' && nft -S list table inet t | sed -n 's/.*dport "*\([^ "]*\)"* .*/\1/p'
        nft delete table inet t ;;
    nc) echo 'nc -zv 127.0.0.1 mqtt'; reaches nc -zv 127.0.0.1 mqtt ;;
    socat) echo 'socat - TCP:127.0.0.1:mqtt'; reaches socat -u /dev/null TCP:127.0.0.1:mqtt ;;
    ssh)
        echo 'ssh -p mqtt 127.0.0.2'
        /usr/sbin/sshd -D -e -f /dev/null -h "$work/key" -o ListenAddress=127.0.0.2:1883 -o PidFile=none -o StrictModes=no \
            -o AuthorizedKeysFile="$work/key.pub" 2>"$work/sshd" &
        until_listens 127.0.0.2:1883 $!
        reaches ssh -F /dev/null -i "$work/key" -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p mqtt 127.0.0.2 true
        kill $!
        wait $! 2>/dev/null ;;
    telnet) echo 'telnet 127.0.0.1 mqtt'; reaches sh -c 'telnet 127.0.0.1 mqtt | grep Connected' ;;
    traceroute) echo 'traceroute -T -p mqtt 127.0.0.1'; reaches traceroute -T -p mqtt 127.0.0.1 ;;
    tcptraceroute) echo 'tcptraceroute 127.0.0.1 mqtt'; reaches tcptraceroute 127.0.0.1 mqtt ;;
    rsyslogd)
        echo 'input(type="imtcp" port="mqtt")'
        printf '%s\n' 'module(load="imtcp")' 'input(type="imtcp" address="127.0.0.2" port="mqtt")' \
            'input(type="imtcp" address="127.0.0.3" port="1883")' "*.* $work/syslog" >"$work/rsyslog.conf"
        listens 127.0.0.3:1883 rsyslogd -n -f "$work/rsyslog.conf" -i "$work/rsyslog.pid" ;;
    inetd)
        echo 'mqtt stream tcp nowait ...'
        printf '%s stream tcp nowait root /bin/true true\n' 127.0.0.2:mqtt 127.0.0.3:ssh >"$work/inetd.conf"
        listens 127.0.0.3:22 inetd -i "$work/inetd.conf" ;;
    smtp-sink) echo 'smtp-sink 127.0.0.2:mqtt 5'; listens 127.0.0.2:1883 smtp-sink -u nobody 127.0.0.2:mqtt 5 ;;
    bash) echo 'exec 3<>/dev/tcp/127.0.0.1/mqtt'; reaches bash -c 'exec 3<>/dev/tcp/127.0.0.1/mqtt' ;;
    zsh) echo 'ztcp 127.0.0.1 mqtt'; reaches zsh -fc 'zmodload zsh/net/tcp && ztcp 127.0.0.1 mqtt' ;;
    python3) echo 'socket.getservbyport(1883)'; python3 -c 'import socket; print(socket.getservbyport(1883))' 2>/dev/null ;;
    perl) echo 'getservbyport(1883, "tcp")'; perl -e 'print scalar getservbyport(1883, "tcp")' ;;
    php) echo 'getservbyport(1883, "tcp")'; php -r 'echo getservbyport(1883, "tcp");' ;;
    ruby) echo 'Socket.getservbyport(1883)'; ruby -rsocket -e 'puts Socket.getservbyport(1883)' 2>/dev/null ;;
    tclsh) echo 'socket 127.0.0.1 mqtt'; echo 'socket 127.0.0.1 mqtt' >"$work/s.tcl"; reaches tclsh "$work/s.tcl" ;;
    node) echo 'dns.lookupService("127.0.0.1", 1883, ...)'; node -e 'require("dns").lookupService("127.0.0.1", 1883, (e, host, service) => console.log(service))' ;;
    esac
}

# can PROGRAM: whether it runs here at all; prints why not.
can() {
    # shellcheck disable=SC2016
    case $1 in
    iptables) set -- iptables iptables -nL INPUT ;;
    nft) set -- nft nft list ruleset ;;
    ssh) set -- ssh sh -c 'mkdir -p /run/sshd && ssh-keygen -q -N "" -t ed25519 -f "$0" && /usr/sbin/sshd -t -f /dev/null -h "$0"' "$work/key" ;;
    *) set -- "$1" true ;;
    esac
    if ! command -v "$1" >/dev/null 2>&1; then
        skipped "$1" "not here; \`make deps-system' brings it"
        return 1
    fi
    program=$1
    shift
    "$@" >"$work/said" 2>&1 || { skipped "$program" "it does not work here: $(tail -n 1 "$work/said")"; return 1; }
}

# package PROGRAM: its package and version.
package() {
    path=$(readlink -f "$(command -v "$1")")
    if command -v dpkg-query >/dev/null 2>&1; then
        owner=$(dpkg-query -S "$path" "${path#/usr}" 2>/dev/null | head -n 1 | cut -d: -f1)
        # shellcheck disable=SC2016
        dpkg-query -W -f='${Package} ${Version}\n' "$owner" | sed 's/ [0-9]*:/ /; s/ .*+really/ /; s/ \([^-+]*\).*/ \1/'
    else
        rpm -qf --qf '%{NAME} %{VERSION}\n' "$path"
    fi
}

# answer PROGRAM LINE: how it is asked, then its answer with this services: line on a line.
answer() {
    services_line "$2"
    said=$(ask "$1" 2>>"$work/errors")
    printf '%s\n' "$said" | head -n 1
    said=$(printf '%s\n' "$said" | sed 1d | sort -u | paste -sd ' ')
    echo "${said:-nothing}"
}

table=$BUILD/test/programs.md
printf '%s\n' '| program | package | asked | without | with |' '|---|---|---|---|---|' >"$work/table"
for program in $programs; do
    can "$program" || continue
    without=$(answer "$program" files)
    with=$(answer "$program" 'files iana')
    asked=$(echo "$with" | sed 2d) without=$(echo "$without" | sed 1d) with=$(echo "$with" | sed 1d)
    case $asked in
    *mqtt*) equal "$program: $asked" "unknown name, port 1883" "$without, $with" ;;
    *) equal "$program: $asked" "mqtt" "$with"
        [ "$without" = nothing ] || equal "$program without" 1883 "$without" ;;
    esac
    echo "| $program | $(package "$program") | \`$asked\` | $without | $with |" >>"$work/table"
done
cp "$work/table" "$table"

# README's first screen: ss with both services lines.
python3 tests/tools/listen.py "$work/pcap" 2379 11211 27017 <"$work/hold" >"$work/ready" &
for _ in $(seq 200); do grep -q ready "$work/ready" && break; sleep 0.05; done
for line in files 'files iana'; do
    services_line "$line"
    ss -Htl | awk '{ $2 = $3 = ""; print }' | tr -s ' ' | sort
done >"$work/seen"
for column in 1 2; do sed -n "s/^    \(LISTEN.*\) \(LISTEN.*\)/\\$column/p" README.md | sed 's/ *$//' | awk '{ $2 = $3 = ""; print }' | tr -s ' ' | sort; done >"$work/told"
equal "README's first screen" "$(cat "$work/seen")" "$(cat "$work/told")"
exec 9>&-

# README's rows, but for the packages, are what was seen; a program that is not here is not compared.
if [ -z "${NEW_TABLE:-}" ]; then
    sed -n '/^<!-- programs -->$/,/^<!-- end of programs -->$/p' "$TOP/README.md" >"$work/readme"
    check "README has the table" grep -q '^| ss ' "$work/readme"
    for program in $programs; do
        row=$(grep "^| $program " "$table" | cut -d '|' -f 2,4-)
        told=$(grep "^| $program " "$work/readme" | cut -d '|' -f 2,4-)
        [ -z "$row" ] || [ -z "$told" ] || equal "README on $program (\`make programs-table' writes it)" "$row" "$told"
    done
fi
finish
