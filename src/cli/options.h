/* SPDX-License-Identifier: MIT */
/* The options that subcommands share. */
#ifndef IANA_OPTIONS_H
#define IANA_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

#include "base/error.h"

struct options {
    const char *index; /* --index; NULL: the one that the module uses */
    bool quiet;        /* --quiet: errors only */
    bool json;         /* --json */
    const char *base;  /* --base: a DN */
    const char *like;  /* the subcommand that the first argument of `show', given without that word, is
                          perhaps meant to be; or NULL */
};
extern struct options options;

/* For `children' in a subcommand's argp: --quiet and --index; --quiet. */
extern const struct argp_child reading_options[], writing_options[];

/* --quiet, --index and --json; --quiet and --json. */
extern const struct argp_child reporting_options[], checking_options[];

/* --quiet, --index and --base; --quiet, --index, --json and --base. */
extern const struct argp_child exporting_options[], comparing_options[];

/* Parses a subcommand's arguments; argv[0] is its name. Fills `options', and what the argp
   makes of `input'. Ends the program with EXIT_USAGE if they are wrong. */
void parse_arguments(const struct argp *, int argc, char **argv, void *input);

#endif
