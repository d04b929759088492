# Sourced by the system tests. $BUILD is the build directory, $TOP the source's.
# shellcheck shell=sh
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command=$BUILD/test/iana-services
state=$BUILD/test/state
vendor=$BUILD/test/data/iana-services/services.idx
failures=0

# ok WHAT: the status of the command before it decides.
ok() {
    if [ $? -eq 0 ]; then
        echo "ok $1"
    else
        echo "not ok $1"
        failures=$((failures + 1))
    fi
}

# equal WHAT EXPECTED ACTUAL
equal() {
    if [ "$2" = "$3" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# skip WHAT WHY: the rest of the script cannot run here. WHY says what would help.
skip() {
    echo "skip $1: $2"
    finish
}

# need PROGRAM TARGET: skips the rest where PROGRAM is missing.
need() {
    command -v "$1" >/dev/null 2>&1 || skip "$(basename "$0")" "no $1; \`make $2' brings it"
}

need_root() {
    need mount deps-system
    [ "$(id -u)" = 0 ] || skip "$(basename "$0")" "needs root for a private mount namespace"
    unshare -m --propagation private true 2>/dev/null || skip "$(basename "$0")" "no mount namespaces here"
}

# Lookups through libc, by the module of the tests.
iana() {
    LD_PRELOAD=${PRELOAD:-} LD_LIBRARY_PATH=$BUILD/test getent -s services:iana services "$@" | tr -s ' '
}

# on_terminal COMMAND...: its output on a terminal of 80 columns that has colours.
on_terminal() {
    TERM=xterm python3 -c 'import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
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

finish() {
    [ "$failures" -eq 0 ]
    exit
}
