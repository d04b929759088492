/* SPDX-License-Identifier: MIT */
/* iana-services: finds the subcommand and calls it. */
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"

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
    "  show PORT|NAME...      what the registry has about them (also without the word)\n"
    "  search [WORD...]       find services by words, ports, transport, status\n"
    "  export -f FORMAT       the whole registry in another format\n"
    "  diff OLD [NEW]         what changed: registries, indexes, services(5) files\n"
    "  build [REGISTRY]       compile a registry into an index\n"
    "  update [FILE|URL]      get a newer registry and make it the live index\n"
    "  rollback               go back to the previous index\n"
    "  verify [INDEX]         check an index\n"
    "  doctor [PORT|NAME]     why lookups do or do not come from here\n"
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
    case ARGP_KEY_NO_ARGS: argp_usage(state);
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "[SUBCOMMAND] ARGUMENT...",
    .doc = doc,
    .children = reporting_options,
};

int main(int argc, char **argv)
{
    int first = argc;
    terminal_init();
    signal(SIGXFSZ, SIG_IGN); /* a write over the limit fails, as on a full disk */
    argp_err_exit_status = EXIT_USAGE;
    json_set_alloc_funcs(alloc_bytes, free); /* view/json.h relies on it */
    if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &first) != 0)
        return EXIT_USAGE;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[first], commands[i].word) == 0)
            return commands[i].run(argc - first, argv + first);
    static char show[] = "show";
    argv[first - 1] = show;
    return cmd_show(argc - first + 1, argv + first - 1);
}
