/* SPDX-License-Identifier: MIT */
/* Details -> text for people; see show_print.h. */
#include "cli/show_print.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "view/references.h"
#include "view/suggest.h"

struct page {
    struct details *details;
    const struct records *records; /* of the details */
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

/* The lines of a text; all but the first are indented. */
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

/* ---- what the "[label]"s refer to ---- */

static void put_person(const struct page *p, const struct format_person *person)
{
    struct buffer address = {0};
    const char *name = records_text(p->records, le24_get(person->name)),
               *org = records_text(p->records, le24_get(person->org)),
               *updated = records_text(p->records, le24_get(person->updated));
    person_address(p->records, person, &address);
    const char *parts[] = {name, strcmp(name, org) != 0 ? org : "", buffer_string(&address), updated};
    const char *separator = "        ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (*parts[i]) {
            buffer_add_string(p->out, separator);
            buffer_add_string(p->out, parts[i] == updated ? "as of " : "");
            put(p, parts[i]);
            separator = ", ";
        }
    buffer_add_string(p->out, "\n");
    free(address.data);
}

/* Nothing if the label itself is the target, as for a URI. */
static void put_reference(const struct page *p, struct field label)
{
    struct buffer target = {0};
    reference_target(p->records, label, &target);
    if (target.size > 0 &&
        (target.size != label.length || memcmp(target.data, label.bytes, target.size) != 0)) {
        buffer_add_string(p->out, "        ");
        put_lines(p, buffer_string(&target));
    }
    free(target.data);
}

static void put_labels(const struct page *p, const char *text)
{
    struct field label;
    while (label_next(&text, &label)) {
        const struct format_person *person = person_find(p->records, label);
        if (person)
            put_person(p, person);
        else
            put_reference(p, label);
    }
}

/* ---- rows ---- */

static void put_row(const struct page *p, uint32_t row, bool has_description)
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
        if (fields[i].column == COLUMN_DESCRIPTION && !has_description)
            continue;
        if (fields[i].column == COLUMN_CONTACT && strcmp(text, assignee) == 0)
            continue;
        put_field(p, fields[i].label, text);
        if (fields[i].column != COLUMN_DESCRIPTION)
            put_labels(p, text);
    }
}

/* "6000-6063/udp", "6000-6063", "udp" or "". */
static void put_ports(const struct page *p, uint16_t first, uint16_t last, const char *transport)
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

static void put_span(const struct page *p, const struct span *span)
{
    const struct service *s = &span->service;
    const struct format_line *line = details_local_line(p->details, span);
    put_bold(p, s->names);
    buffer_add_string(p->out, " ");
    put_ports(p, s->port, span->last_port, s->transport);
    for (const char *name = s->names; (name += strlen(name) + 1) < s->names + s->size;) {
        buffer_add_string(p->out, " ");
        put(p, name);
    }
    buffer_add_string(p->out, "\n");
    put_range(p, s->port, span->last_port);
    if (line) {
        buffer_add_string(p->out, "    local: ");
        put(p, records_text(p->records, le32_get(line->file)));
        buffer_printf(p->out, ":%u\n", le32_get(line->line));
    }
    uint32_t row;
    for (size_t at = 0; details_next_row(p->details, span, &at, &row);) {
        buffer_add_string(p->out, "    ");
        put(p, records_column(p->records, row, COLUMN_NAME));
        buffer_add_string(p->out, "\n");
        put_row(p, row, true);
    }
}

/* A row that makes no entry. */
static void put_row_without_entry(const struct page *p, uint32_t row)
{
    uint16_t first, last;
    const char *name = records_column(p->records, row, COLUMN_NAME),
               *transport = records_column(p->records, row, COLUMN_TRANSPORT);
    bool has_port = records_ports(p->records, row, &first, &last);
    if (*name) {
        put_bold(p, name);
        buffer_add_string(p->out, has_port || *transport ? " " : "");
    }
    put_ports(p, first, last, transport);
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

/* ---- a port that has neither entries nor rows ---- */

static void put_nearest(const struct page *p)
{
    struct service nearest[2];
    size_t n = suggest_ports(p->details, nearest);
    for (size_t i = 0; i < n; i++) {
        buffer_add_string(p->out, i ? ", " : "    nearest: ");
        put(p, nearest[i].names);
        buffer_printf(p->out, " %u/", nearest[i].port);
        put(p, nearest[i].transport);
    }
    buffer_add_string(p->out, n ? "\n" : "");
}

static void put_unknown_port(const struct page *p)
{
    const struct target *target = &p->details->target;
    put_ports(p, target->port, target->port, target->transport ? target->transport : "");
    if (target->port >= 49152) /* RFC 6335, section 6 */
        buffer_add_string(p->out,
                          " has no name: Dynamic Ports are never assigned; any program may use them\n");
    else
        buffer_add_string(p->out, " has no name: the registry has nothing there\n");
    put_range(p, target->port, target->port);
}

void show_text(struct details *d, bool colour, struct buffer *ret)
{
    struct page p = {d, d->records, ret, colour};
    bool any = d->span_count > 0 || d->row_count > 0;
    for (size_t i = 0; i < d->span_count; i++)
        put_span(&p, &d->spans[i]);
    for (size_t i = 0; i < d->row_count; i++)
        put_row_without_entry(&p, d->rows[i]);
    if (d->target.is_port && !any)
        put_unknown_port(&p);
    if (d->target.is_port && d->span_count == 0)
        put_nearest(&p);
}
