#!/bin/sh
# SPDX-License-Identifier: MIT
# What others expect of the services database: CPython's own tests of its socket module,
# and six languages asked for values that everybody knows, with `services: iana' alone
# and with `services: files iana'.
. tests/lib.sh
private
export PYTHONDONTWRITEBYTECODE=1

names='daytime/tcp qotd/tcp domain/udp ftp/tcp syslog/udp shell/tcp no-such-service/tcp'
ports='13/tcp 17/udp 53/udp 21/tcp 514/udp 514/tcp 0/tcp'
known='13 17 53 21 514 514 - daytime qotd domain ftp syslog shell -'

# What a language's own calls say of all names, then of all ports; a miss is "-".
ask_python3() {
    python3 -c 'import socket, sys
for key in sys.argv[1:]:
    key, protocol = key.split("/")
    try:
        print(socket.getservbyport(int(key), protocol) if key.isdigit() else socket.getservbyname(key, protocol))
    except OSError:
        print("-")' "$@"
}
ask_perl() {
    # shellcheck disable=SC2016
    perl -e 'for (@ARGV) {
        my ($key, $protocol) = split m,/,;
        print +($key =~ /^\d/ ? (getservbyport($key, $protocol))[0] : (getservbyname($key, $protocol))[2]) // "-", "\n";
    }' "$@"
}
ask_ruby() {
    ruby -rsocket -e 'ARGV.each do |asked|
        key, protocol = asked.split("/")
        puts begin
            key =~ /^\d/ ? Socket.getservbyport(key.to_i, protocol) : Socket.getservbyname(key, protocol)
        rescue SocketError
            "-"
        end
    end' "$@"
}
ask_php() {
    # shellcheck disable=SC2016
    php -r 'foreach (array_slice($argv, 1) as $asked) {
        [$key, $protocol] = explode("/", $asked);
        $answer = ctype_digit($key) ? getservbyport((int)$key, $protocol) : getservbyname($key, $protocol);
        echo $answer === false ? "-" : $answer, "\n";
    }' -- "$@"
}
# Tcl knows TCP alone and asks for names alone, when it opens a socket.
ask_tclsh() {
    # shellcheck disable=SC2016
    echo 'foreach asked $argv {
        lassign [split $asked /] name
        if {[catch {socket -server {} -myaddr 127.0.0.1 $name} said]} { puts - } else { puts [lindex [fconfigure $said -sockname] 2] }
    }' >"$work/ask.tcl"
    tclsh "$work/ask.tcl" "$@"
}
# Node asks for TCP ports alone, by getnameinfo, which returns the number if it knows no name.
ask_node() {
    node -e 'const dns = require("dns").promises
        process.argv.slice(1).reduce((before, asked) => before.then(async () =>
            console.log((await dns.lookupService("127.0.0.1", parseInt(asked))).service)), Promise.resolve())' "$@"
}

# suite WHAT: these tests of CPython's pass, and those that ask for services were not skipped.
suite() {
    check "$1: tests of CPython's socket module" env -C "$work" /usr/bin/python3 -m unittest -v \
        test.test_socket.GeneralModuleTests test.test_socket.NetworkConnectionNoServer >"$work/suite" 2>&1 || tail -n 20 "$work/suite"
    for test in testGetServBy testGetaddrinfo test_getnameinfo test_getaddrinfo_ipv6_basic; do
        check "$1: $test" grep -q "^$test .*\.\.\. ok$" "$work/suite"
    done
}

for line in iana 'files iana'; do
    services_line "$line"
    for language in python3 perl ruby php tclsh node; do
        if ! command -v $language >/dev/null 2>&1; then
            skipped "$language" "not here; \`make deps-system' brings it"
            continue
        fi
        case $language in
        tclsh) expected='13 17 21 514 -' asked='daytime qotd ftp shell no-such-service' ;;
        node) expected='daytime qotd domain ftp shell 0' asked='13 17 53 21 514 0' ;;
        *) expected=$known asked="$names $ports" ;;
        esac
        # shellcheck disable=SC2086
        equal "services: $line: $language" "$expected" "$("ask_$language" $asked 2>&1 | paste -sd ' ')"
    done
    if /usr/bin/python3 -c 'import test.test_socket' 2>/dev/null; then
        suite "services: $line"
    else
        skipped "CPython's tests" "no test.test_socket for /usr/bin/python3; \`make deps-system' brings it"
    fi
done
finish
