#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: no program that copies over the vendor's files, or over `current', kills a process that reads
# them, or makes it answer wrongly once they are whole again.
. tests/lib.sh
keep_vendor
# Each is of another size, so that what is mapped would be cut short or shifted.
last=6
rm -rf "$state"
mkdir "$work/gen"
for k in $(seq $last); do
    { printf 'gen-%s 100/tcp alias-%s\n' "$k" "$k"; seq -f "more-%g-$k 99/tcp" $((300 * (k % 3))); } >"$work/local"
    mkdir "$work/vendor$k" "$work/live$k"
    cp data/names.services "$work/vendor$k/" # what a package puts into the data folder
    "$command" build -q -o "$work/vendor$k" --names data/names.services --local "$work/local" data/service-names-port-numbers.csv
    "$command" build -q --names data/names.services --local "$work/local" data/service-names-port-numbers.csv
    cp "$state/1/current" "$work/live$k/"
    cp "$state/1/gen"/* "$work/gen/"
done
# What all begin with.
whole_vendor() {
    rm -rf "$state" "${folder:?}"/*
    cp -a "$work/vendor1/." "$folder"
    chmod -R u+w "$folder"
}
whole_live() {
    cp -f "$work/gen"/* "$state/1/gen/"
    rm -f "$state/1/current"
    install -m 644 "$work/live1/current" "$state/1/"
}
# Each copies the files of a folder to $folder, where $pointer is the one that names the index.
by_cp() { cp "$1"/* "$folder/"; }
by_cp_backwards() { for f in $(printf '%s\n' "$1"/* | sort -r); do cp "$f" "$folder/"; done; }
by_truncating() { for f in "$1"/*; do cat "$f" >"$folder/${f##*/}"; done; } # as scp writes
by_rsync() { rsync --inplace --no-times --ignore-times "$1"/* "$folder/"; }
by_tar() { tar c -C "$1" . | tar x -C "$folder"; }
by_tar_overwriting() { tar c -C "$1" . | tar x --overwrite -C "$folder"; }
by_dd() { for f in "$1"/*; do dd if="$f" of="$folder/${f##*/}" bs=4096 status=none; done; }
by_install() { install -m 644 "$1"/* "$folder/"; }
by_sed() { sed -i 's/^/x/' "$folder/$pointer"; by_install "$1"; }
by_emptying() { truncate -s 0 "$folder/$pointer"; by_cp "$1"; }

for what in live vendor; do
    case $what in
    live) folder=$state/1 pointer=current ;;
    vendor) folder=$vendor_folder pointer=services.idx ;;
    esac
    for way in cp cp_backwards truncating rsync tar tar_overwriting dd install sed emptying; do
        case $way in rsync) command -v rsync >/dev/null || { skipped "$way" "no rsync; \`make deps-system' brings it"; continue; } ;; esac
        whole_$what
        name=$what.$way
        start_readers "$name" -p 1 "${PROCESSES:-20}" 1
        exec 9>"$work/$name.in"
        readers_running "$name"
        for k in $(seq 2 $last); do "by_$way" "$work/$what$k"; sleep 0.3; done
        echo gen-$last >&9
        exec 9>&-
        wait
        equal "$pointer, $way beside readers: died, torn, failed, wrong in the end" "0 0 0 0" \
            "$(figure "$name" died) $(figure "$name" torn) $(figure "$name" failed) $(figure "$name" stale)"
        echo "  $(tail -n 1 "$work/$name.out")"
    done
done

# ---- a copy that stops half way, one of the wrong mode, and then iana-services-fleet(7)'s own command ----
copy=$(sed -n 's|^\(rsync .*\) /usr/share/iana-services/ \\e$|\1|p' man/iana-services-fleet.7)
command -v rsync >/dev/null || skip "iana-services-fleet(7)" "no rsync; \`make deps-system' brings it"
whole_vendor
start_readers half -p 1 "${PROCESSES:-20}" 1
exec 9>"$work/half.in"
readers_running half
new=$(cat "$work/vendor2/services.idx")
equal "before: a new process" "gen-1 100/tcp alias-1" "$(iana 100/tcp)"
cp "$work/vendor2/services.idx" "$folder/"
equal "a pointer to what is not there: a new process gets nothing" "" "$(iana 100/tcp)"
head -c 300000 "$work/vendor2/$new" >"$folder/$new"
equal "half of it: nothing" "" "$(iana 100/tcp)"
sleep 1.5
rm "$folder/$new"
install -m 666 "$work/vendor2/$new" "$folder/"
equal "world-writable: nothing" "" "$(iana 100/tcp)"
sleep 1.5
# shellcheck disable=SC2086
check "the page's rsync" $copy "$work/vendor2/" "$folder/"
equal "sets the mode" 644 "$(stat -c %a "$folder/$new")"
equal "then: a new process" "gen-2 100/tcp alias-2" "$(iana 100/tcp)"
echo gen-2 >&9
exec 9>&-
wait
equal "running processes: died, torn, failed, wrong in the end" "0 0 0 0" \
    "$(figure half died) $(figure half torn) $(figure half failed) $(figure half stale)"
finish
