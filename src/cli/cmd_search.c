/* SPDX-License-Identifier: MIT */
/* iana-services search [WORD...]: rows by words and filters, as a table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "store/loaded_index.h"
#include "view/json.h"
#include "view/search.h"
#include "view/target.h"

static void parse_ports(struct search *q, const char *arg, struct argp_state *state)
{
    unsigned first, last;
    int n = 0, end = 0;
    q->by_port = true;
    for (int i = 0; i < PORT_RANGES; i++)
        if (strcasecmp(arg, port_ranges[i].name) == 0) {
            q->first_port = port_ranges[i].first;
            q->last_port = port_ranges[i].last;
            return;
        }
    n = sscanf(arg, "%5u%n-%5u%n", &first, &end, &last, &end);
    if (n == 1)
        last = first;
    if (n < 1 || arg[end] || first > last || last > 65535 || strspn(arg, "0123456789-") != strlen(arg))
        argp_error(state, "`%s' is no range of ports; say 80, 6000-6063, system, user or dynamic", arg);
    q->first_port = (uint16_t)first;
    q->last_port = (uint16_t)last;
}

static void parse_status(struct search *q, const char *arg, struct argp_state *state)
{
    q->by_status = true;
    for (q->status = STATUS_ASSIGNED; q->status <= STATUS_UNASSIGNED; q->status++)
        if (strcasecmp(arg, status_text(q->status)) == 0)
            return;
    argp_error(state, "`%s' is no status; say assigned, reserved or unassigned", arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct search *q = state->input;
    switch (key) {
    case 't': q->transport = arg; return 0;
    case 'p': parse_ports(q, arg, state); return 0;
    case 's': parse_status(q, arg, state); return 0;
    case ARGP_KEY_ARG:
        if (q->word_count == SEARCH_WORDS_MAX)
            argp_error(state, "more than %u words", SEARCH_WORDS_MAX);
        if (*arg)
            q->words[q->word_count++] = arg;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"transport", 't', "TRANSPORT", 0, "Only rows for this transport: tcp, udp, sctp, dccp", 0},
    {"ports", 'p', "A-B", 0, "Only rows with a port from A to B; or system, user, dynamic", 0},
    {"status", 's', "STATUS", 0, "Only rows that are assigned, reserved or unassigned", 0},
    {0},
};
static const struct argp argp = {
    .options = list,
    .parser = parse,
    .args_doc = "[WORD...]",
    .children = reporting_options,
    .doc =
        "Find rows that have all words in their names, descriptions, assignees and notes; names that match come "
        "first. Without words: all rows. In a pipe, the fields are separated by tabs: port, transport, name, "
        "description, assignee, status.",
};

/* ---- one hit ---- */

struct record {
    const char *name, *transport, *description, *assignee, *status;
    char ports[PORTS_TEXT_SIZE], names[256], place[512];
};

static void read_local(const struct records *c, uint32_t i, struct record *ret)
{
    const struct format_line *l = &c->local_lines[i];
    uint16_t port = (uint16_t)le32_get(l->port);
    ports_text(port, port, ret->ports);
    snprintf(ret->names, sizeof ret->names, "%s", records_text(c, le32_get(l->names)));
    ret->names[strcspn(ret->names, " ")] = '\0';
    snprintf(ret->place, sizeof ret->place, "local: %s:%u", records_text(c, le32_get(l->file)),
             le32_get(l->line));
    ret->name = ret->names;
    ret->transport = records_text(c, le32_get(l->transport));
    ret->description = ret->place;
    ret->assignee = "";
    ret->status = status_text(STATUS_ASSIGNED);
}

static void read_row(const struct records *c, uint32_t i, struct record *ret)
{
    records_field(c, i, COLUMN_PORT, ret->ports);
    ret->name = records_column(c, i, COLUMN_NAME);
    ret->transport = records_column(c, i, COLUMN_TRANSPORT);
    ret->description = records_column(c, i, COLUMN_DESCRIPTION);
    ret->assignee = records_column(c, i, COLUMN_ASSIGNEE);
    ret->status = status_text(records_status(c, i));
}

static void read_hit(const struct records *c, const struct hit *hit, struct record *ret)
{
    if (hit->is_local)
        read_local(c, hit->i, ret);
    else
        read_row(c, hit->i, ret);
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

/* How long the word is that begins at s, 0 where none does. */
static size_t word_at_start(const struct search *q, const char *s)
{
    size_t longest = 0;
    for (size_t i = 0; i < q->word_count; i++) {
        size_t n = strlen(q->words[i]);
        if (n > longest && strncasecmp(s, q->words[i], n) == 0)
            longest = n;
    }
    return longest;
}

/* Appends what fits into `width` columns, in colour with q's words marked; returns the
   columns taken. */
static size_t put_marked(const struct search *q, const char *s, size_t width, bool colour, struct buffer *out)
{
    bool plain;
    size_t taken = 0, marked = 0; /* bytes of the word that we are in */
    struct buffer one = {0};
    for (size_t n; *s; s += n) {
        n = utf8_character(s, &plain);
        one.size = 0;
        utf8_mask(&one, *s == '\n' ? " " : s, n);
        size_t columns = plain || *s == '\n' ? 1 : one.size;
        if (taken + columns + (s[n] != '\0') > width)
            break; /* one column stays for the ellipsis */
        if (marked == 0 && colour && (marked = word_at_start(q, s)) > 0)
            buffer_add_string(out, "\033[1;31m");
        buffer_add(out, one.data, one.size);
        taken += columns;
        if (marked > 0 && (marked -= n < marked ? n : marked) == 0)
            buffer_add_string(out, "\033[0m");
    }
    free(one.data);
    buffer_add_string(out, marked ? "\033[0m" : "");
    bool cut = *s && taken < width;
    buffer_add_string(out, cut ? "…" : "");
    return taken + cut;
}

enum { PLACE_WIDTH = 15, NAME_WIDTH = 20 }; /* "49151/tcp", RFC 6335's 15 letters and most others */

static void pad(struct buffer *out, size_t taken, size_t width)
{
    buffer_printf(out, "%*s", (int)(width > taken ? width - taken : 0), "");
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Three columns; where the terminal is narrow, less of them. */
static void put_fitted(const struct search *q, const struct record *r, size_t width, bool colour,
                       struct buffer *out)
{
    char place[300];
    size_t place_width = least(width, PLACE_WIDTH), left = width - place_width,
           name_width = least(left, NAME_WIDTH + 1);
    snprintf(place, sizeof place, "%s%s%s", r->ports, *r->ports && *r->transport ? "/" : "", r->transport);
    size_t taken = put_marked(NULL, place, place_width, false, out);
    if (name_width > 1) {
        pad(out, taken, place_width + 1);
        taken = put_marked(q, *r->name ? r->name : "-", name_width - 1, colour, out);
    }
    left -= name_width;
    if (left > 1 && *r->description) {
        pad(out, taken, name_width);
        put_marked(q, r->description, left - 1, colour, out);
    }
    buffer_add_string(out, "\n");
}

/* ---- all of them ---- */

static int print_json(const struct records *c, const struct hits *hits)
{
    json_t *array = json_array();
    for (size_t i = 0; i < hits->count; i++) {
        const struct hit *hit = &hits->hit[i];
        json_t *object = hit->is_local ? json_local_line(c, &c->local_lines[hit->i]) : json_row(c, hit->i);
        if (!hit->is_local) {
            json_object_set_new(object, "file", json_null());
            json_object_set_new(object, "line", json_null());
        }
        json_array_append_new(array, object);
    }
    return json_print(array);
}

static int print_hits(const struct search *q, const struct records *c, const struct hits *hits)
{
    struct buffer out = {0};
    struct record r;
    bool fitted = terminal_is_output(), colour = terminal_has_colour();
    size_t width = terminal_width();
    for (size_t i = 0; i < hits->count && !options.quiet; i++) {
        read_hit(c, &hits->hit[i], &r);
        if (fitted)
            put_fitted(q, &r, width, colour, &out);
        else
            put_tabbed(&r, &out);
    }
    return terminal_print(&out);
}

int cmd_search(int argc, char **argv)
{
    struct search q = {.transport = NULL};
    struct loaded loaded;
    struct records records;
    struct hits hits;
    parse_arguments(&argp, argc, argv, &q);
    int status = index_load(options.index, &loaded);
    if (status != EXIT_DONE)
        return status;
    records_open(&loaded, &records);
    if (q.transport && !target_transport(&loaded.index, q.transport)) {
        complain("%s: no transport of the registry; say tcp, udp, sctp or dccp", q.transport);
        index_unload(&loaded);
        return EXIT_USAGE;
    }
    search_run(&q, &records, &hits);
    status = options.json ? print_json(&records, &hits) : print_hits(&q, &records, &hits);
    if (hits.count == 0 && !options.json)
        complain("nothing in the registry matches");
    if (status == EXIT_DONE && hits.count == 0)
        status = EXIT_NO;
    free(hits.hit);
    index_unload(&loaded);
    return status;
}
