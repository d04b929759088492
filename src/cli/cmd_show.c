/* SPDX-License-Identifier: MIT */
/* iana-services [show] PORT[/TRANSPORT]|NAME[/TRANSPORT]...: details of ports and names; without any: the
   registry's head. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show_print.h"
#include "index/lookup.h"
#include "registry/dates.h"
#include "store/loaded_index.h"
#include "view/head.h"
#include "view/json.h"
#include "view/suggest.h"

struct arguments {
    char **targets;
    int count;
    bool all;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    (void)arg;
    switch (key) {
    case 'a': a->all = true; return 0;
    case ARGP_KEY_ARGS:
        a->targets = state->argv + state->next;
        a->count = state->argc - state->next;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"all", 'a', NULL, 0, "Print long notes whole on a terminal too", 0},
    {0},
};
static const struct argp argp = {
    .options = list,
    .parser = parse,
    .args_doc = "[PORT[-PORT][/TRANSPORT]|NAME[/TRANSPORT]...]",
    .children = reporting_options,
    .doc =
        "Show what the registry has about ports and service names: 80, 80/tcp, 80,443, 6000-6063, 127.0.0.1:80, "
        "http, http/tcp, _http._tcp. Without any: the registry's head: title, date, experts and notes.",
};

struct output {
    struct buffer text;
    struct json_out json; /* with --json it writes to `text' */
    struct show_style style;
};

/* Returns an exit status. */
static int complain_not_found(const struct details *d, const char *text)
{
    const char *similar[SUGGESTIONS_MAX];
    size_t count;
    struct buffer names = {0};
    if (options.like) {
        complain("%s: no subcommand, and not in the registry; did you mean %s?", text, options.like);
        return EXIT_USAGE;
    }
    suggest_names(d, similar, &count);
    const char *lead = count > 1 ? "the closest names: " : "the closest name: ";
    for (size_t i = 0; i < count; i++)
        buffer_printf(&names, "%s%s", i ? ", " : lead, similar[i]);
    complain("%s: not in the registry; %s%stry `iana-services search %s'", text, buffer_string(&names),
             count ? "; or " : "", d->target.name);
    free(names.data);
    return EXIT_NO;
}

/* Adds the details of one target to the output. Returns an exit status. */
static int show(const struct loaded *loaded, const struct records *records, const char *text,
                struct output *out)
{
    struct target target;
    struct details d;
    struct applications applications;
    if (!target_parse(&loaded->index, text, &target)) {
        complain("%s: neither a port from 0 to 65535 nor a service name", text);
        return EXIT_USAGE;
    }
    details_find(loaded, records, &target, &d);
    applications_find(&d, &applications);
    int status = applications_found(&d, &applications) ? EXIT_DONE : EXIT_NO;
    if (status != EXIT_DONE && !target.is_port && (!options.json || options.like))
        status = complain_not_found(&d, text);
    else if (options.json)
        show_json(&d, &applications, text, &out->json);
    else if (!options.quiet)
        show_text(&d, &applications, out->style, &out->text);
    free(applications.item);
    details_free(&d);
    return status;
}

/* The same for an argument that may be a list of them, as "80,443"; a comma at its end is passed over. */
static int show_argument(const struct loaded *loaded, const struct records *records, const char *argument,
                         struct output *out)
{
    if (!strchr(argument, ',') || index_by_name(&loaded->index, argument, NULL))
        return show(loaded, records, argument, out);
    char *copy = alloc_string(argument), *rest = copy;
    int status = EXIT_DONE;
    for (char *item; (item = strsep(&rest, ","));) {
        if (!*item && !rest)
            break;
        int one = show(loaded, records, item, out);
        status = one > status ? one : status;
    }
    free(copy);
    return status;
}

/* How many rows there are of each kind. */
struct kinds {
    uint32_t with_port, without_port; /* rows with a name */
    uint32_t reserved, unassigned;
};

static struct kinds count_kinds(const struct records *r)
{
    struct kinds n = {0};
    uint16_t first, last;
    for (uint32_t i = 0; i < r->row_count; i++)
        switch (records_status(r, i)) {
        case STATUS_ASSIGNED:
            (*(records_ports(r, i, &first, &last) ? &n.with_port : &n.without_port))++;
            break;
        case STATUS_RESERVED: n.reserved++; break;
        case STATUS_UNASSIGNED: n.unassigned++; break;
        }
    return n;
}

static json_t *head_json(const struct records *records, const struct kinds *n)
{
    json_t *items = json_array();
    for (uint32_t i = 1; i < records->head_count; i++) {
        struct head_item item = head_item(records, i);
        json_array_append_new(items, json_pack("{s:o, s:o, s:o}", "key", json_text(item.key), "title",
                                               json_text(item.title), "text", json_text(item.text)));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o, s:o, s:o}, s:o}", "date",
                     json_text(records_provenance(records, PROVENANCE_DATE)), "date_kind",
                     json_text(records_provenance(records, PROVENANCE_DATE_KIND)), "source",
                     json_text(records_provenance(records, PROVENANCE_SOURCE)), "rows",
                     json_integer(records->row_count), "kinds", "assigned", json_integer(n->with_port),
                     "dns_sd", json_integer(n->without_port), "reserved", json_integer(n->reserved),
                     "unassigned", json_integer(n->unassigned), "local",
                     json_integer(records->local_line_count), "head", items);
}

/* Prints the head of the registry. Returns an exit status. */
static int show_head(const struct records *records)
{
    char date[DATES_TEXT_SIZE];
    const char *kind = records_provenance(records, PROVENANCE_DATE_KIND);
    struct buffer text = {0};
    struct kinds n = count_kinds(records);
    if (options.json)
        return json_print(head_json(records, &n));
    if (options.quiet)
        return EXIT_DONE;
    head_text(records, &text);
    buffer_printf(
        &text,
        "date: %s%s%s\nsource: %s\nrows: %u: %u with a name and a port, %u DNS-SD names without a port, "
        "%u reserved, %u unassigned\n",
        dates_text(records_dates(records), date), *kind ? ", " : "", kind,
        records_provenance(records, PROVENANCE_SOURCE), records->row_count, n.with_port, n.without_port,
        n.reserved, n.unassigned);
    if (records->local_line_count > 0)
        buffer_printf(&text, "local lines: %u\n", records->local_line_count);
    struct buffer masked = {0};
    utf8_mask_but(&masked, buffer_string(&text), text.size, "\n");
    free(text.data);
    return terminal_page(&masked);
}

int cmd_show(int argc, char **argv)
{
    struct arguments a = {.all = false};
    struct loaded loaded;
    struct records records;
    parse_arguments(&argp, argc, argv, &a);
    int status = index_load(options.index, &loaded);
    if (status != EXIT_DONE) {
        if (options.like)
            complain("%s: no subcommand; did you mean %s?", a.targets[0], options.like);
        return status;
    }
    records_open(&loaded, &records);
    if (a.count == 0) {
        status = show_head(&records);
        index_unload(&loaded);
        return status;
    }
    struct output out = {.json.indented = true,
                         .style = {.width = terminal_is_output() ? terminal_width() : 0,
                                   .colour = terminal_has_colour(),
                                   .all = a.all}};
    out.json.text = &out.text;
    if (options.json)
        json_open(&out.json, NULL, '[');
    for (int i = 0; i < a.count; i++) {
        int one = show_argument(&loaded, &records, a.targets[i], &out);
        status = one > status ? one : status;
        if (options.like && one == EXIT_USAGE)
            break; /* the other arguments are that subcommand's */
        options.like = NULL;
    }
    if (options.json) {
        json_close(&out.json, ']');
        buffer_add_string(&out.text, "\n");
    }
    int printed = terminal_page(&out.text);
    index_unload(&loaded);
    return printed != EXIT_DONE ? printed : status;
}
