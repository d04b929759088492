#!/bin/sh
# SPDX-License-Identifier: MIT
# The examples of README and the man pages, run: what shows an output gives just that one,
# and every other command of ours does what it is there for.
. tests/lib.sh
need python3 deps
need jq deps-system
need_root
mkdir "$work/all" "$work/here"
count=$(python3 tests/tools/examples.py "$work/all" README.md man/nss_iana.8 man/iana-services.1 man/iana-services-*.5)
check "$count examples found" [ "$count" -ge 25 ]

# Where they run: our command, our module, the services line as README has it.
export PATH="$BUILD/test:$PATH" LD_LIBRARY_PATH="$BUILD/test"
sed '/^services:/d' /etc/nsswitch.conf >"$work/before"
cp "$work/before" "$work/with"
echo 'services: db files' >>"$work/before"
echo 'services: db files iana' >>"$work/with"
cp data/service-names-port-numbers.csv "$work/here"
"$command" export -f xml -o "$work/here/service-names-port-numbers.xml"
run() { # SCRIPT
    nsswitch=$work/with
    grep -q '# before' "$1" && nsswitch=$work/before
    # shellcheck disable=SC2016
    unshare -m --propagation private sh -c 'mount --bind "$1" /etc/nsswitch.conf && cd "$2" && sh "$3"' sh "$nsswitch" "$work/here" "$1"
}

for script in "$work"/all/*.sh; do
    what=$(head -n 1 "$script" | sed 's/  *#.*//')
    rm -rf "$state"
    if [ -f "${script%.sh}.expected" ]; then
        run "$script" >"$work/out" 2>&1
        equal "\$ $what" "$(sed 's/ *$//' "${script%.sh}.expected")" "$(sed 's/ *$//' "$work/out")"
        continue
    fi
    case $what in
    *update* | *rollback*) continue ;;      # readme.sh has a server that IANA's address leads to
    esac
    run "$script" >"$work/out" 2>"$work/err"
    status=$?
    made=$work/out most=0
    case $what in
    *doctor | *diff\ */etc/services*) most=1 ;;    # what they find is this machine's
    *build\ *) made=$state/1/current ;;
    *" -o "*) made=$work/here/${what##* } ;;
    esac
    check "$what: exit status $status" [ "$status" -le $most ]
    check "$what: $made" [ -s "$made" ]
done
finish
