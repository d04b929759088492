#!/bin/sh
# SPDX-License-Identifier: MIT
# The module, through libc, answers what a naive scan of the exported file answers:
# every port, every name, the enumeration.
. tests/lib.sh
export LD_LIBRARY_PATH="$BUILD/test"
oracle=$BUILD/test/tools/oracle

"$command" -i "$vendor" export -o "$work/services"
check "the snapshot: all ports, all names, the enumeration" "$oracle" -c iana "$work/services"
equal "the snapshot has 12,001 entries" 12001 "$(grep -vc '^#' "$work/services")"

# Local lines that shadow, repeat, differ in case, have transports that the registry lacks.
cat >"$work/local" <<'LOCAL'
web          80/tcp    www HTTP Http
ssh          22/tcp
echo         4/ddp
zip          6/ddp
mine         80/tcp    http
mine         81/tcp
shared       5000/tcp
between      5001/tcp
shared       5000/udp
shared       5000/tcp  again
HTTPS        8443/tcp
nfs          2049/tcp
x11-5        6005/tcp
twin         5010/tcp
twin         6000/udp
twin         5010/udp
many         5020/tcp
many         5020/udp
many         5020/sctp
many         5030/sctp
last         65535/dccp
first        0/udp
LOCAL
"$command" build -q --local "$work/local" data/service-names-port-numbers.csv
"$command" export -o "$work/services"
check "with local lines" "$oracle" -c iana "$work/services"
equal "the local line leads" "web 80/tcp www HTTP Http" "$(iana 80/tcp)"
equal "another case is another name" "mine 80/tcp http" "$(iana http/tcp)"
equal "the third transport of a port beats the first of a later one" "many 5020/sctp" "$(iana many/sctp)"
equal "a name in capitals is the local line's alone" "HTTPS 8443/tcp" "$(iana HTTPS/tcp)"
equal "no other case of it answers" "" "$(iana HTTPS/udp)"

# The same closed: what a local line names is answered by name from local lines only.
"$command" build -q --closed --local "$work/local" data/service-names-port-numbers.csv
"$command" export -o "$work/closed"
check "closed: the same lines" cmp "$work/services" "$work/closed"
check "closed: by name, local lines alone" "$oracle" -k "$(grep -c . "$work/local")" -c iana "$work/closed"
equal "closed: no further transport" "" "$(iana ssh/udp)"
equal "closed: by port nothing changes" "ssh 22/udp" "$(iana 22/udp)"
"$command" build -q
like "without a local file nothing is closed" 'closes nothing; name one by --local' "$("$command" build -q --closed -o "$work/none.idx" tests/golden/registry.csv 2>&1)"
equal "closed is remembered" "" "$(iana ssh/udp)"
"$command" build -q --local "$work/local" data/service-names-port-numbers.csv
equal "until local files are named without --closed" "ssh 22/udp" "$(iana ssh/udp)"
finish
