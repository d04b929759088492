#compdef iana-services
# zsh completion for iana-services. The words come from the command itself.
# shellcheck disable=all # which knows no zsh

# The subcommands that --help lists; the options of one.
_iana_services_words() { iana-services --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' }
_iana_services_options() { iana-services "$@" --help 2>/dev/null | grep -o -- '--[a-z][a-z-]*' }
# Names in the registry, aliases and local names; those without a port from the second letter on, for
# search takes long for one.
_iana_services_names() {
    { [ -z "${1#?}" ] || iana-services search -- "$1"; iana-services export -f services } 2>/dev/null | START=$1 awk -F '\t' '
        NF > 1 && index($3, ENVIRON["START"]) == 1 { print $3 }
        NF == 1 && index($0, ENVIRON["START"]) && !/^#/ {
            n = split($0, word, " ")
            for (i = 1; i <= n; i++) if (i != 2 && index(word[i], ENVIRON["START"]) == 1) print word[i]
        }'
}

_iana_services() {
    local current=$PREFIX previous=$words[CURRENT-1] word= i
    local -a offered
    for ((i = 2; i < CURRENT; i++)); do
        case $words[i] in
        -i | --index) ((i++)) ;;
        -*) ;;
        *) word=$words[i] && break ;;
        esac
    done
    if [[ $current == --*=* ]]; then # a long option's value
        previous=${current%%=*} current=${current#*=}
        compset -P '*='
    fi
    case $previous:$word in
    -f:export | --format:export) offered=(services csv xml txt html json ldif applications) ;;
    -f:diff | --format:diff) offered=(ldif) ;;
    -t:search | --transport:search) offered=(tcp udp sctp dccp) ;;
    -p:search | --ports:search) offered=(system user dynamic) ;;
    -s:search | --status:search) offered=(assigned reserved unassigned) ;;
    --sort:*) offered=(date) ;;
    --only:*) # of a list, the last word
        compset -P '*,'
        offered=(added removed renamed moved changed) ;;
    -[iolna]:* | --index:* | --output:* | --local:* | --names:* | --*applications:*) _files; return ;;
    *)
        case $current:$word in
        -*) offered=(${(f)"$(_iana_services_options $word)"}) ;;
        *: | *:help) offered=(${(f)"$(_iana_services_words)"}) ;;
        *:show | *:doctor) [[ $current ]] && offered=(${(f)"$(_iana_services_names "$current")"}) ;;
        *:build | *:update | *:verify | *:diff) _files; return ;;
        esac ;;
    esac
    # A name may be the first word, too; a subcommand wins.
    compadd -- $offered || { [[ $current && -z $word ]] && compadd -- ${(f)"$(_iana_services_names "$current")"} }
}
_iana_services "$@"
