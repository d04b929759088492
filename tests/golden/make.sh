#!/bin/sh
# SPDX-License-Identifier: MIT
# tests/golden/make.sh COMMAND VERSION: freezes what the indexes of a release answer, once, in
# tests/golden/VERSION.tar.xz; tests/system/compat.sh asks every later version. Each index has a folder:
#   index.idx      services  all entries in line order    csv, xml  the registry
#   applications   the input's lines                      closed    how many lines are local, of a closed one
# The answers are the command's; a reader written from iana-services-index(5), and Python's CSV reader of the
# input, must agree before they are frozen.
set -eu
command=$1 version=$2
archive=$PWD/tests/golden/$version.tar.xz
[ ! -e "$archive" ] || { echo "$archive is frozen" >&2; exit 1; }
work=/tmp/iana-services-golden # in the indexes, as the path of their files
mkdir "$work"
trap 'rm -rf "$work"' EXIT

# freeze NAME REGISTRY OPTION...: an index without applications, unless they are named.
freeze() {
    name=$1 registry=$2
    shift 2
    to=$work/$version/$name
    mkdir -p "$to"
    "$command" build -q -o "$to/index.idx" --names "$names" --shipped-applications /dev/null "$@" "$registry"
    "$command" -i "$to/index.idx" export | sed '/^#/d' >"$to/services"
    "$command" -i "$to/index.idx" export -f csv >"$to/csv"
    case $registry in
    *.xml) "$command" -i "$to/index.idx" export -f xml >"$to/xml" ;;
    *) python3 -c 'import csv, sys
a, b = (list(csv.reader(open(f, newline=""))) for f in sys.argv[1:])
assert a == b' "$registry" "$to/csv" ;;
    esac
}
# agree NAME [APPLICATIONS]
agree() { python3 tests/tools/read_index.py "$work/$version/$1/index.idx" "$work/$version/$1/services" ${2:+"$2"}; }

head=$(head -n 1 tests/golden/registry.csv)
cp tests/bad-index/applications tests/bad-index/registry.xml "$work/"

names=data/names.services
freeze snapshot data/service-names-port-numbers.csv --date "$(cat data/DATE)" --shipped-applications data/applications
cp data/applications "$work/$version/snapshot/"
agree snapshot data/applications

names=tests/golden/names.services
printf 'web 80/tcp www HTTP\ndiscard 9/tcp\nmine 4711/ddp\nmine 4712/ddp other\nmine 4711/udp\nlast 65535/dccp\nfirst 0/udp\nnfs 2049/tcp\n' >"$work/local"
for n in 1 2 3 4 5 6 7 8 9; do printf 'a%d 8/tcp\n' $n; done >>"$work/local"
for n in 15 16 17 24 25 32 33 255; do printf '%0*d %s/tcp\n' "$n" 7 "$n"; done >>"$work/local"
freeze local tests/golden/registry.csv --local "$work/local"
agree local
freeze closed tests/golden/registry.csv --closed --local "$work/local"
wc -l <"$work/local" >"$work/$version/closed/closed"
agree closed

freeze applications tests/golden/registry.csv --shipped-applications "$work/applications"
cp "$work/applications" "$work/$version/applications/"
agree applications "$work/applications"

names=tests/bad-index/names.services
freeze xml "$work/registry.xml" --local "$work/local" --applications "$work/applications"
cp "$work/applications" "$work/$version/xml/"

{ echo "$head"; echo 'no-port,,tcp,,,,,,,,,'; } >"$work/empty.csv"
freeze empty "$work/empty.csv"
agree empty
{ echo "$head"; echo 'only,4711,tcp,,,,,,,,,'; } >"$work/one.csv"
freeze one "$work/one.csv"
agree one
# Every port of every transport.
{
    echo "$head"
    for port in $(seq 0 1024 64512); do
        for transport in tcp udp sctp dccp; do echo "p$port-$((port % 3))$transport,$port-$((port + 1023)),$transport,,,,,,,,,"; done
    done
} >"$work/largest.csv"
freeze largest "$work/largest.csv"
agree largest

tar --sort=name --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$work" -c "$version" | xz -9e >"$archive.new"
mv "$archive.new" "$archive"
ls -l "$archive"
