#!/bin/sh
# SPDX-License-Identifier: MIT
# Hosts in trouble and indexes that cannot be used: the right status and errno, no
# hang; and in the same process lookups work once the index is back.
. tests/lib.sh
need_root
module=$BUILD/test/libnss_iana.so.2
data=$BUILD/test/host/data/iana-services
csv=$TOP/data/service-names-port-numbers.csv

# The tests' module and index, in a folder that any user can read.
export work BUILD TOP module data state
if [ -z "${IN_PRIVATE:-}" ]; then
    IN_PRIVATE=1 exec unshare -m --propagation private "$0"
fi
probe=$BUILD/test/tools/probe
mkdir -p "$state"
mount -t tmpfs -o mode=755 tmpfs "$state"
cp -a "$data" "$work/vendor"
mount -t tmpfs -o mode=755 tmpfs "$data"

index=$data/put.idx
restore_vendor() { put_vendor "$data" "$work/vendor/${vendor##*/}"; chmod 444 "$data/services.idx"; }
restore_vendor
names() { cp "$work/vendor/names.services" "$work/vendor/applications" "$data/"; }
names

# broken WHAT EXPECTED: what a fresh process answers now (-1 UNAVAIL, -2 TRYAGAIN, 1 SUCCESS),
# and the same process when the vendor index is back.
broken() {
    rm -f "$work/said"            # of the case before: its text must not end the wait below
    mkfifo "$work/in"
    # shellcheck disable=SC2086
    timeout 20 "$probe" ${options:-} "$module" <"$work/in" >"$work/said" 2>&1 &
    exec 9>"$work/in"
    for _ in $(seq 200); do [ -s "$work/said" ] && break; sleep 0.05; done
    restore_vendor
    echo >&9
    exec 9>&-
    wait $!
    rm "$work/in"
    equal "$1" "$2 / ${3:-1 - http}" "$(paste -sd '|' "$work/said" | sed 's,|, / ,')"
}

# ---- the vendor's index, no live one: the index, then the pointer to it ----
for file in "$index" "$data/services.idx"; do
    what=${file##*/}
    rm -f "$file"
    broken "$what missing" "-1 ENOENT -"
    rm -f "$file"; : >"$file"
    broken "$what empty" "-1 EINVAL -"
    rm "$file"; head -c 5000 "$work/vendor/${vendor##*/}" >"$file"
    broken "$what cut off" "-1 EINVAL -"
    rm "$file"; mkdir "$file"
    broken "$what a directory" "-1 EINVAL -"
    rm -rf "$file"; mkfifo "$file"
    broken "$what a FIFO" "-1 EINVAL -"
    rm "$file"; ln -s nowhere "$file"
    broken "$what a dangling link" "-1 ENOENT -"
    rm "$file"; ln -s "$what" "$file"
    broken "$what a link to itself" "-1 ELOOP -"
    restore_vendor; chmod 666 "$file"
    broken "$what world-writable" "-1 EINVAL -"
    restore_vendor; rm "$file"; head -c 20000000 /dev/zero >"$file"
    broken "$what over 16 MiB" "-1 EINVAL -"
    mknod "$data/x" c 1 5 && rm "$file" && mv "$data/x" "$file"
    broken "$what a device" "-1 EINVAL -"
    restore_vendor; chmod 000 "$file"
    options="-u 65534"
    chmod 755 "$work"
    broken "$what unreadable" "-1 EACCES -"
    options=
done
rm "$data/services.idx"; cp "$work/vendor/${vendor##*/}" "$data/services.idx"
broken "an index where the pointer should be" "-1 EINVAL -"
for name in ../put.idx .put.idx PUT.IDX services.idx; do
    echo "$name" >"$data/x" && mv "$data/x" "$data/services.idx"
    broken "a pointer to $name" "-1 EINVAL -"
done

# ---- a host in trouble ----
restore_vendor
options="-l nofile"
broken "no descriptors left" "-1 EMFILE -"
options="-l as"
broken "no address space left" "-2 ENOMEM -"
options="-l memlock -u 65534"
broken "mlockall with a small RLIMIT_MEMLOCK" "-2 EAGAIN -"
mkdir "$work/root"
options="-r $work/root"
broken "a chroot without an index" "-1 ENOENT -" "-1 ENOENT -"
options=

# ---- `current' that is no use: the vendor's index answers; then the live one ----
printf 'web 80/tcp\n' >"$work/local"
for rubbish in '' '.' '..' '../gen/x.idx' '/etc/passwd' 'no-such-generation.idx' 'UPPER.idx' 'two
lines' "$(head -c 5000 /dev/zero | tr '\0' a)" "$(printf '\377\376')"; do
    rm -rf "$state/1"
    mkdir -p "$state/1/gen"
    printf '%s' "$rubbish" >"$state/1/current"
    equal "current holds '$(printf '%.20s' "$rubbish" | tr '\n\377\376' '???')'" "1 - http" \
        "$(timeout 20 "$probe" "$module" </dev/null)"
done
for kind in directory fifo link world-writable; do
    rm -rf "$state/1"
    "$command" build -q --local "$work/local" "$csv"
    equal "$kind: first the live index answers" "1 - web" "$(timeout 20 "$probe" "$module" </dev/null)"
    case $kind in
    directory) rm "$state/1/current"; mkdir "$state/1/current" ;;
    fifo) rm "$state/1/current"; mkfifo "$state/1/current" ;;
    link) rm "$state/1/current"; ln -s nowhere "$state/1/current" ;;
    world-writable) chmod 666 "$state/1/current" ;;
    esac
    equal "current is a $kind: the vendor's index answers" "1 - http" "$(timeout 20 "$probe" "$module" </dev/null)"
done
rm -rf "$state/1"
"$command" build -q --local "$work/local" "$csv"
chmod 000 "$state/1/gen"/*.idx
equal "a generation that may not be read: the vendor's answers" "1 - http" \
    "$(timeout 20 "$probe" -u 65534 "$module" </dev/null)"
chmod 444 "$state/1/gen"/*.idx
equal "and then the generation" "1 - web" "$(timeout 20 "$probe" -u 65534 "$module" </dev/null)"

# ---- a root that is entered later has nothing to say, whatever index it brings ----
mkdir -p "$work/jail$state/1/gen"
printf 'jailed 80/tcp\n' >"$work/local"
"$command" build -q -o "$work/jail$state/1/gen/x.idx" --local "$work/local" "$csv"
echo x.idx >"$work/jail$state/1/current"
chmod -R a+rX "$work/jail"
equal "a chroot with an index of its own, entered later: the snapshot stays" "1 - web / 1 - web" \
    "$(echo | timeout 20 "$probe" -R "$work/jail" "$module" | paste -sd '|' | sed 's,|, / ,')"
equal "entered before the first lookup, its index answers" "1 - jailed" \
    "$(timeout 20 "$probe" -r "$work/jail" "$module" </dev/null)"

# ---- a user namespace, where root's files belong to nobody ----
if unshare -U true 2>/dev/null; then
    # shellcheck disable=SC2016
    equal "in a user namespace, where the index belongs to 65534" "65534 1 - web" \
        "$(unshare -U sh -c 'stat -c %u "$1"/1/gen/*.idx; timeout 20 "$2" "$3"' sh "$state" "$probe" "$module" </dev/null | paste -sd ' ')"
else
    skipped "a user namespace" "this kernel or sandbox has none"
fi
finish
