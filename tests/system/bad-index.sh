#!/bin/sh
# SPDX-License-Identifier: MIT
# Indexes with one defect each (tests/bad-index): verify names it, the module returns what
# in the table and falls back on the vendor's index, the command ends in good order.
. tests/lib.sh
need python3 deps
bad=$BUILD/test/host/module/iana-services
mkdir -p "$work/idx" "$bad" "$state/1/gen"
"$command" build -q -o "$work/small.idx" --names tests/bad-index/names.services --local tests/bad-index/local.services --shipped-applications /dev/null --applications tests/bad-index/applications tests/bad-index/registry.xml
check "bad indexes are made" python3 tests/bad-index/make.py "$work/small.idx" "$work/idx"
equal "each is in the table" "$(find "$work/idx" -name '*.idx' -exec basename {} .idx \; | sort)" \
    "$(sed -n 's/^\([a-z0-9-]*\) |.*/\1/p' tests/bad-index/defects | sort)"

put_vendor "$bad" "$work/small.idx"
# Of 31 lines 14 are duplicates: 12 on 8/tcp, 2 on 9/tcp.
equal "the sound one" "http http 17" "$("$BUILD/test/module/ask")"

# What an ordinary process gets if this is the live index.
through_libc() {
    rm -f "$state/1/gen/bad.idx"
    cp "$1" "$state/1/gen/bad.idx"
    chmod 444 "$state/1/gen/bad.idx"
    echo bad.idx >"$state/1/current"
    iana 7/tcp
}

# Every way into the index that the command has: each must end with its own status, no signal.
commands() {
    for words in 'show www 80 discard/ddp' export 'build -o built.idx --local /dev/null' 'show -j mock'; do
        # shellcheck disable=SC2086
        (cd "$work" && timeout 10 "$command" -i "$1" $words >/dev/null 2>>"$work/errors")
        [ $? -le 4 ] || return 1    # nor by a signal or the time-out
    done
}

while IFS='|' read -r name message answers; do
    name=${name% } message=${message# } message=${message% } answers=${answers# } got='' why=''
    case $name in '' | '#'*) continue ;; esac
    file=$work/idx/$name.idx
    timeout 60 "$command" verify "$file" >"$work/out" 2>"$work/errors"
    [ $? -eq 3 ] && [ ! -s "$work/out" ] && [ "$(wc -l <"$work/errors")" -eq 1 ] || why="verify does not exit 3 with one line"
    grep -qF "iana-services: $file: " "$work/errors" && grep -qF "$message" "$work/errors" || why="$why, verify says $(cat "$work/errors")"
    grep -q '; [a-z]' "$work/errors" || why="$why, verify does not say what to do"
    put_vendor "$bad" "$file"
    got=$(timeout 60 "$BUILD/test/module/ask") || why="$why, the module ended its process, or never ended"
    # shellcheck disable=SC2254
    case $got in $answers) ;; *) why="$why, the module says $got" ;; esac
    case $answers in UNAVAIL*) [ "$(through_libc "$file")" = "echo 7/tcp" ] || why="$why, not the vendor's answer" ;; esac
    commands "$file" || why="$why, the command crashed"
    check "$name${why:+: $why}" [ -z "$why" ]
done <tests/bad-index/defects
rm -rf "$state"

lines=$("$command" -i "$work/idx/one-name-everywhere.idx" show --json www | python3 -c 'import json, sys; print(sum(e["last_port"] - e["port"] + 1 for e in json.load(sys.stdin)[0]["entries"]))')
equal "show gives each of 31 entries once at most" 31 "$lines"
finish
