#!/bin/sh
# SPDX-License-Identifier: MIT
# Each option of each subcommand, long and short, does what the man page describes; the man
# page, --help and this list have the same ones.
. tests/lib.sh
need python3 deps
csv=data/service-names-port-numbers.csv
printf 'mine 80/tcp\nbad 80\n' >"$work/local"
printf 'mine 80/tcp\n' >"$work/good"
printf '4711/tcp gate Door /etc/gate\n' >"$work/application"
: >"$work/ran"

# option SUBCOMMAND LETTER WORD: notes the pair; both forms follow as `$short' and `$long'.
option() {
    echo "$1 -$2 --$3" >>"$work/ran"
    short=-$2 long=--$3
}
# both WHAT EXPECTED SCRIPT: the script, with $option for either form, prints EXPECTED.
both() {
    for option in "$short" "$long"; do
        export option
        equal "$1 ($option)" "$2" "$(eval "$3" 2>&1)"
    done
}
export PATH="$BUILD/test:$PATH" work vendor csv
"$command" build -q -o "$work/i.idx" -n /dev/null tests/golden/registry.csv

for sub in show search export diff build update rollback verify doctor; do
    option $sub '?' help
    both "$sub" "Usage: iana-services $sub" "iana-services $sub \$option | grep -o 'Usage: iana-services $sub'"
    option $sub V version
    both "$sub" "iana-services $(sed -n 's/^VERSION = //p' Makefile)" "iana-services $sub \$option"
    like "$sub --usage" "^Usage: iana-services $sub" "$(iana-services $sub --usage)"
done
for sub in "show 9/dccp" "search dccp" "diff data/names.services" "verify" "doctor"; do
    option "${sub%% *}" j json
    both "$sub" "yes" "iana-services $sub \$option | python3 -m json.tool >/dev/null && echo yes"
done
option show a all;     both "show" "80/tcp" "iana-services show \$option 80/tcp | head -n 1 | cut -d ' ' -f 1"
option show i index;   both "show" "7000/sctp  Mixed.Case_1" "iana-services show \$option \$work/i.idx 7000/sctp | head -n 1 | cut -d ' ' -f 1-3"
option search i index; both "search" "Mixed.Case_1" "iana-services search \$option \$work/i.idx mixed | cut -f 3"
option export i index; both "export" "Mixed.Case_1 7000/sctp" "iana-services export \$option \$work/i.idx | grep Mixed | tr -s ' '"
option diff i index;   both "diff" "0 added, 0 removed, 0 renamed, 0 moved, 0 changed" "iana-services diff \$option \$work/i.idx tests/golden/registry.csv | tail -n 1"
option diff f format;  both "diff" "delete" "iana-services diff \$option ldif $csv tests/golden/registry.csv | sed -n 's/^changetype: //p' | sort | uniq -c | sort -n | tail -n 1 | tr -d ' 0-9'"
option diff b base;    both "diff" "1" "iana-services diff -f ldif \$option o=x $csv tests/golden/registry.csv | sed -n 's/^dn: .*,ou=services,//p' | uniq | grep -cx o=x"
option verify i index; both "verify" "$work/i.idx: sound" "iana-services verify \$option \$work/i.idx | grep -o '^.*: sound'"
for sub in "show 80" "search http" "diff $csv tests/golden/registry.csv" "verify $vendor" "build -o $work/o.idx $csv"; do
    option "${sub%% *}" q quiet
    both "$sub" "" "iana-services $sub \$option"
done
option export q quiet; both "export" "" "iana-services export \$option -o $work/services"
option doctor q quiet; both "doctor" "0" "iana-services doctor \$option | grep -c '^ok'"
option search t transport; both "search" "9	dccp" "iana-services search \$option dccp discard | cut -f 1,2"
option search p ports;     both "search" "shilp" "iana-services search \$option 2049 -t tcp shilp | cut -f 3 | head -n 1"
option search s status;    both "search" "unassigned" "iana-services search \$option unassigned | cut -f 6 | sort -u"
option export f format;    both "export" "Service Name" "iana-services export \$option csv | head -n 1 | cut -d , -f 1"
option export b base;      both "export" "dn: ou=services,o=x" "iana-services export -f ldif \$option o=x | head -n 1"
option export o output;    both "export" "yes" "rm -f \$work/o; iana-services export \$option \$work/o && test -s \$work/o && echo yes"
option build o output;     both "build" "yes" "rm -f \$work/o; iana-services build -q \$option \$work/o \$csv && iana-services verify -q \$work/o && test ! -e $state && echo yes"
option build l local;      both "build" "80/tcp  mine" "iana-services build -q -o \$work/o \$option \$work/good \$csv && iana-services -i \$work/o show 80/tcp | head -n 1"
option build n names;      both "build" "80/tcp  http" "iana-services build -q -o \$work/o \$option /dev/null tests/golden/registry.csv; iana-services build -q -o \$work/o \$option \$work/good \$csv; iana-services -i \$work/o show http/tcp | head -n 1 | cut -d ' ' -f 1-3"
option build a applications; both "build" "yes" "iana-services build -q -o \$work/o \$option \$work/application \$csv && iana-services -i \$work/o show -j gate | grep -q '\"port\": 4711' && echo yes"
option build c closed;     both "build" "0" "iana-services build -q -o \$work/o -l \$work/local \$option \$csv 2>/dev/null; echo \$?"
option build d date;       both "build" "registry of 2020-02-02" "iana-services build -o \$work/o \$option 2020-02-02 \$csv | cut -d : -f 1"
option build s strict;     both "build" "3" "iana-services build -q -o \$work/o -l \$work/local \$option \$csv 2>/dev/null; echo \$?"
option update q quiet;     both "update" "" "rm -rf $state; iana-services update --force \$option \$csv"
option update f force;     both "update" "0" "rm -rf $state; iana-services update -q \$option tests/golden/registry.csv; echo \$?"
option update d dry-run;   both "update" "no" "rm -rf $state; iana-services update --force \$option \$csv >/dev/null; test -e $state/1/current || echo no"
option rollback q quiet;   both "rollback" "" "rm -rf $state; iana-services build -q tests/golden/registry.csv; iana-services build -q \$csv; iana-services rollback \$option"
rm -rf "$state"

# ---- the same options everywhere ----
sort -u "$work/ran" >"$work/here"
for sub in show search export diff build update rollback verify doctor; do
    "$command" $sub --help | sed -n "s/^  *\(-.\), \(--[a-z-]*\).*/$sub \1 \2/p"
done | sort -u >"$work/help"
equal "options of --help that are run here" "$(cat "$work/help")" "$(cat "$work/here")"
python3 - man/iana-services.1 "$work/help" >"$work/page" <<'PYTHON'
import re, sys
common, sub = [], None
told = set()
for line in open(sys.argv[1]):
    if line.startswith(".S"):
        m = re.match(r"\.Ss (\w+)", line)
        sub = m and m.group(1)
    if m := re.match(r"\.It Fl (.)\b.*? Fl -([a-z-]+)", line.replace("?", "Q")):
        told.add((sub, m.group(1).replace("Q", "?"), m.group(2)))
everywhere = {o[1:] for o in told if o[0] is None} | {("?", "help"), ("V", "version")}
for line in open(sys.argv[2]):
    name, letter, word = line.split()
    if (name, letter[1:], word[2:]) not in told and (letter[1:], word[2:]) not in everywhere:
        print("not in the man page:", line.strip())
helped = {tuple(l.split()) for l in open(sys.argv[2])}
for name, letter, word in told:
    if name and (name, "-" + letter, "--" + word) not in helped:
        print("only in the man page:", name, letter, word)
PYTHON
equal "options of the man page" "" "$(cat "$work/page")"

# ---- and the SYNOPSIS: every option of a subcommand but --help and --version ----
synopsis() { # SUBCOMMAND
    sed -n "/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p" man/iana-services.1 |
        awk -v cm=".Cm $1" '/^\.[NS]/ { on = 0 } $0 == cm || $0 == ".Op Cm show" && cm == ".Cm show" { on = 1 } on'
}
for sub in show search export diff build update rollback verify doctor; do
    synopsis $sub >"$work/synopsis"
    for option in $("$command" $sub --help | sed -n 's/^  *-\([a-z]\), --.*/\1/p; s/^  *--\([a-z]*\)=.*/-\1/p'); do
        case $option in
        -*) grep -q -e "^\.Op Fl $option\b" "$work/synopsis" ;;
        *) grep -q -e "^\.Op Fl [a-z]*$option" "$work/synopsis" ;;
        esac || echo "$sub: $option"
    done
done >"$work/lacking"
equal "options that the SYNOPSIS lacks" "" "$(cat "$work/lacking")"

# ---- which arguments are optional: --help, the list of `iana-services --help', and the SYNOPSIS ----
"$command" --help >"$work/main"
for sub in show search export diff build update rollback verify doctor help; do
    synopsis=$(synopsis $sub | sed -n "s/^\.Op \(A.*\)/[\1]/p; s/^\.Ar //p" |
        sed 's/ Op \(.*\)/[\1]/; s/\bOo\b/[/g; s/\bOc\b/]/g; s/\b\(Ar\|Ns\)\b//g' | tr -d ' \n' | tr '[:lower:]' '[:upper:]')
    equal "$sub: arguments of the list" "$(echo "$synopsis" | sed 's,\[/TRANSPORT\],,g; s/\[-PORT\]//')" \
        "$(sed -n "s/^  $sub  *\[-f FORMAT\]/  $sub/; s/^  $sub \( *[^a-z]*\)  .*/\1/p" "$work/main" | tr -d ' ')"
    [ $sub = help ] || equal "$sub: arguments of --help" "$synopsis" \
        "$(ARGP_HELP_FMT=rmargin=200 "$command" $sub --help | sed -n 's/^Usage: iana-services [a-z]* \[OPTION...\]//p' | tr -d ' ')"
done
finish
