/* SPDX-License-Identifier: MIT */
/* The options that subcommands share; see options.h. */
#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* argp in libc refers to it, so it must not be hidden. */
__attribute__((visibility("default"))) const char *argp_program_version = "iana-services " IANA_VERSION;

struct options options = {.base = "dc=example,dc=com"};

enum { NO_PAGER = 256 }; /* no letter */

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
    switch (key) {
    case 'h': argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP); return 0;
    case 'i': options.index = arg; return 0;
    case 'q': options.quiet = true; return 0;
    case 'j': options.json = true; return 0;
    case NO_PAGER: setenv("PAGER", "", 1); return 0;
    case 'b':
        if (!strchr(arg, '='))
            argp_error(state, "`%s' is not a DN like dc=example,dc=com", arg);
        options.base = arg;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option common_list[] = {
    {"quiet", 'q', NULL, 0, "Print errors only", 10},
    {NULL, 'h', NULL, OPTION_HIDDEN, "Same as --help", 10},
    {0},
};
static const struct argp_option index_list[] = {
    {"index", 'i', "INDEX", 0, "Read this index, not the one in use", 10},
    {0},
};
static const struct argp_option json_list[] = {
    {"json", 'j', NULL, 0, "Print JSON; iana-services-json(5) lists its keys", 10},
    {"no-pager", NO_PAGER, NULL, 0, "Print long output on a terminal directly", 10},
    {0},
};
static const struct argp_option base_list[] = {
    {"base", 'b', "DN", 0, "ldif: the entries are below ou=services,DN (default: dc=example,dc=com)", 0},
    {0},
};
static const struct argp common = {.options = common_list, .parser = parse_common};
static const struct argp index_option = {.options = index_list, .parser = parse_common};
static const struct argp json_option = {.options = json_list, .parser = parse_common};
static const struct argp base_option = {.options = base_list, .parser = parse_common};
const struct argp_child writing_options[] = {{&common, 0, NULL, 0}, {0}};
const struct argp_child reading_options[] = {{&common, 0, NULL, 0}, {&index_option, 0, NULL, 0}, {0}};
const struct argp_child checking_options[] = {{&common, 0, NULL, 0}, {&json_option, 0, NULL, 0}, {0}};
const struct argp_child reporting_options[] = {
    {&common, 0, NULL, 0}, {&index_option, 0, NULL, 0}, {&json_option, 0, NULL, 0}, {0}};
const struct argp_child exporting_options[] = {
    {&base_option, 0, NULL, 0}, {&common, 0, NULL, 0}, {&index_option, 0, NULL, 0}, {0}};
const struct argp_child comparing_options[] = {{&base_option, 0, NULL, 0},
                                               {&common, 0, NULL, 0},
                                               {&index_option, 0, NULL, 0},
                                               {&json_option, 0, NULL, 0},
                                               {0}};

void parse_arguments(const struct argp *argp, int argc, char **argv, void *input)
{
    char *word = argv[0], name[64];
    snprintf(name, sizeof name, "iana-services %s", word);
    argv[0] = name; /* for usage messages */
    if (argp_parse(argp, argc, argv, 0, NULL, input) != 0)
        exit(EXIT_USAGE);
    argv[0] = word;
}
