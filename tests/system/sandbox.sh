#!/bin/sh
# SPDX-License-Identifier: MIT
# The children of update, which handle bytes from the network: whose user they are, which
# descriptors they have, and that they do not outlive their parent.
. tests/lib.sh
for program in curl strace; do need $program deps-system; done
strace -o /dev/null true 2>/dev/null || skip sandbox.sh "strace may not trace here"
csv=$TOP/data/service-names-port-numbers.csv
chmod 755 "$work"
cp "$csv" "$work/registry.csv"
url=file://$work/registry.csv
ids() { sed -n 's/.*setresuid(\([0-9]*\), \1, \1) *= 0$/\1/p' "$1"; }

# ---- whose they are: nobody's number, or, if such numbers are not mapped, "nobody" ----
strace -f -e trace=setresuid,prctl,setgroups -o "$work/trace" "$command" update -q "$url"
equal "update in which children are traced" 0 $?
equal "no new privileges for curl and the compiler" 2 "$(grep -c 'PR_SET_NO_NEW_PRIVS, 1' "$work/trace")"
if [ "$(id -u)" = 0 ]; then
    equal "each child is a user that has no other process" 2 "$(ids "$work/trace" | sort -u | wc -l)"
    # SSSD's users end at 2000200000, systemd's foreign ids start at 2147352576.
    equal "with a number that nobody hands out" "" \
        "$(ids "$work/trace" | awk '$1 <= 2000200000 || $1 + 0 >= 2147352576')"
    strace -f -e trace=setresuid,setresgid -e inject=setresgid:error=EINVAL:when=1 -o "$work/trace" "$command" update -q "$url"
    equal "numbers that are not mapped: exit status" 0 $?
    equal "numbers that are not mapped: nobody's" "65534 65534" "$(ids "$work/trace" | paste -sd ' ')"
    strace -f -e trace=setresgid -e inject=setresgid:error=EPERM -o "$work/trace" "$command" update -q "$url" 2>"$work/errors"
    equal "privileges that cannot be given up: exit status" 4 $?
    check "privileges that cannot be given up: the message" grep -q "cannot give up root's privileges" "$work/errors"
else
    skipped "whose they are" "needs root"
fi

# ---- which descriptors they have ----
mkdir "$work/bin"
cat >"$work/bin/curl" <<CURL
#!/bin/sh
[ ! -e /proc/\$\$/fd/7 ] || echo "7 is open" >&2
echo started >&2
exec $(command -v curl) "\$@"
CURL
chmod 755 "$work/bin" "$work/bin/curl"
descriptors() { PATH=$work/bin:$PATH "$@" "$command" update -q "$url" 7</dev/null 2>&1 | paste -sd ' '; }
equal "descriptors are closed" started "$(descriptors env)"
equal "also by a kernel that has no close_range" started \
    "$(descriptors strace -f -e trace=close_range -e inject=close_range:error=ENOSYS -o "$work/trace")"
check "which it was" grep -q 'close_range.*ENOSYS' "$work/trace"

# ---- a parent that dies before the child could ask to be told ----
# shellcheck disable=SC2016
strace -f -e trace=fork,vfork,clone,clone3,prctl,execve -e inject=prctl:delay_enter=4000000 -o "$work/trace" \
    sh -c 'echo $$ >"$0"; exec "$@"' "$work/pid" "$command" update -q "$url" >/dev/null 2>&1 &
for _ in $(seq 200); do grep -qE '(fork|clone3?)\(.*= [0-9]' "$work/trace" 2>/dev/null && break; sleep 0.02; done
kill -9 "$(cat "$work/pid")"
wait
check "a child whose parent is gone asks to be told" grep -q 'PR_SET_PDEATHSIG' "$work/trace"
check "and does nothing" not grep -q 'execve.*/curl"' "$work/trace"

# ---- a parent that dies while a child runs, with the capabilities of the unit ----
capabilities=$(sed -n 's/^CapabilityBoundingSet=//p' packaging/iana-services-update.service | tr 'A-Z ' 'a-z,' | sed 's/cap_/+/g')
cat >"$work/bin/curl" <<CURL
#!/bin/sh
echo \$\$ >&2
while :; do sleep 1; done
CURL
if setpriv --bounding-set "-all,$capabilities" true 2>/dev/null; then
    # shellcheck disable=SC2016
    PATH=$work/bin:$PATH setpriv --bounding-set "-all,$capabilities" sh -c 'echo $$ >"$0"; exec "$@"' "$work/pid" "$command" update -q "$url" 2>"$work/child" &
    for _ in $(seq 200); do [ -s "$work/child" ] && break; sleep 0.05; done
    child=$(cat "$work/child")
    check "a child runs" kill -0 "$child"
    kill -9 "$(cat "$work/pid")"
    wait
    for _ in $(seq 200); do kill -0 "$child" 2>/dev/null || break; sleep 0.05; done
    check "and ends with its parent" not kill -0 "$child" 2>/dev/null
    kill -9 "$child" 2>/dev/null
else
    skipped "a parent that dies while a child runs" "needs root and setpriv"
fi
finish
