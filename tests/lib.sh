# SPDX-License-Identifier: MIT
# Sourced by the system tests. $BUILD is the build directory, $TOP the source's.
# shellcheck shell=sh
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command=$BUILD/test/iana-services
state=$BUILD/test/host/state
vendor_folder=$BUILD/test/host/data/iana-services
vendor=$vendor_folder/$(cat "$vendor_folder/services.idx" 2>/dev/null)
results=0 failures=0
export PAGER=cat # nothing waits for a key on a terminal
# Results go where the script's output went at its start, so that `check ... >FILE' works.
exec 3>&1

# result WORD WHAT: a line of TAP.
result() {
    results=$((results + 1))
    printf '%s %d - %s' "$1" $results "$2" | tr '\n' ' ' >&3
    echo >&3
    [ "$1" = ok ] || failures=$((failures + 1))
}

# check WHAT COMMAND...: COMMAND succeeds; so does check, then.
check() {
    _what=$1
    shift
    if "$@" 3>&-; then
        result ok "$_what"
    else
        result 'not ok' "$_what"
        return 1
    fi
}
# check WHAT not COMMAND...
not() { ! "$@"; }

# equal WHAT EXPECTED ACTUAL
equal() { check "$1" [ "$2" = "$3" ] || printf '  expected: %s\n  got:      %s\n' "$2" "$3"; }

# like WHAT PATTERN TEXT: a line of TEXT matches the basic regular expression.
like() {
    if printf '%s\n' "$3" | grep -q -e "$2"; then result ok "$1"; else equal "$1" "$2" "$3"; fi
}

# skipped WHAT WHY: this cannot be tested here. WHY: the reason, and what would help.
skipped() { result ok "$1 # SKIP $2"; }

# skip WHAT WHY: nor can the rest of the script.
skip() {
    skipped "$1" "$2"
    finish
}

# need PROGRAM TARGET: skips the rest if PROGRAM is missing.
need() {
    command -v "$1" >/dev/null 2>&1 || skip "$(basename "$0")" "no $1; \`make $2' brings it"
}

need_root() {
    need mount deps-system
    [ "$(id -u)" = 0 ] || skip "$(basename "$0")" "needs root for a private mount namespace"
    unshare -m --propagation private true 2>/dev/null || skip "$(basename "$0")" "no mount namespaces here"
}

# private: the rest of the script has private mounts, processes and network (loopback),
# in which the module of the tests is installed and services_line sets who answers.
private() {
    need_root
    if [ -z "${IN_PRIVATE:-}" ]; then
        rm -r "$work"
        # A shell between, so that the script is not process 1 of the namespace.
        # shellcheck disable=SC2016
        IN_PRIVATE=1 exec unshare -m -n -p --fork --kill-child --mount-proc --propagation private sh -c '"$0"; exit $?' "$0"
    fi
    ip link set lo up
    mkdir "$work/lib"
    cp "$BUILD/test/libnss_iana.so.2" "$work/lib/"
    chmod 755 "$work" "$work/lib"
    ldconfig -X -C "$work/ld.so.cache" "$work/lib" 2>/dev/null
    : >"$work/nsswitch.conf"
    for f in ld.so.cache nsswitch.conf; do mount --bind "$work/$f" /etc/$f || exit 1; done
}

# What runs an i686 program here: nothing, or qemu.
i686_linker=/usr/i686-linux-gnu/lib/ld-linux.so.2
i686_runner=$("$i686_linker" --version >/dev/null 2>&1 || echo qemu-i386)

# with_systemd: the rest of the script has a systemd of its own, whose units are in $WITH_SYSTEMD/units.
with_systemd() {
    [ -z "${WITH_SYSTEMD:-}" ] || return 0
    need systemctl deps-system
    need_root
    "$TOP/tests/tools/with_systemd" "$work" "$(realpath "$0")" >"$work/out" 2>&1
    status=$?
    [ $status -ne 77 ] || skip "$(basename "$0")" "no systemd can be run in namespaces here: $(tail -n 1 "$work/out")"
    [ -s "$work/results" ] || cat "$work/out" "$work/console"
    cat "$work/results"
    exit $status
}

# page_block NAME: the lines of the block after NAME in iana-services-fleet(7), as man prints them.
page_block() { awk -v name="$1" 'index($0, name) { on = 1 } on && /^\.Ed/ { exit } started { gsub(/\\e/, "\\"); print } on && /^\.Bd/ { started = 1 }' "$TOP/man/iana-services-fleet.7"; }

# overlays: what the rest of the script, in a private mount namespace, writes into /usr,
# /etc and /var is gone with it.
overlays() {
    trap 'umount -l "$work/layers"; rm -rf "$work"' EXIT
    mkdir "$work/layers"
    mount -t tmpfs tmpfs "$work/layers"
    for d in usr etc var; do
        mkdir -p "$work/layers/$d/upper" "$work/layers/$d/work"
        mount -t overlay overlay -o "lowerdir=/$d,upperdir=$work/layers/$d/upper,workdir=$work/layers/$d/work" /$d ||
            skip "$(basename "$0")" "no overlay mounts here"
    done
}

# services_line LINE: the services line of /etc/nsswitch.conf from now on, after `private'.
services_line() { { cat "$TOP/tests/nsswitch.base"; echo "services: $1"; } >"$work/nsswitch.conf"; }

# put_vendor FOLDER INDEX: makes a copy of the index the vendor's in the folder, as a package
# would: the index beside the pointer, then the pointer by rename.
put_vendor() {
    rm -rf "$1/put.idx" "$1/services.idx"
    cp "$2" "$1/put.idx"
    chmod 444 "$1/put.idx"
    echo put.idx >"$1/put.new" && mv "$1/put.new" "$1/services.idx"
}

# Lookups through libc, by the module of the tests.
iana() {
    LD_PRELOAD=${PRELOAD:-} LD_LIBRARY_PATH=$BUILD/test getent -s services:iana services "$@" | tr -s ' '
}

# nscd_conf SECONDS: an nscd.conf that keeps answers for long, and misses for so many seconds.
nscd_conf() {
    cat <<CONF
server-user root
enable-cache services yes
positive-time-to-live services 28800
negative-time-to-live services $1
check-files services no
CONF
}

# on_terminal COMMAND...: its output on a terminal of $COLUMNS columns, or 80, and $LINES lines, or 24,
# that has colours.
on_terminal() {
    TERM=xterm python3 -c 'import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("4H", int(os.environ.get("LINES", "24")), int(os.environ.get("COLUMNS", "80")), 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
os.waitpid(pid, 0)' "$@"
}

# start_readers NAME ARGUMENTS: tests/tools/readers, its input from $work/NAME.in; what it
# counted, FIGURE by FIGURE, is there once that has ended.
start_readers() {
    name=$1
    shift
    mkfifo "$work/$name.in"
    "$BUILD/test/tools/readers" "$@" "$BUILD/test/libnss_iana.so.2" <"$work/$name.in" >"$work/$name.out" 2>"$work/$name.err" &
}
readers_running() { for _ in $(seq 2000); do grep -q running "$work/$1.out" && break; sleep 0.05; done; }
# hold NAME: the readers judge no answer until the next "now", which goes to descriptor 9 too.
hold() {
    _held=$(grep -c held "$work/$1.out")
    echo hold >&9
    for _ in $(seq 2000); do [ "$(grep -c held "$work/$1.out")" = "$_held" ] || break; sleep 0.05; done
}
figure() { tail -n 1 "$work/$1.out" | sed -n "s/.*$2 +*\([0-9]*\).*/\1/p"; }

# keep_vendor: the vendor's folder is at the end of the script as it was; restore_vendor: at once.
keep_vendor() {
    cp -a "$vendor_folder" "$work/vendor.saved"
    trap 'restore_vendor; rm -rf "$work" "$state"' EXIT
}
restore_vendor() { rm -rf "$vendor_folder" && cp -a "$work/vendor.saved" "$vendor_folder"; }

# replace_vendor INDEX: replaces the vendor's index as a package does: the new file beside, then the
# pointer to it by rename, then the old one goes.
replace_vendor() {
    old=$(cat "$vendor_folder/services.idx") new=$(cksum <"$1" | tr ' ' -).idx
    cp "$1" "$vendor_folder/$new.new" && chmod 444 "$vendor_folder/$new.new" && mv -f "$vendor_folder/$new.new" "$vendor_folder/$new"
    echo "$new" >"$vendor_folder/services.new" && mv -f "$vendor_folder/services.new" "$vendor_folder/services.idx"
    [ "$old" = "$new" ] || rm -f "$vendor_folder/$old"
}
crc32_of() { python3 -c 'import sys, zlib; print("%08x" % zlib.crc32(open(sys.argv[1], "rb").read()))' "$1"; }

# vendor_of K: an index whose name for 100/tcp is gen-K, in $work.
vendor_of() {
    printf 'gen-%s 100/tcp alias-%s\n' "$1" "$1" >"$work/vendor.local"
    "$command" build -q -o "$work/vendor-$1.idx" --names tests/golden/names.services --local "$work/vendor.local" tests/golden/registry.csv
}

# vendor_readers NAME PROCESSES TIMES: without a live index, so many processes beside replacements
# of the vendor's index: each is on the new one two seconds later. After keep_vendor.
vendor_readers() {
    rm -rf "$state"
    vendor_of 0 && replace_vendor "$work/vendor-0.idx"
    start_readers "$1" -p 300 "$2" 1
    exec 9>"$work/$1.in"
    readers_running "$1"
    k=0
    while [ $k -lt "$3" ]; do
        k=$((k + 1))
        hold "$1"
        vendor_of $k && replace_vendor "$work/vendor-$k.idx"
        echo "now gen-$k" >&9
        sleep 4
    done
    exec 9>&-
    wait
    equal "$1: $3 replacements of the vendor's index: failed, torn, late, died, stale" "0 0 0 0 0" \
        "$(figure "$1" failed) $(figure "$1" torn) $(figure "$1" late) $(figure "$1" died) $(figure "$1" stale)"
    check "$1: $(figure "$1" judged) answers came when only one was right" [ "$(figure "$1" judged)" -gt 0 ]
    echo "  $(tail -n 1 "$work/$1.out")"
}

# work_of COMMAND...: the instructions that it takes, by valgrind: a count, nearly the same each time.
work_of() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | sed -n 's/.*Collected : //p'
}

finish() {
    echo "1..$results" >&3
    [ "$failures" -eq 0 ]
    exit
}
