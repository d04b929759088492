/* SPDX-License-Identifier: MIT */
/* Details -> text for people; see show_print.h. Each block begins with what answers the question: ports, name
   and description. Below, indented, is the rest. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/port_use.h"
#include "cli/show_applications.h"
#include "cli/show_page.h"
#include "cli/show_print.h"
#include "view/blocks.h"
#include "view/references.h"
#include "view/suggest.h"

/* ---- what the "[label]"s refer to ---- */

/* The person of a row. How old that is goes without saying if it is as old as the row. */
static void add_person(const struct records *r, uint32_t row, const struct format_person *person,
                       struct buffer *ret)
{
    struct buffer address = {0};
    const char *name = records_text(r, le24_get(person->name)), *org = records_text(r, le24_get(person->org)),
               *updated = records_text(r, le24_get(person->updated));
    bool has_org = *org && strcmp(name, org) != 0;
    person_address(r, person, &address);
    buffer_printf(ret, "%s%s%s", name, has_org && *name ? ", " : "", has_org ? org : "");
    if (address.size > 0)
        buffer_printf(ret, " <%s>", buffer_string(&address));
    if (*updated && strcmp(updated, records_column(r, row, COLUMN_REGISTERED)) != 0 &&
        strcmp(updated, records_column(r, row, COLUMN_MODIFIED)) != 0)
        buffer_printf(ret, " (as of %s)", updated);
    free(address.data);
}

static bool ends_with(struct buffer text, struct field end)
{
    return text.size >= end.length &&
           strncasecmp((const char *)text.data + text.size - end.length, end.bytes, end.length) == 0;
}

/* The target alone if it ends with the label, as that of an RFC, a draft or a URI does. */
static void add_reference(const struct records *r, struct field label, struct buffer *ret)
{
    struct buffer target = {0};
    reference_target(r, label, &target);
    if (target.size == 0 || !ends_with(target, label))
        buffer_printf(ret, "[%.*s]%s", (int)label.length, label.bytes, target.size > 0 ? " " : "");
    buffer_add(ret, target.data, target.size);
    free(target.data);
}

/* A column of a row, with what each label refers to in its place; to be freed. */
static struct buffer resolved(const struct records *r, uint32_t row, enum column column)
{
    struct buffer text = {0};
    struct field label;
    const char *from = records_column(r, row, column), *rest = from;
    while (label_next(&rest, &label)) {
        const struct format_person *person = person_find(r, label);
        buffer_add(&text, from, (size_t)(label.bytes - 1 - from));
        if (person)
            add_person(r, row, person, &text);
        else
            add_reference(r, label, &text);
        buffer_add_string(&text, *rest == '[' ? ", " : "");
        from = rest;
    }
    buffer_add_string(&text, from);
    return text;
}

/* ---- rows ---- */

/* Whether a row's column is to be told: it has text, and, of a row beside the main one, other text. */
static bool is_told(const struct details *d, uint32_t row, enum column column, const uint32_t *main)
{
    const char *text = records_column(d->records, row, column);
    if (column == COLUMN_CONTACT && strcmp(text, records_column(d->records, row, COLUMN_ASSIGNEE)) == 0)
        return false;
    return *text && !(main && rows_agree(d->records, row, *main, column));
}

static const struct {
    enum column column;
    const char *label;
} fields[] = {{COLUMN_ASSIGNEE, "assignee"},
              {COLUMN_CONTACT, "contact"},
              {COLUMN_REGISTERED, "registered"},
              {COLUMN_MODIFIED, "modified"},
              {COLUMN_REFERENCE, "reference"},
              {COLUMN_SERVICE_CODE, "service code"},
              {COLUMN_UNAUTHORIZED, "unauthorized use"},
              {COLUMN_NOTES, "notes"}};
enum { FIELDS = sizeof fields / sizeof *fields };

static void put_row(const struct details *d, struct page *p, uint32_t row, const uint32_t *main)
{
    for (int i = 0; i < FIELDS; i++) {
        if (!is_told(d, row, fields[i].column, main))
            continue;
        struct buffer text = resolved(d->records, row, fields[i].column);
        if (fields[i].column == COLUMN_NOTES || fields[i].column == COLUMN_UNAUTHORIZED)
            page_note(p, fields[i].label, buffer_string(&text));
        else
            page_item(p, fields[i].label, buffer_string(&text));
        free(text.data);
    }
    page_end_line(p);
}

/* The ports that a row has, if they are more than those of the block. */
static void put_row_ports(const struct details *d, struct page *p, const struct block *b, uint32_t row)
{
    uint16_t first, last;
    char ports[PORTS_TEXT_SIZE];
    if (records_ports(d->records, row, &first, &last) && (first != b->first || last != b->last))
        page_item(p, "ports", ports_text(first, last, ports));
}

/* Another row of the entry, under its name, with what it has other than the main row. */
static void put_other_row(const struct details *d, struct page *p, uint32_t row, uint32_t main)
{
    bool any = is_told(d, row, COLUMN_DESCRIPTION, &main);
    for (int i = 0; i < FIELDS; i++)
        any |= is_told(d, row, fields[i].column, &main);
    if (!any)
        return;
    p->indent += 4;
    page_head(p, "", records_column(d->records, row, COLUMN_NAME),
              is_told(d, row, COLUMN_DESCRIPTION, &main) ? records_column(d->records, row, COLUMN_DESCRIPTION)
                                                         : "");
    put_row(d, p, row, &main);
    p->indent -= 4;
}

/* ---- blocks ---- */

/* "80/tcp, 80/udp"; of rows without a port, the DNS-SD types: "_airplay._tcp" (RFC 6763, section 4.1.2: all but
   tcp are _udp). To be freed. */
static struct buffer place_of(const struct details *d, const struct block *b)
{
    struct buffer place = {0};
    char ports[PORTS_TEXT_SIZE];
    const char *name = b->spans[0] ? "" : records_column(d->records, b->row, COLUMN_NAME);
    bool types[2] = {false, false};
    for (size_t i = 0; i < b->count; i++) {
        const char *transport = b->transports[i];
        if (b->first <= b->last)
            buffer_printf(&place, "%s%s%s%s", i ? ", " : "", ports_text(b->first, b->last, ports),
                          *transport ? "/" : "", transport);
        types[0] |= !*transport || strcmp(transport, "tcp") == 0;
        types[1] |= !*transport || strcmp(transport, "tcp") != 0;
    }
    for (int i = 0; i < 2 && b->first > b->last && *name; i++)
        if (types[i])
            buffer_printf(&place, "%s_%s._%s", place.size ? ", " : "", name, i ? "udp" : "tcp");
    return place;
}

static void put_aliases(struct page *p, const struct service *s)
{
    struct buffer aliases = {0};
    for (const char *name = s->names; (name += strlen(name) + 1) < s->names + s->size;)
        buffer_printf(&aliases, "%s%s", aliases.size ? ", " : "", name);
    page_item(p, "aliases", buffer_string(&aliases));
    page_end_line(p);
    free(aliases.data);
}

static void put_local_lines(struct details *d, struct page *p, const struct block *b)
{
    struct buffer lines = {0};
    for (size_t i = 0; i < b->count; i++) {
        const struct format_line *line = details_local_line(d, b->spans[i]);
        if (line)
            buffer_printf(&lines, "%s%s:%u", lines.size ? ", " : "",
                          records_text(d->records, le32_get(line->file)), le32_get(line->line));
    }
    page_item(p, "local", buffer_string(&lines));
    page_end_line(p);
    free(lines.data);
}

/* The row that gave the span its first name; if there is none, any. Returns false if it has no row. */
static bool find_main_row(const struct details *d, const struct span *span, uint32_t *ret)
{
    uint32_t row;
    bool any = false;
    for (size_t at = 0; details_next_row(d, span, &at, &row); any = true) {
        bool is_main = strcmp(records_column(d->records, row, COLUMN_NAME), span->service.names) == 0;
        if (is_main || !any)
            *ret = row;
        if (is_main)
            return true;
    }
    return any;
}

static void put_entry(struct details *d, struct page *p, const struct block *b, const char *place,
                      struct told *told, bool is_list)
{
    const struct span *span = b->spans[0];
    uint32_t main, row;
    bool has_row = find_main_row(d, span, &main);
    page_head(p, place, span->service.names,
              has_row ? records_column(d->records, main, COLUMN_DESCRIPTION) : "");
    if (is_list)
        return;
    show_users(d, p, b, told);
    put_aliases(p, &span->service);
    put_local_lines(d, p, b);
    if (!has_row)
        return;
    put_row_ports(d, p, b, main);
    put_row(d, p, main, NULL);
    for (size_t at = 0; details_next_row(d, span, &at, &row);)
        if (row != main)
            put_other_row(d, p, row, main);
}

static void put_unnamed(struct page *p, const char *place, const char *why)
{
    struct buffer text = {0};
    buffer_printf(&text, "no name: %s", why);
    page_head(p, place, "", buffer_string(&text));
    free(text.data);
}

/* A row that makes no entry. */
static void put_row_alone(const struct details *d, struct page *p, const struct block *b, const char *place,
                          bool is_list)
{
    const char *name = records_column(d->records, b->row, COLUMN_NAME),
               *description = records_column(d->records, b->row, COLUMN_DESCRIPTION);
    if (*name)
        page_head(p, place, name, description);
    else
        put_unnamed(p, place, *description ? description : "no reason given");
    if (is_list)
        return;
    if (*name)
        page_sentence(p, b->first > b->last ? "no port of its own: a DNS-SD service type"
                                            : "no lookup answers it: services(5) cannot write the name");
    put_row_ports(d, p, b, b->row);
    put_row(d, p, b->row, NULL);
}

/* ---- ports without a name ---- */

static void put_nearest(const struct details *d, struct page *p)
{
    struct service nearest[2];
    struct buffer text = {0};
    size_t n = suggest_ports(d, nearest);
    for (size_t i = 0; i < n; i++)
        buffer_printf(&text, "%s%s %u/%s", i ? ", " : "", nearest[i].names, nearest[i].port,
                      nearest[i].transport);
    page_item(p, "nearest", buffer_string(&text));
    page_end_line(p);
    free(text.data);
}

/* Whether a program on this machine could take the port. */
static void put_machine(const struct details *d, struct page *p)
{
    const struct target *target = &d->target;
    struct buffer text = {0};
    struct port_use use = port_use(target->port, target->transport);
    bool is_ephemeral = port_use_is_ephemeral(&use, target->port);
    if (use.tcp || use.udp)
        buffer_printf(&text, "a program listens on it (%s%s%s)", use.tcp ? "tcp" : "",
                      use.tcp && use.udp ? ", " : "", use.udp ? "udp" : "");
    else
        buffer_add_string(&text, use.use_known ? "nothing listens now" : "what listens is not known");
    if (use.range_known)
        buffer_printf(&text, "; %s the ephemeral range (%u-%u)%s", is_ephemeral ? "in" : "outside", use.first,
                      use.last, is_ephemeral ? ", so any connection may take it" : "");
    page_item(p, "this machine", buffer_string(&text));
    page_end_line(p);
    free(text.data);
}

static void put_ports_without_row(const struct target *target, struct page *p, uint16_t first,
                                  const char *why)
{
    char ports[PORTS_TEXT_SIZE];
    struct buffer place = {0};
    buffer_printf(&place, "%s%s%s", ports_text(first, target->last_port, ports), target->transport ? "/" : "",
                  target->transport ? target->transport : "");
    put_unnamed(p, buffer_string(&place), why);
    free(place.data);
}

/* The ports of the target that there are no blocks of: RFC 6335, section 6. */
static void put_rest(const struct target *target, struct page *p, size_t block_count)
{
    uint16_t dynamic = port_ranges[PORT_RANGES - 1].first;
    bool is_range = !target_is_one_port(target);
    if (target->last_port >= dynamic && (is_range || block_count == 0))
        put_ports_without_row(target, p, target->port > dynamic ? target->port : dynamic,
                              "Dynamic Ports are never assigned; any program may use them");
    else if (block_count == 0)
        put_ports_without_row(target, p, target->port, "the registry has nothing there");
}

void show_text(struct details *d, const struct applications *applications, struct show_style style,
               struct buffer *ret)
{
    struct told told = {.found = applications};
    struct page p = {.out = ret, .style = style, .indent = 4};
    const struct target *target = &d->target;
    bool is_range = target->is_port && !target_is_one_port(target);
    size_t count;
    struct block *blocks = blocks_find(d, &count);
    for (size_t i = 0; i < count; i++) {
        struct buffer place = place_of(d, &blocks[i]);
        if (blocks[i].spans[0])
            put_entry(d, &p, &blocks[i], buffer_string(&place), &told, is_range && count > 1);
        else
            put_row_alone(d, &p, &blocks[i], buffer_string(&place), is_range && count > 1);
        free(place.data);
    }
    if (target->is_port)
        put_rest(target, &p, count);
    show_applications(d, &p, &told);
    if (details_is_open(d)) {
        if (target->port < port_ranges[PORT_RANGES - 1].first)
            page_sentence(&p, "Not assigned does not mean free: a program may use it all the same.");
        put_machine(d, &p);
    }
    if (target->is_port && !is_range && d->span_count == 0)
        put_nearest(d, &p);
    free(blocks);
    free(p.word.data);
}
