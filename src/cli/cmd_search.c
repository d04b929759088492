/* SPDX-License-Identifier: MIT */
/* iana-services search [WORD...]: rows and local lines by words and filters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/param.h>

#include "base/alloc.h"
#include "base/columns.h"
#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "registry/dates.h"
#include "store/loaded_index.h"
#include "view/applications.h"
#include "view/json.h"
#include "view/search.h"
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
        "of unauthorized use; names that match come first. Without words: all rows. In a pipe, the fields are separated by tabs: port, transport, name, "
        "description, assignee, status.",
};

/* ---- one hit ---- */

struct record {
    const char *name, *transport, *description, *assignee, *status, *date;
    char ports[PORTS_TEXT_SIZE], local_name[256], file_line[512];
};

static void read_local(const struct records *records, uint32_t i, struct record *ret)
{
    const struct format_line *l = &records->local_lines[i];
    uint16_t port = (uint16_t)le32_get(l->port);
    ports_text(port, port, ret->ports);
    snprintf(ret->local_name, sizeof ret->local_name, "%s", records_text(records, le32_get(l->names)));
    ret->local_name[strcspn(ret->local_name, " ")] = '\0';
    snprintf(ret->file_line, sizeof ret->file_line, "local: %s:%u", records_text(records, le32_get(l->file)),
             le32_get(l->line));
    ret->name = ret->local_name;
    ret->transport = records_text(records, le32_get(l->transport));
    ret->description = ret->file_line;
    ret->assignee = "";
    ret->status = status_text(STATUS_ASSIGNED);
    ret->date = "";
}

static void read_row(const struct records *records, uint32_t i, struct record *ret)
{
    records_field(records, i, COLUMN_PORT, ret->ports);
    ret->name = records_column(records, i, COLUMN_NAME);
    ret->transport = records_column(records, i, COLUMN_TRANSPORT);
    ret->description = records_column(records, i, COLUMN_DESCRIPTION);
    ret->assignee = records_column(records, i, COLUMN_ASSIGNEE);
    ret->status = status_text(records_status(records, i));
    ret->date = search_date(records, i);
}

static void read_hit(const struct records *records, const struct hit *hit, struct record *ret)
{
    if (hit->is_local)
        read_local(records, hit->i, ret);
    else
        read_row(records, hit->i, ret);
}

/* ---- for a pipe ---- */

static void put_tabbed(const struct record *r, struct buffer *out)
{
    const char *fields[] = {r->ports, r->transport, r->name, r->description, r->assignee, r->status};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        buffer_add_string(out, i ? "\t" : "");
        utf8_mask(out, fields[i], strlen(fields[i]));
    }
    buffer_add_string(out, "\n");
}

/* ---- for a terminal ---- */

/* The length of the longest word that s, in lower case, starts with, or 0. */
static size_t word_length(const struct search *search, const char *s)
{
    size_t longest = 0;
    for (size_t i = 0; i < search->word_count; i++) {
        size_t n = strlen(search->words[i]);
        if (n > longest && strncmp(s, search->words[i], n) == 0)
            longest = n;
    }
    return longest;
}

/* Appends the first n bytes of the string s; the words of the search in colour. */
static void put_marked(const struct search *search, const char *s, size_t n, struct buffer *out)
{
    char *lower = alloc_string(s);
    utf8_fold(lower, strlen(lower));
    for (size_t i = 0, length; i < n; i += length) {
        size_t word = word_length(search, lower + i);
        length = word == 0 ? 1 : word < n - i ? word : n - i;
        buffer_add_string(out, word ? "\033[1;31m" : "");
        buffer_add(out, s + i, length);
        buffer_add_string(out, word ? "\033[0m" : "");
    }
    free(lower);
}

/* Appends a text that takes at most `width` columns, at least one; if it is longer, it ends
   with an ellipsis. The words of the search are marked unless that is NULL. Returns the
   columns that it takes. */
static size_t put_cell(const struct search *search, const char *text, size_t width, struct buffer *out)
{
    struct buffer masked = {0};
    size_t columns;
    utf8_mask_but(&masked, text, strlen(text), "\n");
    char *s = buffer_string(&masked);
    for (char *newline = s; (newline = strchr(newline, '\n'));)
        *newline = ' ';
    size_t n = columns_fit(s, width, &columns);
    bool is_cut = s[n] != '\0';
    if (is_cut)
        n = columns_fit(s, width - 1, &columns);
    if (search)
        put_marked(search, s, n, out);
    else
        buffer_add(out, s, n);
    buffer_add_string(out, is_cut ? "…" : "");
    free(masked.data);
    return columns + is_cut;
}

/* "49151/tcp" and more; the 15 letters of RFC 6335 and more; on terminals that are not narrow a date */
enum { PORT_WIDTH = 15, NAME_WIDTH = 20, DATE_WIDTH = 10, NARROW = 72 };

static void pad(struct buffer *out, size_t columns, size_t width)
{
    buffer_printf(out, "%*s", (int)(width > columns ? width - columns : 0), "");
}

/* Port and transport, name, date, description, without a newline; fewer of them if the terminal is narrow. marked: the
   search whose words are marked, or NULL. */
static void put_fitted(const struct search *marked, const struct record *r, size_t width, struct buffer *out)
{
    char port[300];
    size_t port_width = MIN(width, PORT_WIDTH), left = width - port_width,
           name_width = MIN(left, NAME_WIDTH + 1);
    snprintf(port, sizeof port, "%s%s%s", r->ports, *r->ports && *r->transport ? "/" : "", r->transport);
    size_t columns = put_cell(NULL, port, port_width, out);
    if (name_width > 1) {
        pad(out, columns, port_width + 1);
        columns = put_cell(marked, *r->name ? r->name : "-", name_width - 1, out);
    }
    left -= name_width;
    if (width >= NARROW) {
        pad(out, columns, name_width);
        columns = put_cell(NULL, r->date, DATE_WIDTH, out);
        name_width = DATE_WIDTH + 1;
        left -= name_width;
    }
    if (left > 1 && *r->description) {
        pad(out, columns, name_width);
        put_cell(marked, r->description, left - 1, out);
    }
}

static void put_heading(size_t width, struct buffer *out)
{
    static const struct record titles = {
        .ports = "PORT", .transport = "", .name = "NAME", .date = "DATE", .description = "DESCRIPTION"};
    bool colour = terminal_has_colour();
    buffer_add_string(out, colour ? "\033[1m" : "");
    put_fitted(NULL, &titles, width, out);
    buffer_add_string(out, colour ? "\033[0m\n" : "\n");
}

/* ---- all hits ---- */

static int print_json(const struct records *records, const struct hits *hits)
{
    struct buffer text = {0};
    struct json_out out = {.text = &text, .indented = true};
    json_open(&out, NULL, '[');
    for (size_t i = 0; i < hits->count; i++) {
        const struct hit *hit = &hits->hit[i];
        json_open(&out, NULL, '{');
        if (hit->is_local) {
            json_put_local_line(&out, records, &records->local_lines[hit->i]);
        } else {
            json_put_row(&out, records, hit->i);
            json_put_word(&out, "file", "null");
            json_put_word(&out, "line", "null");
        }
        json_close(&out, '}');
    }
    json_close(&out, ']');
    buffer_add_string(&text, "\n");
    return terminal_page(&text);
}

static int print_hits(const struct search *search, const struct records *records, const struct hits *hits)
{
    struct buffer out = {0};
    struct record r;
    bool is_terminal = terminal_is_output();
    const struct search *marked = terminal_has_colour() ? search : NULL;
    size_t width = terminal_width();
    if (is_terminal && hits->count > 0 && !options.quiet)
        put_heading(width, &out);
    for (size_t i = 0; i < hits->count && !options.quiet; i++) {
        read_hit(records, &hits->hit[i], &r);
        if (is_terminal) {
            put_fitted(marked, &r, width, &out);
            buffer_add_string(&out, "\n");
        } else {
            put_tabbed(&r, &out);
        }
    }
    return terminal_page(&out);
}

static void complain_nothing(const struct search *search, const struct records *records)
{
    struct applications found = {0};
    bool has_words_only = !search->by_port && !search->by_status && !search->since && !search->transport;
    if (has_words_only)
        applications_search(records, search->words, search->word_count, &found);
    if (found.count > 0) {
        struct application_item a = application_item(records, found.item[0]);
        complain(
            "nothing in the registry matches, but %s (%s) commonly uses %u/%s; try `iana-services show %s'",
            a.program, a.what, a.first, a.transport, a.program);
        free(found.item);
        return;
    }
    bool is_dynamic = search->by_port && port_range(search->first_port) == port_ranges[PORT_RANGES - 1].name;
    complain("nothing in the registry matches%s",
             is_dynamic ? "; Dynamic Ports, 49152-65535, are for anybody's use and never assigned" : "");
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
    status = options.json ? print_json(&records, &hits) : print_hits(&search, &records, &hits);
    if (hits.count == 0 && !options.json)
        complain_nothing(&search, &records);
    if (status == EXIT_DONE && hits.count == 0)
        status = EXIT_NO;
    free(hits.hit);
    index_unload(&loaded);
    return status;
}
