#!/bin/sh
# SPDX-License-Identifier: MIT
# Random files, read by the command and by another program: services(5) by glibc's "files", CSV by Python's csv, XML by
# its ElementTree. `make fuzz' does the same for longer, with other seeds.
. tests/lib.sh
need python3 deps
for kind in csv xml; do
    check "$kind: 60 random registries" python3 tests/fuzz/compare_$kind.py "$command" "$work" 1 60
done
need_root
check "services(5): 60 random files" python3 tests/fuzz/compare_services.py "$command" "$work" 1 60
finish
