/* SPDX-License-Identifier: MIT */
/* Hits of a search -> text, JSON; see search_print.h. */
#include "cli/search_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "base/alloc.h"
#include "base/columns.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "cli/options.h"
#include "view/applications.h"
#include "view/json.h"

/* ---- one hit ---- */

struct record {
    const char *name, *transport, *description, *assignee, *status;
    const char *date; /* NULL: without a column for it */
    char ports[PORTS_TEXT_SIZE], local_name[256], text[512];
};

static void read_local(const struct records *records, uint32_t i, struct record *ret)
{
    const struct format_line *l = &records->local_lines[i];
    uint16_t port = (uint16_t)le32_get(l->port);
    ports_text(port, port, ret->ports);
    snprintf(ret->local_name, sizeof ret->local_name, "%s", records_text(records, le32_get(l->names)));
    ret->local_name[strcspn(ret->local_name, " ")] = '\0';
    snprintf(ret->text, sizeof ret->text, "local: %s:%u", records_text(records, le32_get(l->file)),
             le32_get(l->line));
    ret->name = ret->local_name;
    ret->transport = records_text(records, le32_get(l->transport));
    ret->description = ret->text;
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

/* As of a row whose name is the registered one, without a date. */
static void read_application(const struct loaded *loaded, const struct records *records, uint32_t i,
                             struct record *ret)
{
    struct application_item a = application_item(records, i);
    const char *registered = application_registered(&loaded->index, &a);
    ports_text(a.first, a.last, ret->ports);
    snprintf(ret->text, sizeof ret->text, "%s (%s)", a.program, a.what);
    ret->name = registered ? registered : "";
    ret->transport = a.transport;
    ret->description = ret->text;
    ret->assignee = "";
    ret->status = "application";
    ret->date = NULL;
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

/* Port and transport, name, date, description, without a newline; fewer of them if the terminal is narrow.
   marked: the search whose words are marked, or NULL. */
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
    if (width >= NARROW && r->date) {
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

/* ---- all hits ---- */

struct layout {
    size_t width;                /* of the terminal; 0: in a pipe */
    const struct search *marked; /* for put_fitted */
};

static void put_hit(const struct layout *layout, const struct record *r, struct buffer *out)
{
    if (layout->width == 0) {
        put_tabbed(r, out);
        return;
    }
    put_fitted(layout->marked, r, layout->width, out);
    buffer_add_string(out, "\n");
}

/* On a terminal the heading of a table, after a blank line unless it is the first. */
static void put_heading(const struct layout *layout, const struct record *titles, struct buffer *out)
{
    bool colour = terminal_has_colour();
    if (layout->width == 0)
        return;
    buffer_printf(out, "%s%s", out->size > 0 ? "\n" : "", colour ? "\033[1m" : "");
    put_fitted(NULL, titles, layout->width, out);
    buffer_add_string(out, colour ? "\033[0m\n" : "\n");
}

static const struct record row_titles = {
    .ports = "PORT", .transport = "", .name = "NAME", .date = "DATE", .description = "DESCRIPTION"};
static const struct record application_titles = {
    .ports = "PORT", .transport = "", .name = "REGISTERED", .description = "COMMONLY USED BY"};

int search_print_text(const struct search *search, const struct loaded *loaded, const struct records *records,
                      const struct hits *hits)
{
    struct buffer out = {0};
    struct record r;
    struct layout layout = {.width = terminal_is_output() ? terminal_width() : 0,
                            .marked = terminal_has_colour() ? search : NULL};
    if (hits->count > 0)
        put_heading(&layout, &row_titles, &out);
    for (size_t i = 0; i < hits->count; i++) {
        read_hit(records, &hits->hit[i], &r);
        put_hit(&layout, &r, &out);
    }
    if (hits->application_count > 0)
        put_heading(&layout, &application_titles, &out);
    for (size_t i = 0; i < hits->application_count; i++) {
        read_application(loaded, records, hits->application[i], &r);
        put_hit(&layout, &r, &out);
    }
    return terminal_page(&out);
}

static void put_json_hit(struct json_out *out, const struct records *records, const struct hit *hit)
{
    json_open(out, NULL, '{');
    if (hit->is_local) {
        json_put_local_line(out, records, &records->local_lines[hit->i]);
    } else {
        json_put_row(out, records, hit->i);
        json_put_word(out, "file", "null");
        json_put_word(out, "line", "null");
    }
    json_close(out, '}');
}

int search_print_json(const struct loaded *loaded, const struct records *records, const struct hits *hits)
{
    struct buffer text = {0};
    struct json_out out = {.text = &text, .indented = true};
    json_open(&out, NULL, '{');
    json_open(&out, "rows", '[');
    for (size_t i = 0; i < hits->count; i++)
        put_json_hit(&out, records, &hits->hit[i]);
    json_close(&out, ']');
    json_open(&out, "applications", '[');
    for (size_t i = 0; i < hits->application_count; i++) {
        struct application_item a = application_item(records, hits->application[i]);
        json_put_application(&out, &loaded->index, &a);
    }
    json_close(&out, ']');
    json_close(&out, '}');
    buffer_add_string(&text, "\n");
    return terminal_page(&text);
}
