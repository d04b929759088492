#!/bin/sh
# SPDX-License-Identifier: MIT
# From a version before 1.0, whose live index is in 0/, in format 0: nothing of that folder is left, and no
# local file is lost.
. tests/lib.sh
need python3 deps
names=tests/golden/names.services
csv=tests/golden/registry.csv
left() { (cd "$state" && find . ! -name . -printf '%P\n' | grep -v '^1\(/gen\(/[0-9a-f-]*\.idx\)*\|/current\|/history\|/lock\|/refused\)*$'); }
# before OPTION...: a version before 1.0 has built this.
before() { rm -rf "$state"; "$command" build -q --names "$names" "$@" "$csv" && python3 tests/tools/format_0.py "$state"; }
sums() { find "$state" ! -name lock ! -path "$state/1*" -type f -exec cksum {} + | sort; }

# ---- what it had answers again, by each command that writes ----
printf 'one 100/tcp alias\ndiscard 9/tcp\n' >"$work/one"
printf 'two 200/tcp\n' >"$work/two"
printf '4711/tcp mine-app Mine https://mine.example/\n' >"$work/applications"
printf '%s\n' "$(cat $csv)" 'new,300,tcp,,,,2026-01-01,2026-01-01,,,,' >"$work/new.csv"
for words in build "update --force $work/new.csv" "build --names $names $csv"; do
    before --closed --local "$work/one" --local "$work/two" --applications "$work/applications"
    equal "$words: until then the vendor's index answers" "|src 200/tcp" "$(iana 100/tcp)|$(iana 200/tcp)"
    rm "$work/two"
    # shellcheck disable=SC2086
    "$command" $words >"$work/out" 2>"$work/errors"
    equal "$words: done, and one line of the file that is gone" "0 $work/two" "$? $(sed -n '1s/^iana-services: \(.*\): cannot open: .*; the lines that it had are kept$/\1/p' "$work/errors")"
    equal "$words: its local lines answer" "one 100/tcp alias|two 200/tcp" "$(iana 100/tcp)|$(iana 200/tcp)"
    equal "$words: it is still closed" "" "$(iana discard/udp)"
    like "$words: its applications are there" '^4711/tcp .*mine-app' "$("$command" show mine-app)"
    equal "$words: nothing of 0/ is left" "" "$(left)"
    check "$words: the live index is sound" "$command" verify -q
    printf 'two 200/tcp\n' >"$work/two"
done
before --local "$work/one"
equal "rollback goes back from it to the vendor's" "the vendor's index answers again src 200/tcp" "$("$command" rollback) $(iana 200/tcp)"
equal "nothing of 0/ is left" "" "$(left)"
before --local "$work/one"
"$command" update --dry-run "$work/new.csv" >/dev/null 2>&1
"$command" build -q -o "$work/other.idx" "$csv"
equal "what does not write leaves it" "0" "$(ls "$state")"
like "doctor notes it" "$state/0: a live index of a version before 1.0, which does not answer" "$("$command" doctor 2>&1)"
"$command" build -q --local '' "$csv"
equal "and local files are forgotten if that is asked for" " " "$(iana 100/tcp) $(iana one/tcp)"

# ---- what was rolled back ----
printf '%s\n' "$(cat data/service-names-port-numbers.csv)" 'bad,299,tcp,,,,2026-01-01,2026-01-01,,,,' >"$work/bad.csv"
for back in generation vendor; do
    rm -rf "$state"
    [ $back = vendor ] || "$command" build -q --local "$work/one"
    "$command" update -q "$work/bad.csv"
    "$command" rollback -q
    python3 tests/tools/format_0.py "$state"
    "$command" update -q "$work/bad.csv" 2>"$work/errors"
    equal "rolled back to the $back: update still refuses it" "1 1" "$? $(grep -c 'rolled back' "$work/errors")"
    equal "rolled back to the $back: nothing of 0/ is left" "" "$(left)"
    equal "rolled back to the $back: that answers" "$([ $back = vendor ] || echo one 100/tcp alias)" "$(iana 100/tcp)"
done

before
echo 'of root alone' >"$work/secret"
ln -s "$work/secret" "$state/0/refused"
"$command" build -q
equal "a link instead of that record publishes nothing" "" "$(cat "$state"/1/refused)"

# ---- the layout that versions had first ----
python3 -c 'import lzma, sys; sys.stdout.buffer.write(lzma.open("tests/golden/0.idx.xz").read())' >"$work/first.idx"
rm -rf "$state" && mkdir -p "$state/0/gen" && cp "$work/first.idx" "$state/0/gen/first.idx" && echo first.idx >"$state/0/current"
"$command" build -q 2>"$work/errors"
equal "the first layout: a local file that is gone keeps its lines" "0 mine 4711/tcp mymine" "$? $(iana 4711/tcp)"
equal "the first layout: nothing of 0/ is left" "" "$(left)"
check "the first layout: the live index is sound" "$command" verify -q

# ---- what cannot be taken over stays, with one line ----
# stays WHAT STATUS PATTERN
stays() {
    sums >"$work/sums"
    "$command" build -q 2>"$work/errors"
    equal "$1: exit status, lines" "$2 1" "$? $(wc -l <"$work/errors")"
    like "$1: the line" "^iana-services: $3" "$(cat "$work/errors")"
    equal "$1: all is as it was" "$(cat "$work/sums")" "$(sums)"
}
index() { echo "$state/0/gen/$(cat "$state/0/current")"; }
advice="; it may have local files: remove $state/0, and name them again by build --local"
before --local "$work/one"
printf X | dd of="$(index)" bs=1 seek=5000 conv=notrunc 2>/dev/null
stays "a damaged index" 3 "$state/0/current: the index that it names is damaged or cut off$advice"
: >"$(index)"
stays "an empty one" 3 "$state/0/current: .*$advice"
rm "$(index)"
stays "none" 3 "$state/0/current: .*$advice"
echo '../x' >"$state/0/new" && mv -f "$state/0/new" "$state/0/current"
stays "a pointer to elsewhere" 3 "$state/0/current: does not hold the name of an index.*$advice"
rm -rf "$state/0" && "$command" build -q --local "$work/one" "$csv"
equal "after that advice" "one" "$(iana 100/tcp | cut -d ' ' -f 1)"
before --local "$work/one"
exec 8>"$state/0/lock"
flock 8
stays "an older version at work" 1 "another iana-services is changing the live index"
exec 8>&-

rm -rf "$state" && mkdir "$state" && : >"$state/0"
equal "doctor does not take a file for it" "" "$("$command" doctor 2>&1 | grep "$state/0")"
if strace -o /dev/null true 2>/dev/null; then
    # glibc's lstat is one of these.
    for at in 0:1 0/current:1 0/current:2 0/current:3; do
        before --local "$work/one"
        strace -o /dev/null -P "$state/${at%:*}" -e trace=newfstatat,statx -e inject=newfstatat,statx:error=EIO:when="${at#*:}" "$command" build -q 2>/dev/null
        "$command" build -q
        equal "an error of the disk when it looks at $at: no local line is lost" "one 100/tcp alias" "$(iana 100/tcp)"
    done
else
    skipped "an error of the disk" "needs strace, which \`make deps-system' brings, and may trace"
fi

# ---- a live index in 1/ already ----
before --local "$work/one" --local "$work/two"
cp -a "$state/0" "$work/0"
"$command" build -q
cp -a "$work/0" "$state/0"
"$command" build -q
equal "the same in 1/ already: nothing of 0/ is left" "0  one two" "$? $(left) $(iana 100/tcp | cut -d ' ' -f 1) $(iana 200/tcp | cut -d ' ' -f 1)"
"$command" build -q --local "$work/one"
cp -a "$work/0" "$state/0"
live=$(cat "$state/1/current")
stays "another in 1/, without a local file" 3 "$state/0/current has files that $state/1/current has not"
equal "nor does 1/ change" "$live" "$(cat "$state/1/current")"
rm -rf "$state/1/current"
"$command" build -q
equal "without it 0/ is taken over" " two 200/tcp" "$(left) $(iana 200/tcp)"
before && cp -a "$state/0" "$work/none" && rm -rf "$state"
"$command" build -q --closed --local "$work/one" && cp -a "$work/none" "$state/0"
equal "one that has no files does not keep 1/ from being closed" "0 " "$("$command" build -q >&2; echo $?) $(left)$(iana discard/udp)"

# ---- ten at once: one or more does it, and none undoes it ----
before --local "$work/one"
for i in 1 2 3 4 5 6 7 8 9 10; do { "$command" build -q 2>/dev/null; echo $? >"$work/status$i"; } & done
wait
equal "ten at once: done, or told that another is at work" "" "$(cat "$work"/status* | grep -v '^[01]$')"
equal "ten at once: nothing of 0/ is left" " one 100/tcp alias" "$(left) $(iana 100/tcp)"

# ---- killed at each system call that changes something: the next one goes on ----
if strace -o /dev/null true 2>/dev/null; then
    before --local "$work/one" && rm -rf "$work/0" && cp -a "$state/0" "$work/0"
    "$command" build -q --names "$names" 2>/dev/null
    kills=0 bad=''
    for call in rename unlink rmdir fsync mkdir write; do
        k=0 status=137
        while [ $status -ne 0 ]; do
            k=$((k + 1))
            rm -rf "$state" && mkdir "$state" && cp -a "$work/0" "$state/0"
            strace -o /dev/null -e inject=$call:signal=KILL:when=$k "$command" build -q >/dev/null 2>&1
            status=$?
            "$command" build -q 2>"$work/errors" && [ "$(iana 100/tcp)" = "one 100/tcp alias" ] && [ -z "$(left)" ] || bad="$bad $call:$k: $(cat "$work/errors")"
            kills=$((kills + (status != 0)))
        done
    done
    rm -rf "$state" && mkdir "$state" && cp -a "$work/0" "$state/0"
    strace -y -o "$work/trace" -e trace=fsync,unlink "$command" build -q
    equal "the folder that has 1/ is on the disk before the pointer of 0/ goes" "$state
0/current" "$(sed -n "s,^fsync([0-9]*<\($state\)>) *= 0,\1,p; s,^unlink(\"$state/\(0/current\)\".*,\1,p" "$work/trace")"
    equal "killed $kills times: nothing is lost or left" "" "$bad"
    check "which are over 12" [ $kills -gt 12 ]
else
    skipped "killed while it is taken over" "needs strace, which \`make deps-system' brings, and may trace"
fi

# ---- a file system that cannot be written to ----
need_root
before --local "$work/one"
mkdir -p "$state/1/gen"
# shellcheck disable=SC2016
equal "read-only: exit status, and all is as it was" "4 $(sums)" \
    "$(unshare -m --propagation private sh -c 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && "$2" build -q 2>/dev/null; echo $?' sh "$state" "$command") $(sums)"
mkdir "$state/0/mount"
# shellcheck disable=SC2016
equal "what is mounted there is not removed" "0 x" \
    "$(unshare -m --propagation private sh -c 'mount -t tmpfs tmpfs "$1/0/mount" && : >"$1/0/mount/x" && "$2" build -q 2>/dev/null; echo $? $(ls "$1/0/mount")' sh "$state" "$command")"
# ---- the packages' scripts ----
mkdir "$work/bin"
printf '#!/bin/sh\necho "$@"\n' >"$work/bin/iana-services"
chmod 755 "$work/bin/iana-services"
sed -n '/^%posttrans/,/^fi/{s,%{statedir},/var/lib/iana-services,g; s,%{_bindir}/,,; p}' packaging/nss-iana.spec | sed 1d >"$work/posttrans"
for script in packaging/debian/iana-services.postinst "$work/posttrans"; do
    # shellcheck disable=SC2016
    equal "${script##*/} builds if there is a live index, in 0/ or 1/" "0: build -q|1: build -q|2: " \
        "$(for format in 0 1 2; do unshare -m --propagation private sh -c 'mount -t tmpfs tmpfs /var/lib && mkdir -p /var/lib/iana-services/$1 && : >/var/lib/iana-services/$1/current
            echo "$1: $(PATH=$2:$PATH sh "$3" configure)"' sh $format "$work/bin" "$script"; done | paste -sd '|')"
done
finish
