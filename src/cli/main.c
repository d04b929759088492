/* SPDX-License-Identifier: MIT */
/* iana-services: finds the subcommand and calls it. */
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "view/suggest.h"

static const struct command {
    const char *word;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"build", cmd_build},   {"diff", cmd_diff},         {"doctor", cmd_doctor},
    {"export", cmd_export}, {"rollback", cmd_rollback}, {"search", cmd_search},
    {"show", cmd_show},     {"update", cmd_update},     {"verify", cmd_verify},
};

static const char doc[] =
    "What is this port? Compiles, explains and exports the IANA registry of service names and "
    "port numbers, from which libnss_iana.so.2 answers the lookups of all programs."
    "\vSubcommands:\n"
    "  show [PORT|NAME...]    what the registry has (also without the word)\n"
    "  search [WORD...]       find services by words, ports, transport, status\n"
    "  export [-f FORMAT]     the whole registry in another format\n"
    "  diff OLD [NEW]         what changed: registries, indexes, services(5) files\n"
    "  build [REGISTRY]       compile a registry into an index\n"
    "  update [FILE|URL]      get a newer registry and make it the live index\n"
    "  rollback               go back to the previous index\n"
    "  verify [INDEX]         check an index\n"
    "  doctor [PORT|NAME]     why lookups do or do not come from here\n"
    "  help [SUBCOMMAND]      the same as SUBCOMMAND --help\n"
    "\n"
    "See also `iana-services SUBCOMMAND --help'. A subcommand's word wins over a service of "
    "that name: `show build' looks up the name. A FILE, INDEX or REGISTRY `-' is standard input.\n"
    "Exit status: 0 done, 1 no (not found, differs, refused), 2 usage, 3 bad input, 4 system error.";

static error_t parse(int key, char *arg, struct argp_state *state)
{
    int *first = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        (void)arg;
        *first = state->next - 1;
        state->next = state->argc; /* the other arguments are the subcommand's */
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "[SUBCOMMAND] [ARGUMENT...]",
    .doc = doc,
    .children = reporting_options,
};

static const struct command *find(const char *word)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(word, commands[i].word) == 0)
            return &commands[i];
    return NULL;
}

/* The subcommand that a word is like, or NULL. */
static const char *find_like(const char *word)
{
    size_t least = strlen(word) < 6 ? 1 : 2;
    const char *found = NULL;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        size_t d = suggest_distance(word, commands[i].word, least);
        if (d < least || (d == least && !found)) {
            least = d;
            found = commands[i].word;
        }
    }
    return found;
}

/* `help [SUBCOMMAND]'; word: the subcommand, or NULL. Ends the program, or returns an exit status. */
static int help(char *word)
{
    static char option[] = "--help";
    char *args[] = {word ? word : program_invocation_name, option, NULL};
    const struct command *command = word ? find(word) : NULL;
    if (word && !command) {
        const char *like = find_like(word);
        if (like)
            complain("%s: no subcommand; did you mean %s?", word, like);
        else
            complain("%s: no subcommand; `iana-services help' lists them", word);
        return EXIT_USAGE;
    }
    return command ? command->run(2, args) : argp_parse(&argp, 2, args, 0, NULL, NULL);
}

int main(int argc, char **argv)
{
    int first = argc;
    terminal_init();
    signal(SIGXFSZ, SIG_IGN); /* a write over the limit fails, as on a full disk */
    argp_err_exit_status = EXIT_USAGE;
    json_set_alloc_funcs(alloc_bytes, free); /* view/json.h relies on it */
    if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &first) != 0)
        return EXIT_USAGE;
    const char *word = first < argc ? argv[first] : "show";
    const struct command *command = find(word);
    if (command && first < argc)
        return command->run(argc - first, argv + first);
    if (strcmp(word, "help") == 0)
        return help(argv[first + 1]);
    static char show[] = "show";
    options.like = first < argc ? find_like(word) : NULL;
    argv[first - 1] = show;
    return cmd_show(argc - first + 1, argv + first - 1);
}
