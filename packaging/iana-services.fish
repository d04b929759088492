# fish completion for iana-services. The words come from the command itself.

# The subcommands that --help lists; the options of one.
function __iana_services_words
    iana-services --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'
end
function __iana_services_options
    iana-services $argv --help 2>/dev/null | grep -o -- '--[a-z][a-z-]*'
end
# Names in the registry, aliases and local names; those without a port from the second letter on, for
# search takes long for one.
function __iana_services_names
    begin
        test (string length -- $argv[1]) -lt 2; or iana-services search -- $argv[1]
        iana-services export -f services
    end 2>/dev/null | START=$argv[1] awk -F '\t' '
        NF > 1 && index($3, ENVIRON["START"]) == 1 { print $3 }
        NF == 1 && index($0, ENVIRON["START"]) && !/^#/ {
            n = split($0, word, " ")
            for (i = 1; i <= n; i++) if (i != 2 && index(word[i], ENVIRON["START"]) == 1) print word[i]
        }'
end

function __iana_services
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l previous $before[-1]
    set -l word
    set -l start # of what is offered: a long option with its "="
    set -l skip
    for argument in $before[2..]
        if test -n "$skip"
            set skip
        else if contains -- $argument -i --index
            set skip 1
        else if not string match -q -- '-*' $argument
            set word $argument
            break
        end
    end
    if string match -qr -- '^--.*=' $current
        set start (string replace -r '=.*' = -- $current)
        set previous (string replace -r '=.*' '' -- $current)
        set current (string replace -r '^[^=]*=' '' -- $current)
    end
    set -l offered
    switch "$previous:$word"
        case '-f:export' '--format:export'
            set offered services csv xml txt html json ldif applications
        case '-f:diff' '--format:diff'
            set offered ldif
        case '-t:search' '--transport:search'
            set offered tcp udp sctp dccp
        case '-p:search' '--ports:search'
            set offered system user dynamic
        case '-s:search' '--status:search'
            set offered assigned reserved unassigned
        case '--sort:*'
            set offered date
        case '--only:*' # of a list, the last word
            set start $start(string replace -r '[^,]*$' '' -- $current)
            set offered added removed renamed moved changed
        case '-i:*' '-o:*' '-l:*' '-n:*' '-a:*' '--index:*' '--output:*' '--local:*' '--names:*' '--*applications:*'
            set offered (__fish_complete_path $current)
        case '*'
            switch "$current:$word"
                case '-*'
                    set offered (__iana_services_options $word)
                case '*:'
                    set offered (__iana_services_words)
                    # A name may be the first word, too; a subcommand wins.
                    if test -n "$current"; and not string match -q -- "$current*" $offered
                        set offered (__iana_services_names $current)
                    end
                case '*:help'
                    set offered (__iana_services_words)
                case '*:show' '*:doctor'
                    test -n "$current"; and set offered (__iana_services_names $current)
                case '*:build' '*:update' '*:verify' '*:diff'
                    set offered (__fish_complete_path $current)
            end
    end
    string replace -r '^' -- "$start" $offered
end
complete -c iana-services -f -a '(__iana_services)'
