#!/bin/sh
# SPDX-License-Identifier: MIT
# Promise: no program that copies over the vendor's files kills a process that reads them, or makes it
# answer wrongly once they are whole again.
. tests/lib.sh
# vendor_data FOLDER LOCAL: what a package puts into the data folder, with a local file compiled in.
vendor_data() {
    mkdir -p "$1"
    cp data/names.services "$1/"
    "$command" build -q -o "$1" --names data/names.services --local "$2" data/service-names-port-numbers.csv
}
# Each is of another size, so that what is mapped would be cut short or shifted.
last=6
for k in $(seq $last); do
    { printf 'gen-%s 100/tcp alias-%s\n' "$k" "$k"; seq -f "more-%g-$k 99/tcp" $((300 * (k % 3))); } >"$work/local"
    vendor_data "$work/data$k" "$work/local"
done
live=$vendor_folder
rm -rf "$state"
install_whole() { # what all begin with: a package's way
    mkdir -p "$live"
    rm -rf "${live:?}"/*
    cp -a "$work/data1/." "$live"
    chmod -R u+w "$live"
}
# Each copies the vendor's files of FOLDER to $live.
by_cp() { cp "$1"/* "$live/"; }
by_cp_backwards() { for f in $(printf '%s\n' "$1"/* | sort -r); do cp "$f" "$live/"; done; }
by_truncating() { for f in "$1"/*; do cat "$f" >"$live/${f##*/}"; done; } # as scp writes
by_rsync() { rsync --inplace --no-times --ignore-times "$1"/* "$live/"; }
by_tar() { tar c -C "$1" . | tar x -C "$live"; }
by_tar_overwriting() { tar c -C "$1" . | tar x --overwrite -C "$live"; }
by_dd() { for f in "$1"/*; do dd if="$f" of="$live/${f##*/}" bs=4096 status=none; done; }
by_install() { install -m 644 "$1"/* "$live/"; }
by_sed() { sed -i 's/^/x/' "$live/services.idx"; by_install "$1"; }
by_emptying() { truncate -s 0 "$live/services.idx"; by_cp "$1"; }

for way in cp cp_backwards truncating rsync tar tar_overwriting dd install sed emptying; do
    case $way in rsync) command -v rsync >/dev/null || { skipped "$way" "no rsync; \`make deps-system' brings it"; continue; } ;; esac
    install_whole
    start_readers $way -p 1 "${PROCESSES:-20}" 1
    exec 9>"$work/$way.in"
    readers_running $way
    for k in $(seq 2 $last); do "by_$way" "$work/data$k"; sleep 0.3; done
    echo gen-$last >&9
    exec 9>&-
    wait
    equal "$way beside readers: died, torn, failed, wrong in the end" "0 0 0 0" \
        "$(figure $way died) $(figure $way torn) $(figure $way failed) $(figure $way stale)"
done
finish
