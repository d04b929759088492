# bash completion for iana-services. The words come from the command itself.
# shellcheck shell=bash

# The subcommands that --help lists; the options of one.
_iana_services_words() { iana-services --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'; }
_iana_services_options() { iana-services "$@" --help 2>/dev/null | grep -o -- '--[a-z][a-z-]*'; }
# Names in the registry, aliases and local names; those without a port from the second letter on, for
# search takes long for one. Both commands run at once.
_iana_services_names() {
    START=$1 awk -F '\t' '
        function offer(name) { if (index(name, ENVIRON["START"]) == 1 && !offered[name]++) print name }
        NF > 1 { offer($3) }
        NF == 1 && index($0, ENVIRON["START"]) && !/^#/ {
            n = split($0, word, " ")
            for (i = 1; i <= n; i++) if (i != 2) offer(word[i])
        }' <([ -z "${1#?}" ] || iana-services search -- "$1" 2>/dev/null) <(iana-services export -f services 2>/dev/null)
}

# Adds to COMPREPLY the lines of $2 that start with $1, each once. Not by compgen -W, which would run a
# name like "$(command)". Names are quoted. Not by read either, which takes each byte of a pipe by itself.
_iana_services_offer() {
    local - line IFS=$'\n'
    local -A seen=()
    set -f
    for line in $2; do
        [[ $line == "$1"* && -z ${seen[x$line]} ]] || continue
        seen[x$line]=1
        [[ $line != *[!a-zA-Z0-9_.+-]* ]] || printf -v line %q "$line"
        COMPREPLY+=("$line")
    done
}

_iana_services() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} word='' i words files=
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -i | --index) ((i++)) ;;
        -* | =) ;;
        *) word=${COMP_WORDS[i]} && break ;;
        esac
    done
    [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
    [ "$current" = = ] && current=
    case $previous:$word in
    -f:export | --format:export) words=$'services\ncsv\nxml\ntxt\nhtml\njson\nldif\napplications' ;;
    -f:diff | --format:diff) words=ldif ;;
    -t:search | --transport:search) words=$'tcp\nudp\nsctp\ndccp' ;;
    -p:search | --ports:search) words=$'system\nuser\ndynamic' ;;
    -s:search | --status:search) words=$'assigned\nreserved\nunassigned' ;;
    --sort:*) words='date' ;;
    --only:*) # of a list, the last word
        mapfile -t COMPREPLY < <(compgen -P "${current%"${current##*,}"}" -W 'added removed renamed moved changed' -- "${current##*,}")
        return ;;
    -[iolna]:* | --index:* | --output:* | --local:* | --names:* | --*applications:*) files=1 ;;
    *)
        case $current:$word in
        -*) words=$(_iana_services_options ${word:+"$word"}) ;;
        *: | *:help) words=$(_iana_services_words) ;;
        *:show | *:doctor) words=$([ "$current" ] && _iana_services_names "$current") ;;
        *:build | *:update | *:verify | *:diff) files=1 ;;
        esac ;;
    esac
    if [ "$files" ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
        return
    fi
    _iana_services_offer "$current" "$words"
    # A name may be the first word, too; a subcommand wins.
    if [ "$current" ] && [ -z "$word${COMPREPLY[*]}" ]; then
        _iana_services_offer "$current" "$(_iana_services_names "$current")"
    fi
}
complete -F _iana_services iana-services
