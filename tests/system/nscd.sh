#!/bin/sh
# nscd in front of the module: after a publication it answers from the new index, though
# somebody asks all the time.
. tests/system/lib.sh
need_root
need nscd deps-system
export work BUILD TOP
if [ -z "${IN_PRIVATE:-}" ]; then
    IN_PRIVATE=1 exec unshare -m --propagation private "$0"
fi
mkdir "$work/lib"
cp "$BUILD/test/libnss_iana.so.2" "$work/lib/"
ldconfig -X -C "$work/ld.so.cache" "$work/lib" 2>/dev/null
{ cat tests/system/nsswitch.base; echo 'services: iana'; } >"$work/nsswitch.conf"
mkdir -p /run/nscd /var/cache/nscd
for mount in "--bind $work/ld.so.cache /etc/ld.so.cache" "--bind $work/nsswitch.conf /etc/nsswitch.conf" \
    '-t tmpfs tmpfs /run/nscd' '-t tmpfs tmpfs /var/cache/nscd'; do
    # shellcheck disable=SC2086
    mount $mount || exit 1
done
cat >"$work/nscd.conf" <<'CONF'
server-user root
enable-cache services yes
positive-time-to-live services 28800
negative-time-to-live services 20
check-files services no
CONF
publish() {
    printf '%s 100/tcp\n' "$1" >"$work/local"
    "$command" build -q --names tests/golden/names.services --local "$work/local" tests/golden/registry.csv
}
rm -rf "$state"
publish before
nscd -F -f "$work/nscd.conf" >"$work/nscd.log" 2>&1 &
daemon=$!
for _ in $(seq 100); do [ -S /run/nscd/socket ] && break; sleep 0.05; done
ask() { getent services 100/tcp | cut -d' ' -f1; }
equal "before" before "$(ask)"
strace -o "$work/trace" -e trace=connect getent services 100/tcp >/dev/null 2>&1 && grep -q 'nscd/socket.* = 0' "$work/trace"
ok "libc asks nscd"
(while kill -0 $daemon 2>/dev/null; do ask; sleep 0.02; done >/dev/null) &
publish after
equal "after a publication" after "$(ask)"
sleep 1.5
equal "and it stays so" after "$(ask)"
kill $daemon
wait
rm -rf "$state"
finish
