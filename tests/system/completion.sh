#!/bin/sh
# bash completion: subcommands, options, names, values, files.
. tests/system/lib.sh
need bash deps-system
rm -rf "$state"
export PATH="$BUILD/test:$PATH"

# complete WORD...: what is offered for the last one.
complete() {
    bash -c '. packaging/iana-services.bash; COMP_WORDS=(iana-services "$@"); COMP_CWORD=$#; _iana_services; printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | paste -sd ' '
}
for word in $(grep -o '{"[a-z]*", cmd_' src/main.c | cut -d '"' -f 2); do
    complete "$word" | grep -qw -- "$word"
    ok "subcommand $word"
done
equal "part of a subcommand" "rollback" "$(complete rollb)"
equal "a name without the word show" "ssh" "$(complete ssh | cut -d ' ' -f 1)"
equal "options of search" "--help --index --json --ports --quiet --status --transport --usage --version" "$(complete search --)"
equal "part of an option" "--status" "$(complete search --st)"
equal "names, one of them without a port" "nfs nfs-domainroot nfsd-keepalive nfsrdma" "$(complete show nfs)"
equal "an alias" "shilp" "$(complete shil)"
equal "formats" "csv" "$(complete export -f c)"
equal "a long option's value" "csv" "$(complete export --format = c)"
equal "transports" "sctp" "$(complete search --transport sc)"
equal "ranges" "system" "$(complete search -p sys)"
equal "statuses" "unassigned" "$(complete search --status un)"
equal "files" "data/names.services" "$(complete build --names data/na)"
equal "a registry" "data/service-names-port-numbers.csv" "$(complete build data/serv)"
equal "an index before the subcommand" "unassigned" "$(complete -i "$vendor" search --status un)"
finish
