#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: what confines or surrounds a process costs it at most the answers of an index that it may not
# read: a user namespace, landlock, a memory cgroup at its limit, LD_AUDIT; and a setuid program answers
# from the compiled-in paths, whatever folder, environment, umask and limits its caller gives it.
. tests/lib.sh
private
need setpriv deps-system
chmod 755 "$work"
services_line iana
module=$work/lib/libnss_iana.so.2
probe=$BUILD/test/tools/probe
as_user() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
publish() {
    printf '%s 80/tcp\n' "$1" >"$work/local"
    "$command" build -q --names /dev/null --local "$work/local" tests/golden/registry.csv
}
rm -rf "$state"
trap 'rm -rf "$work" "$state"' EXIT

# ---- what may not be read ----
publish live
if as_user unshare -U true 2>/dev/null; then
    chmod 700 "$state/1"
    equal "a user namespace in which the live index may not be read: the vendor's answers" "1 - http" \
        "$(as_user unshare -Ur "$probe" "$module" </dev/null)"
    chmod 755 "$state/1"
else
    skipped "a user namespace" "this kernel or sandbox has none"
fi
landlock=$("$probe" -l landlock "$module" </dev/null)
if [ $? = 77 ]; then
    skipped "landlock" "this kernel has none"
else
    equal "landlock before the first lookup" "-1 EACCES -" "$landlock"
    # shellcheck disable=SC2094
    { for _ in $(seq 400); do [ -s "$work/said" ] && break; sleep 0.05; done; publish newer; echo; } |
        "$probe" -f -l landlock "$module" >"$work/said"
    equal "landlock, and then a publication: the index in use stays" "1 - live 1 - live" "$(paste -sd ' ' "$work/said")"
fi

# ---- memory ----
group=/sys/fs/cgroup/memory/nss-iana-$$ limit=memory.limit_in_bytes
[ -d /sys/fs/cgroup/memory ] || group=/sys/fs/cgroup/nss-iana-$$ limit=memory.max
if mkdir "$group" 2>/dev/null && echo 16M >"$group/$limit"; then
    trap 'rm -rf "$work" "$state"; rmdir "$group"' EXIT
    publish_whole() {
        printf 'gen-%s 100/tcp alias-%s\n' "$1" "$1" >"$work/local"
        "$command" build -q --local "$work/local" data/service-names-port-numbers.csv
    }
    publish_whole 0
    mkfifo "$work/memory.in"
    # shellcheck disable=SC2016
    sh -c 'echo $$ >"$1/cgroup.procs"; shift; cat /usr/bin/* >/dev/null 2>&1; exec "$@"' sh "$group" \
        "$BUILD/test/tools/readers" -f 1 16 "$module" <"$work/memory.in" >"$work/memory.out" &
    exec 9>"$work/memory.in"
    readers_running memory
    for k in $(seq 9); do publish_whole "$k"; done
    exec 9>&-
    wait
    equal "a memory cgroup of 16 MiB, full of other files' pages: failed, torn, died" "0 0 0" \
        "$(figure memory failed) $(figure memory torn) $(figure memory died)"
else
    skipped "a memory cgroup at its limit" "no memory cgroup can be made here"
fi

# ---- who asks ----
cat >"$work/audit.c" <<'AUDIT'
#include <link.h>
unsigned la_version(unsigned version) { return version; }
unsigned la_objopen(struct link_map *map, Lmid_t id, uintptr_t *cookie) { (void)map, (void)id, (void)cookie; return LA_FLG_BINDTO | LA_FLG_BINDFROM; }
AUDIT
${CC:-cc} -shared -fPIC -w -D_GNU_SOURCE -o "$work/lib/audit.so" "$work/audit.c" || cat "$work/audit.c"
equal "with LD_AUDIT" "sun-sr-https 6443/tcp" "$(LD_AUDIT=$work/lib/audit.so getent services 6443/tcp | tr -s ' ')"

# A folder in which everything is false, and a library that tells that it was loaded.
mkdir -m 777 "$work/false" "$work/false/gen"
echo '#include <fcntl.h>
__attribute__((constructor)) static void tell(void) { open("told", O_WRONLY | O_CREAT, 0600); }
unsigned la_version(unsigned version) { tell(); return version; }' >"$work/tell.c"
${CC:-cc} -shared -fPIC -w -o "$work/false/libnss_iana.so.2" "$work/tell.c" || cat "$work/tell.c"
cp "$state/1/gen/$(cat "$state/1/current")" "$work/false/x.idx"
cp "$work/false/x.idx" "$work/false/gen/"
echo x.idx | tee "$work/false/current" >"$work/false/services.idx"
rm -rf "$state"
cp "$(command -v getent)" "$work/getent"
# asked PROGRAM: what it answers to a hostile caller, and whether a false library was loaded.
asked() {
    rm -f "$work/false/told"
    # shellcheck disable=SC3045
    (cd "$work/false" && umask 0777 && ulimit -f 0 && ulimit -c 0 && ulimit -n 16 && ulimit -s 256 &&
        as_user env LD_LIBRARY_PATH=. LD_PRELOAD=./libnss_iana.so.2 LD_AUDIT=./libnss_iana.so.2 IANA_STATEDIR=. \
            IANA_DATADIR=. TMPDIR=. HOME=. LOCPATH=. GCONV_PATH=. "$1" services 80/tcp 2>&1 </dev/null) | tr -s ' '
    [ -e "$work/false/told" ] && echo told
}
chmod 755 "$work/getent"
like "without setuid the false library is loaded" told "$(asked "$work/getent")"
for mode in 4755 2755 6755; do
    chmod $mode "$work/getent"
    equal "a program of mode $mode" "http 80/tcp www www-http" "$(asked "$work/getent")"
done
finish
