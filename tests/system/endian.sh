#!/bin/sh
# SPDX-License-Identifier: MIT
# The module on a big-endian machine, on arm64 and on one of 32 bits answers from the same index what it
# answers here: tests/module/dump.c, of the golden index, of the small one and of the snapshot.
# And while it is published and threads, forks and cancellations go on, as in threads.sh.
. tests/lib.sh
place=$BUILD/test/host/module/iana-services
mkdir -p "$place"
"$command" build -q -o "$work/small.idx" --names tests/bad-index/names.services --local tests/bad-index/local.services --shipped-applications /dev/null --applications tests/bad-index/applications tests/bad-index/registry.xml

# dump INDEX PROGRAM...: what the program prints of the index.
dump() {
    put_vendor "$place" "$1"
    shift
    "$@"
}

# The dump here is compared with the index's export, so that not all are wrong alike.
shown() { "$command" -i "$1" export | grep -v '^#' | tr -s ' ' | awk '!seen[$2]++'; }
for index in tests/golden/golden.idx "$work/small.idx" "$vendor"; do
    name=$(basename "$index" .idx)
    dump "$index" "$BUILD/test/module/dump" >"$work/$name.here"
    sed '/^[0-9]* names$/,$d' "$work/$name.here" >"$work/enumerated"
    shown "$index" >"$work/shown"
    check "$name here: the entries" cmp "$work/shown" "$work/enumerated"
    for kind in port name; do check "$name here: over 10 of $kind" [ "$(grep -c "^$kind" "$work/$name.here")" -gt 10 ]; done
done

# threads PROGRAM...: without forks in qemu, which holds a lock of its own (util/path.c) around every path: a child
# that is forked meanwhile waits for it, in any program whose threads call stat.
threads() {
    # shellcheck disable=SC2086
    equal "threads, cancellations and publications on $what, forks too: ${forks:-yes}" "wrong 0" \
        "$(timeout -s KILL 250 "$@" tests/golden/golden.idx $forks)"
    rm -f "$place"/threads-*.idx
}

# other WHAT COMPILER [RUNNER]: the same there.
other() {
    what=$1 compiler=$2
    shift 2
    for program in "$compiler" "$@"; do
        if ! command -v "$program" >/dev/null 2>&1; then
            skipped "$what" "no $program; \`make deps-system' brings it"
            return
        fi
    done
    echo 'int main(void) { return 0; }' >"$work/empty.c"
    if ! "$compiler" -static -o "$work/empty" "$work/empty.c" 2>"$work/errors" || ! "$@" "$work/empty"; then
        skipped "$what" "$compiler cannot make a static program that runs here"
        return
    fi
    make -s CC="$compiler" CFLAGS=-O2 LDFLAGS=-static B="$work/$what" TEST_ROOT="$BUILD/test" PKG_CONFIG=true "$work/$what/test/module/dump" "$work/$what/test/module/threads" >"$work/out" 2>&1 || cat "$work/out"
    for index in tests/golden/golden.idx "$work/small.idx" "$vendor"; do
        name=$(basename "$index" .idx)
        dump "$index" "$@" "$work/$what/test/module/dump" >"$work/there"
        check "$name on $what" cmp "$work/$name.here" "$work/there"
    done
    forks=${1:+none}
    threads "$@" "$work/$what/test/module/threads"
}
other s390x s390x-linux-gnu-gcc qemu-s390x
other arm64 aarch64-linux-gnu-gcc qemu-aarch64
# shellcheck disable=SC2086
other i686 i686-linux-gnu-gcc $i686_runner
finish
