/* SPDX-License-Identifier: MIT */
/* What the subcommands share: exit statuses, messages, common options. */
#ifndef IANA_OPTIONS_H
#define IANA_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

#include "base/error.h"
#include "store/loaded_index.h"

struct options {
    const char *index; /* -i, or NULL: the one the module uses */
    bool quiet;        /* --quiet: errors only */
    bool json;         /* --json */
};
extern struct options options;

/* The common options, for the argp of a subcommand that reads an index, or writes one. */
extern const struct argp_child reading_options[], writing_options[];

/* reading_options and --json; --quiet and --json. */
extern const struct argp_child reporting_options[], checking_options[];

/* Parses a subcommand's arguments, argv[0] its word. Exits 2 where they are wrong. */
void parse_arguments(const struct argp *, int argc, char **argv, void *input);

/* The subcommands: argv[0] is the word. Each returns an exit status. */
int cmd_build(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_rollback(int argc, char **argv);
int cmd_search(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_update(int argc, char **argv);
int cmd_verify(int argc, char **argv);

#endif
