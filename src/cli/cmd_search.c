/* SPDX-License-Identifier: MIT */
/* iana-services search [WORD...]: rows, local lines and applications by words and filters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/search_print.h"
#include "registry/dates.h"
#include "view/target.h"

static void parse_ports(struct search *search, const char *arg, struct argp_state *state)
{
    unsigned first, last;
    int n = 0, end = 0;
    search->by_port = true;
    for (int i = 0; i < PORT_RANGES; i++)
        if (strcasecmp(arg, port_ranges[i].name) == 0) {
            search->first_port = port_ranges[i].first;
            search->last_port = port_ranges[i].last;
            return;
        }
    n = sscanf(arg, "%5u%n-%5u%n", &first, &end, &last, &end);
    if (n == 1)
        last = first;
    /* sscanf takes blanks and signs, too. */
    if (n < 1 || arg[end] || first > last || last > 65535 || strspn(arg, "0123456789-") != strlen(arg))
        argp_error(state, "`%s' is not a port range; use 80, 6000-6063, system, user or dynamic", arg);
    search->first_port = (uint16_t)first;
    search->last_port = (uint16_t)last;
}

static void parse_status(struct search *search, const char *arg, struct argp_state *state)
{
    search->by_status = true;
    for (search->status = STATUS_ASSIGNED; search->status <= STATUS_UNASSIGNED; search->status++)
        if (strcasecmp(arg, status_text(search->status)) == 0)
            return;
    argp_error(state, "`%s' is not a status; use assigned, reserved or unassigned", arg);
}

static void parse_since(struct search *search, const char *arg, struct argp_state *state)
{
    if (!is_date(arg) && !(strlen(arg) == 4 && strspn(arg, "0123456789") == 4))
        argp_error(state, "`%s' is not a date; use 2026-08-17, 2026-08 or 2026", arg);
    search->since = arg;
}

static void parse_sort(struct search *search, const char *arg, struct argp_state *state)
{
    if (strcmp(arg, "date") != 0)
        argp_error(state, "`%s' is no order; use date", arg);
    search->by_date = true;
}

enum { SINCE = 257, SORT }; /* no letters */

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct search *search = state->input;
    switch (key) {
    case 't': search->transport = arg; return 0;
    case 'p': parse_ports(search, arg, state); return 0;
    case 's': parse_status(search, arg, state); return 0;
    case SINCE: parse_since(search, arg, state); return 0;
    case SORT: parse_sort(search, arg, state); return 0;
    case ARGP_KEY_ARG:
        if (search->word_count == SEARCH_WORDS_MAX)
            argp_error(state, "more than %u words", SEARCH_WORDS_MAX);
        utf8_fold(arg, strlen(arg));
        if (*arg)
            search->words[search->word_count++] = arg;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"transport", 't', "TRANSPORT", 0, "Only rows for it: tcp, udp, sctp, dccp", 0},
    {"ports", 'p', "A-B", 0, "Only rows with a port from A to B; or system, user, dynamic", 0},
    {"status", 's', "STATUS", 0, "Only rows that are assigned, reserved or unassigned", 0},
    {"since", SINCE, "DATE", 0,
     "Only rows registered or modified on this day, in this month or year, or later", 0},
    {"sort", SORT, "date", 0, "The newest rows first", 0},
    {0},
};
static const struct argp argp = {
    .options = list,
    .parser = parse,
    .args_doc = "[WORD...]",
    .children = reporting_options,
    .doc =
        "Find rows that have all words in their names, descriptions, assignees, notes, references, dates or reports "
        "of unauthorized use; names that match come first. Without words: all rows. The applications that have the "
        "words or ports follow. In a pipe, the fields are separated by tabs: port, transport, name, description, assignee, status.",
};

static void complain_nothing(const struct search *search, bool has_applications)
{
    bool is_dynamic = search->by_port && port_range(search->first_port) == port_ranges[PORT_RANGES - 1].name;
    complain("nothing in the registry matches%s",
             is_dynamic         ? "; Dynamic Ports, 49152-65535, are for anybody's use and never assigned"
             : has_applications ? ", only applications do"
                                : "");
}

int cmd_search(int argc, char **argv)
{
    struct search search = {.transport = NULL};
    struct loaded loaded;
    struct records records;
    struct hits hits;
    parse_arguments(&argp, argc, argv, &search);
    int status = index_load(options.index, &loaded);
    if (status != EXIT_DONE)
        return status;
    records_open(&loaded, &records);
    if (search.transport && !target_transport(&loaded.index, search.transport)) {
        complain("%s: not a transport of the registry; use tcp, udp, sctp or dccp", search.transport);
        index_unload(&loaded);
        return EXIT_USAGE;
    }
    search_run(&search, &records, &hits);
    if (options.json)
        status = search_print_json(&loaded, &records, &hits);
    else if (!options.quiet)
        status = search_print_text(&search, &loaded, &records, &hits);
    if (hits.count == 0 && !options.json)
        complain_nothing(&search, hits.application_count > 0);
    if (status == EXIT_DONE && hits.count == 0 && hits.application_count == 0)
        status = EXIT_NO;
    free(hits.hit);
    free(hits.application);
    index_unload(&loaded);
    return status;
}
