/* SPDX-License-Identifier: MIT */
/* An answer -> text for people; see show.h. */
#include <stdio.h>
#include <string.h>

#include "base/terminal.h"
#include "base/utf8.h"
#include "cli/show.h"
#include "view/references.h"
#include "view/suggest.h"

struct page {
    struct details *answer;
    const struct records *records;
    struct buffer *out;
    bool colour;
};

static void put(const struct page *p, const char *text)
{
    utf8_mask(p->out, text, strlen(text));
}

static void put_bold(const struct page *p, const char *text)
{
    buffer_add_string(p->out, p->colour ? "\033[1m" : "");
    put(p, text);
    buffer_add_string(p->out, p->colour ? "\033[0m" : "");
}

/* The lines of a text, those behind the first indented. */
static void put_lines(const struct page *p, const char *text)
{
    for (;; text++) {
        size_t n = strcspn(text, "\n");
        utf8_mask(p->out, text, n);
        buffer_add_string(p->out, "\n");
        text += n;
        if (!*text || !text[1])
            return;
        buffer_add_string(p->out, "        ");
    }
}

static void put_field(const struct page *p, const char *label, const char *text)
{
    if (!*text)
        return;
    buffer_printf(p->out, "      %s%s:%s ", p->colour ? "\033[2m" : "", label, p->colour ? "\033[0m" : "");
    put_lines(p, text);
}

/* ---- what stands behind "[label]" ---- */

static void put_person(const struct page *p, const struct format_person *person)
{
    struct buffer address = {0};
    const char *name = records_text(p->records, le24_get(person->name)),
               *org = records_text(p->records, le24_get(person->org));
    const char *updated = records_text(p->records, le24_get(person->updated));
    const char *parts[] = {name, strcmp(name, org) != 0 ? org : "", "", updated};
    person_address(p->records, person, &address);
    buffer_add(&address, "", 1);
    parts[2] = (const char *)address.data;
    buffer_add_string(p->out, "        ");
    for (size_t i = 0, n = 0; i < sizeof parts / sizeof *parts; i++)
        if (*parts[i]) {
            buffer_add_string(p->out, n++ ? ", " : "");
            buffer_add_string(p->out, parts[i] == updated ? "as of " : "");
            put(p, parts[i]);
        }
    buffer_add_string(p->out, "\n");
    free(address.data);
}

static void put_link(const struct page *p, struct field label)
{
    struct buffer link = {0};
    reference_print(p->records, label, &link);
    bool says_more =
        link.size > 0 && (link.size != label.length || memcmp(link.data, label.bytes, link.size) != 0);
    if (says_more) {
        buffer_add(&link, "", 1);
        buffer_add_string(p->out, "        ");
        put_lines(p, (const char *)link.data);
    }
    free(link.data);
}

static void put_labels(const struct page *p, const char *text)
{
    struct field label;
    while (label_next(&text, &label)) {
        const struct format_person *person = person_find(p->records, label);
        if (person)
            put_person(p, person);
        else
            put_link(p, label);
    }
}

/* ---- rows ---- */

static void put_row(const struct page *p, uint32_t row, bool description)
{
    static const struct {
        enum column column;
        const char *label;
    } fields[] = {{COLUMN_DESCRIPTION, "description"},
                  {COLUMN_ASSIGNEE, "assignee"},
                  {COLUMN_CONTACT, "contact"},
                  {COLUMN_REGISTERED, "registered"},
                  {COLUMN_MODIFIED, "modified"},
                  {COLUMN_REFERENCE, "reference"},
                  {COLUMN_SERVICE_CODE, "service code"},
                  {COLUMN_UNAUTHORIZED, "unauthorized use"},
                  {COLUMN_NOTES, "notes"}};
    const char *assignee = records_column(p->records, row, COLUMN_ASSIGNEE);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *text = records_column(p->records, row, fields[i].column);
        if (fields[i].column == COLUMN_DESCRIPTION && !description)
            continue;
        if (fields[i].column == COLUMN_CONTACT && strcmp(text, assignee) == 0)
            continue; /* as most are */
        put_field(p, fields[i].label, text);
        if (fields[i].column != COLUMN_DESCRIPTION)
            put_labels(p, text);
    }
}

/* "6000-6063/udp", or what there is of it. */
static void put_place(const struct page *p, uint16_t first, uint16_t last, const char *transport)
{
    char ports[PORTS_TEXT_SIZE];
    ports_text(first, last, ports);
    put_bold(p, ports);
    if (*transport) {
        put_bold(p, *ports ? "/" : "");
        put_bold(p, transport);
    }
}

static void put_range(const struct page *p, uint16_t first, uint16_t last)
{
    buffer_add_string(p->out, "    range:");
    for (int i = 0, n = 0; i < PORT_RANGES; i++) {
        const struct port_range *r = &port_ranges[i];
        if (first <= r->last && last >= r->first)
            buffer_printf(p->out, "%s %s Ports (%u-%u)", n++ ? "," : "", r->name, r->first, r->last);
    }
    buffer_add_string(p->out, "\n");
}

static void put_group(const struct page *p, const struct span *g)
{
    const struct service *s = &g->service;
    const struct format_line *line = details_local_line(p->answer, g);
    put_bold(p, s->names);
    buffer_add_string(p->out, " ");
    put_place(p, s->port, g->last_port, s->transport);
    for (const char *name = s->names; (name += strlen(name) + 1) < s->names + s->size;) {
        buffer_add_string(p->out, " ");
        put(p, name);
    }
    buffer_add_string(p->out, "\n");
    put_range(p, s->port, g->last_port);
    if (line) {
        buffer_add_string(p->out, "    local: ");
        put(p, records_text(p->records, le32_get(line->file)));
        buffer_printf(p->out, ":%u\n", le32_get(line->line));
    }
    size_t from, to;
    details_rows(p->answer, g, &from, &to);
    for (size_t i = from; i < to; i++)
        if (details_is_behind(p->answer, p->answer->rows[i], g)) {
            buffer_add_string(p->out, "    ");
            put(p, records_column(p->records, p->answer->rows[i], COLUMN_NAME));
            buffer_add_string(p->out, "\n");
            put_row(p, p->answer->rows[i], true);
        }
}

/* A row that makes no entry. */
static void put_loose(const struct page *p, uint32_t row)
{
    uint16_t first, last;
    const char *name = records_column(p->records, row, COLUMN_NAME),
               *transport = records_column(p->records, row, COLUMN_TRANSPORT);
    bool has_port = records_ports(p->records, row, &first, &last);
    if (*name) {
        put_bold(p, name);
        buffer_add_string(p->out, has_port || *transport ? " " : "");
    }
    put_place(p, first, last, transport);
    if (*name && !has_port) {
        buffer_add_string(p->out, "\n    no port: a DNS-SD service type, _");
        put(p, name);
        buffer_printf(p->out, "._%s",
                      strcmp(transport, "tcp") == 0 ? "tcp"
                      : *transport                  ? "udp"
                                                    : "tcp or _udp");
    } else if (*name) {
        buffer_add_string(p->out, "\n    no lookup answers it: services(5) cannot write the name");
    } else {
        const char *description = records_column(p->records, row, COLUMN_DESCRIPTION);
        buffer_add_string(p->out, " has no name: ");
        put(p, *description ? description : "no reason given");
    }
    buffer_add_string(p->out, "\n");
    if (has_port)
        put_range(p, first, last);
    put_row(p, row, *name);
}

/* ---- a port that nothing is known of ---- */

static void put_neighbours(const struct page *p)
{
    struct service s;
    struct service found[2];
    size_t n = 0;
    if (suggest_below(p->answer, &s))
        found[n++] = s;
    if (suggest_above(p->answer, &s))
        found[n++] = s;
    for (size_t i = 0; i < n; i++) {
        buffer_add_string(p->out, i ? ", " : "    nearest: ");
        put(p, found[i].names);
        buffer_printf(p->out, " %u/", found[i].port);
        put(p, found[i].transport);
    }
    buffer_add_string(p->out, n ? "\n" : "");
}

static void put_unknown_port(const struct page *p)
{
    const struct target *q = &p->answer->target;
    put_place(p, q->port, q->port, q->transport ? q->transport : "");
    if (q->port >= 49152) /* RFC 6335, section 6 */
        buffer_add_string(p->out,
                          " has no name: Dynamic Ports are never assigned; any program may use them\n");
    else
        buffer_add_string(p->out, " has no name: the registry has nothing there\n");
    put_range(p, q->port, q->port);
}

bool show_found(const struct details *a)
{
    for (size_t i = 0; !a->target.is_port && i < a->row_count; i++)
        if (details_is_loose(a, a->rows[i]))
            return true;
    return a->span_count > 0;
}

void show_text(struct details *a, bool colour, struct buffer *ret)
{
    struct page p = {a, a->records, ret, colour};
    bool any = a->span_count > 0;
    for (size_t i = 0; i < a->span_count; i++)
        put_group(&p, &a->spans[i]);
    for (size_t i = 0; i < a->row_count; i++)
        if (details_is_loose(a, a->rows[i])) {
            put_loose(&p, a->rows[i]);
            any = true;
        }
    if (a->target.is_port && !any)
        put_unknown_port(&p);
    if (a->target.is_port && a->span_count == 0)
        put_neighbours(&p);
}
