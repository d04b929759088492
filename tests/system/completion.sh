#!/bin/sh
# SPDX-License-Identifier: MIT
# bash completion: subcommands, options, names, values, files.
# Words of main.c have no blanks.
# shellcheck disable=SC2013
. tests/lib.sh
need bash deps-system
export PATH="$BUILD/test:$PATH"

# offer WORD...: what is offered for the last one.
offer() {
    bash -c '. packaging/iana-services.bash; COMP_WORDS=(iana-services "$@"); COMP_CWORD=$#; _iana_services; printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | paste -sd ' '
}
for word in $(grep -o '{"[a-z]*", cmd_' src/cli/main.c | cut -d '"' -f 2); do
    like "subcommand $word" "\\<$word\\>" "$(offer "$word")"
done
equal "part of a subcommand" "rollback" "$(offer rollb)"
equal "a name without the word show" "ssh" "$(offer ssh | cut -d ' ' -f 1)"
equal "options of search" "--help --index --json --ports --quiet --status --transport --usage --version" \
    "$(offer search --)"
equal "part of an option" "--status" "$(offer search --st)"
equal "names, one of them without a port" "nfs nfs-domainroot nfsd-keepalive nfsrdma" "$(offer show nfs)"
equal "an alias" "shilp" "$(offer shil)"
equal "formats" "csv" "$(offer export -f c)"
equal "the format of diff" "ldif" "$(offer diff -f '')"
equal "a long option's value" "csv" "$(offer export --format = c)"
equal "transports" "sctp" "$(offer search --transport sc)"
equal "ranges" "system" "$(offer search -p sys)"
equal "statuses" "unassigned" "$(offer search --status un)"
equal "kinds of differences" "removed renamed" "$(offer diff --only re)"
equal "and more of them" "added,moved" "$(offer diff --only = added,m)"
equal "files" "data/names.services" "$(offer build --names data/na)"
equal "a registry" "data/service-names-port-numbers.csv" "$(offer build data/serv)"
equal "an index before the subcommand" "unassigned" "$(offer -i "$vendor" search --status un)"
# shellcheck disable=SC2016
printf 'Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes\nx$(touch$IFS%s/run),1,tcp,,,,,,,,,\n' "$work" >"$work/r.csv"
"$command" build -q --names /dev/null "$work/r.csv"
offered=$(offer show 'x$')
check "a name that is shell code is offered" [ -n "$offered" ]
bash -c "eval \"set -- $offered\""
check "quoted, and not run" [ ! -e "$work/run" ]
finish
