# bash completion for iana-services. The words come from the command itself.
# shellcheck shell=bash

# The subcommands that --help lists; the options of one.
_iana_services_words() { iana-services --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'; }
_iana_services_options() { iana-services "$@" --help 2>/dev/null | grep -o -- '--[a-z][a-z-]*'; }
# Names in the registry, also without a port; aliases and local names.
_iana_services_names() {
    iana-services search -- "$1" 2>/dev/null | cut -f 3
    iana-services export -f services 2>/dev/null | awk '$1 != "#" { $2 = ""; print }' | tr -s ' ' '\n'
}

_iana_services() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} word='' i words
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
    case $previous in
    -f | --format) [ "$word" = export ] && words=$'services\ncsv\nxml\ntxt\nhtml\njson\nldif\napplications' ;;
    -t | --transport) words=$'tcp\nudp\nsctp\ndccp' ;;
    -p | --ports) words=$'system\nuser\ndynamic' ;;
    -s | --status) [ "$word" = search ] && words=$'assigned\nreserved\nunassigned' ;;
    --only) # of a list, the last word
        mapfile -t COMPREPLY < <(compgen -P "${current%"${current##*,}"}" -W 'added removed renamed moved changed' -- "${current##*,}")
        return ;;
    -i | -o | -l | -n | -a | --index | --output | --local | --names | --applications | --shipped-applications)
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
        return ;;
    esac
    if [ -z "$words" ]; then
        case $current:$word in
        -*) words=$(_iana_services_options ${word:+"$word"}) ;;
        *:) words=$(_iana_services_words; [ -z "$current" ] || _iana_services_names "$current") ;;
        *:show | *:doctor) words=$([ "$current" ] && _iana_services_names "$current") ;;
        *:build | *:update | *:verify | *:diff)
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            compopt -o filenames 2>/dev/null
            return ;;
        esac
    fi
    # Not compgen -W, which would run a name like "$(command)". Names are quoted.
    while IFS= read -r word; do
        [[ $word == "$current"* ]] && COMPREPLY+=("$(printf %q "$word")")
    done < <(printf '%s\n' "$words" | sort -u)
}
complete -F _iana_services iana-services
