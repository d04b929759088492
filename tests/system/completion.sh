#!/bin/sh
# SPDX-License-Identifier: MIT
# Completion in bash, zsh and fish: subcommands, options, names, values, files.
. tests/lib.sh
need bash deps-system
export PATH="$BUILD/test:$PATH"

# One function each: what is offered for the end of `iana-services $1', sorted.
# shellcheck disable=SC2016
in_bash() {
    bash -c '. packaging/iana-services.bash
        line=${1//=/ = }; read -ra words <<<"$line"; case $line in "" | *" ") words+=("") ;; esac
        COMP_WORDS=(iana-services "${words[@]}"); COMP_CWORD=${#words[@]}
        _iana_services; printf "%s\n" "${COMPREPLY[@]}"' bash "$1" | sort | paste -sd ' '
}
# Types the line into a zsh that prints what is given to compadd.
mkdir "$work/functions"
cp packaging/iana-services.zsh "$work/functions/_iana-services"
cat >"$work/type.zsh" <<'ZSH'
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PROMPT= ; stty -echo; fpath=($2 \$fpath); autoload -Uz compinit; compinit -u -D; compdef _iana-services iana-services"
zpty -w z 'compadd() { local -a hits; builtin compadd -A hits "$@"; (( $#hits )) && print -lr -- h"it:"$IPREFIX$^hits; builtin compadd "$@" }'
zpty -w z 'leave() { exit }; zle -N leave; bindkey "^X" leave; bindkey "^I" complete-word; print READY'
zpty -r z out '*READY*'
zpty -w -n z "iana-services $1"$'\t\x18'
out=
while zpty -r z more 2>/dev/null; do out+=$more; done
print -r -- $out
ZSH
in_zsh() { timeout 60 zsh -f "$work/type.zsh" "$1" "$work/functions" | tr -d '\r' | sed -n 's/.*hit://p' | sort -u | paste -sd ' '; }
# shellcheck disable=SC2016
in_fish() {
    fish --no-config -c 'source packaging/iana-services.fish; complete -C "iana-services $argv[1]"' -- "$1" | cut -f 1 | sort | paste -sd ' '
}

# Words of main.c have no blanks.
subcommands=$({ echo help; grep -o '{"[a-z]*", cmd_' src/cli/main.c | cut -d '"' -f 2; } | sort | paste -sd ' ')
for shell in bash zsh fish; do
    if ! command -v $shell >/dev/null; then
        skipped "$shell" "no $shell; \`make deps-system' brings it"
        continue
    fi
    equal "$shell: subcommands alone for the first word" "$subcommands" "$(in_$shell '')"
    while IFS='|' read -r line expected; do
        [ $shell != bash ] || expected=${expected#--*=} # which splits words there
        equal "$shell: $line" "$expected" "$(in_$shell "$line")"
    done <<'CASES'
s|search show
rollb|rollback
help ro|rollback
sess|sessionfs
search --st|--status
search --s|--since --sort --status
show nfs|nfs nfs-domainroot nfsd-keepalive nfsrdma
show shil|shilp
doctor ssh-|ssh-mgmt
export -f c|csv
export -f app|applications
diff -f |ldif
diff -f |ldif
export --format=c|--format=csv
search --transport=sc|--transport=sctp
search -p sys|system
search --sort |date
search --status un|unassigned
diff --only re|removed renamed
diff --only=added,m|--only=added,moved
-i x search --status un|unassigned
search |
CASES
    for line in "build --names data/na" "build data/na" "verify -i data/na" "build --applications data/na"; do
        like "$shell: a file, $line" '\(data/\|data \)names.services' "$(in_$shell "$line")"
    done
done
# shellcheck disable=SC2016
printf 'Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes\nx$(touch$IFS%s/run),1,tcp,,,,,,,,,\n' "$work" >"$work/r.csv"
"$command" build -q --names /dev/null "$work/r.csv"
offered=$(in_bash 'show x$')
check "a name that is shell code is offered" [ -n "$offered" ]
bash -c "eval \"set -- $offered\""
check "quoted, and not run" [ ! -e "$work/run" ]
finish
