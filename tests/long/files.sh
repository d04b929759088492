#!/bin/sh
# SPDX-License-Identifier: MIT
# glibc's own "files" backend, reading the exported file in the place of
# /etc/services, gives the answers that the module gives: the export means to glibc
# what it means to our oracle. Misses are asked of the file cut into pieces, since
# each costs `files' a whole reading.
. tests/lib.sh
need_root
[ -f /etc/services ] || skip files.sh "no /etc/services to mount over; \`make deps' brings it (netbase)"
oracle=$BUILD/test/tools/oracle
"$command" -i "$vendor" export -o "$work/services"
: >"$work/etc-services"
export work oracle

# shellcheck disable=SC2016
check "every name, every port and transport, and the enumeration" unshare -m --propagation private sh -ec '
    mount --bind "$work/etc-services" /etc/services
    cat "$work/services" >"$work/etc-services"
    "$oracle" -e -c files "$work/services"'

# shellcheck disable=SC2016
check "every port that misses" unshare -m --propagation private sh -ec '
    mount --bind "$work/etc-services" /etc/services
    from=0
    while [ $from -lt 65536 ]; do
        to=$((from + 511))
        awk -v from=$from -v to=$to "{ split(\$2, p, \"/\") } p[1] >= from && p[1] <= to && !/^#/" "$work/services" >"$work/etc-services"
        # All protocols of the registry, whatever this piece has.
        printf "tcp 0/tcp\nudp 0/udp\nsctp 0/sctp\ndccp 0/dccp\n" >>"$work/etc-services"
        "$oracle" -r $from-$to -c files /etc/services >"$work/piece" || { cat "$work/piece"; exit 1; }
        from=$((from + 512))
    done'
finish
