#!/bin/sh
# SPDX-License-Identifier: MIT
# Calls between the rooms of the source go down only: nss -> index, and cli -> export, doctor
# -> view -> store -> compiler -> registry -> base -> index. No files include each other.
. tests/lib.sh
need python3 deps
check "the plan is kept" python3 tests/tools/rooms.py .

# breaks FILE INCLUDE TEXT: a source in which FILE includes INCLUDE too is told by TEXT.
breaks() {
    rm -rf "$work/src" "$work/nss"
    cp -r src nss "$work"
    mkdir -p "$work/$(dirname "$1")"
    echo "#include \"$2\"" >>"$work/$1"
    like "$1 may not include $2" "$3" "$(python3 tests/tools/rooms.py "$work")"
}
while read -r file header; do
    breaks "$file" "$header" "^${file#src/} includes $header$"
done <<'ARROWS'
nss/pack.c base/file.h
src/index/lookup.c base/file.h
src/base/file.c registry/registry.h
src/registry/parse_csv.c compiler/entries.h
src/compiler/entries.c store/fetch.h
src/store/fetch.c view/json.h
src/view/json.c export/export.h
src/export/csv.c doctor/doctor.h
src/doctor/host.c export/export.h
src/doctor/host.c cli/options.h
ARROWS
breaks src/base/error.h base/file.h '^circle: .*base/error'
breaks src/stray.c base/file.h '^stray.c is in no room$'
breaks src/stray/file.c base/file.h '^stray/file.c is in no room$'
finish
