/* SPDX-License-Identifier: MIT */
/* iana-services [show] PORT[/TRANSPORT]|NAME[/TRANSPORT]...: details of ports and names; show: the registry's
   head. */
#include <stdlib.h>

#include "base/error.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show_print.h"
#include "registry/dates.h"
#include "store/loaded_index.h"
#include "view/head.h"
#include "view/json.h"
#include "view/suggest.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
    int *first = state->input;
    (void)arg;
    switch (key) { /* without arguments *first stays as it is */
    case ARGP_KEY_ARGS: *first = state->next; return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "[PORT[/TRANSPORT]|NAME[/TRANSPORT]...]",
    .children = reporting_options,
    .doc =
        "Show what the registry has about ports and service names: 80, 80/tcp, http, http/tcp, _http._tcp. "
        "Without any: the registry's head, as title, date, experts and notes.",
};

static void complain_not_found(const struct details *d, const char *text)
{
    const char *similar[SUGGESTIONS_MAX];
    size_t count;
    struct buffer names = {0};
    suggest_names(d, similar, &count);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&names, "%s%s", i ? ", " : "; the closest names: ", similar[i]);
    complain("%s: not in the registry%s", text, buffer_string(&names));
    free(names.data);
}

struct output {
    struct buffer text;
    struct json_out json; /* with --json it writes to `text' */
    bool colour;
};

/* Adds the details of one argument to the output. Returns an exit status. */
static int show(const struct loaded *loaded, const struct records *records, const char *text,
                struct output *out)
{
    struct target target;
    struct details d;
    if (!target_parse(&loaded->index, text, &target)) {
        complain("%s: neither a port from 0 to 65535 nor a service name", text);
        return EXIT_USAGE;
    }
    details_find(loaded, records, &target, &d);
    bool found = details_found(&d);
    if (options.json)
        show_json(&d, text, &out->json);
    else if (!found && !target.is_port)
        complain_not_found(&d, text);
    else if (!options.quiet)
        show_text(&d, out->colour, &out->text);
    details_free(&d);
    return found ? EXIT_DONE : EXIT_NO;
}

static json_t *head_json(const struct records *records)
{
    json_t *items = json_array();
    for (uint32_t i = 1; i < records->head_count; i++) {
        struct head_item item = head_item(records, i);
        json_array_append_new(items, json_pack("{s:o, s:o, s:o}", "key", json_text(item.key), "title",
                                               json_text(item.title), "text", json_text(item.text)));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "date",
                     json_text(records_provenance(records, PROVENANCE_DATE)), "date_kind",
                     json_text(records_provenance(records, PROVENANCE_DATE_KIND)), "source",
                     json_text(records_provenance(records, PROVENANCE_SOURCE)), "rows",
                     json_integer(records->row_count), "head", items);
}

/* Prints the head of the registry. Returns an exit status. */
static int show_head(const struct records *records)
{
    char date[DATES_TEXT_SIZE];
    const char *kind = records_provenance(records, PROVENANCE_DATE_KIND);
    struct buffer text = {0};
    if (options.json)
        return json_print(head_json(records));
    if (options.quiet)
        return EXIT_DONE;
    head_text(records, &text);
    buffer_printf(&text, "date: %s%s%s\nsource: %s\nrows: %u\n", dates_text(records_dates(records), date),
                  *kind ? ", " : "", kind, records_provenance(records, PROVENANCE_SOURCE),
                  records->row_count);
    return terminal_page(&text);
}

int cmd_show(int argc, char **argv)
{
    int first = argc, status;
    struct loaded loaded;
    struct records records;
    parse_arguments(&argp, argc, argv, &first);
    status = index_load(options.index, &loaded);
    if (status != EXIT_DONE)
        return status;
    records_open(&loaded, &records);
    if (first == argc) {
        status = show_head(&records);
        index_unload(&loaded);
        return status;
    }
    struct output out = {.colour = terminal_has_colour(), .json.indented = true};
    out.json.text = &out.text;
    if (options.json)
        json_open(&out.json, NULL, '[');
    for (int i = first; i < argc; i++) {
        int one = show(&loaded, &records, argv[i], &out);
        status = one > status ? one : status;
    }
    if (options.json) {
        json_close(&out.json, ']');
        buffer_add_string(&out.text, "\n");
    }
    int printed = terminal_page(&out.text);
    index_unload(&loaded);
    return printed != EXIT_DONE ? printed : status;
}
