/* An answer -> text for people; see show.h. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "view/references.h"
#include "base/terminal.h"
#include "cli/show.h"

struct page {
    struct answer *answer;
    const struct cold *cold;
    struct bytes *out;
    bool colour;
};

static void put(const struct page *p, const char *text)
{
    print_masked(p->out, text, strlen(text));
}

static void put_bold(const struct page *p, const char *text)
{
    bytes_add_string(p->out, p->colour ? "\033[1m" : "");
    put(p, text);
    bytes_add_string(p->out, p->colour ? "\033[0m" : "");
}

/* The lines of a text, those behind the first indented. */
static void put_lines(const struct page *p, const char *text)
{
    for (;; text++) {
        size_t n = strcspn(text, "\n");
        print_masked(p->out, text, n);
        bytes_add_string(p->out, "\n");
        text += n;
        if (!*text || !text[1])
            return;
        bytes_add_string(p->out, "        ");
    }
}

static void put_field(const struct page *p, const char *label, const char *text)
{
    if (!*text)
        return;
    bytes_print(p->out, "      %s%s:%s ", p->colour ? "\033[2m" : "", label, p->colour ? "\033[0m" : "");
    put_lines(p, text);
}

/* ---- what stands behind "[label]" ---- */

static void put_person(const struct page *p, const struct format_person *person)
{
    struct bytes address = {0};
    const char *name = cold_text(p->cold, le24_get(person->name)), *org = cold_text(p->cold, le24_get(person->org));
    const char *updated = cold_text(p->cold, le24_get(person->updated));
    const char *parts[] = {name, strcmp(name, org) != 0 ? org : "", "", updated};
    person_address(p->cold, person, &address);
    bytes_add(&address, "", 1);
    parts[2] = (const char *)address.data;
    bytes_add_string(p->out, "        ");
    for (size_t i = 0, n = 0; i < sizeof parts / sizeof *parts; i++)
        if (*parts[i]) {
            bytes_add_string(p->out, n++ ? ", " : "");
            bytes_add_string(p->out, parts[i] == updated ? "as of " : "");
            put(p, parts[i]);
        }
    bytes_add_string(p->out, "\n");
    free(address.data);
}

static void put_link(const struct page *p, struct field label)
{
    struct bytes link = {0};
    link_print(p->cold, label, &link);
    bool says_more = link.size > 0 && (link.size != label.length || memcmp(link.data, label.bytes, link.size) != 0);
    if (says_more) {
        bytes_add(&link, "", 1);
        bytes_add_string(p->out, "        ");
        put_lines(p, (const char *)link.data);
    }
    free(link.data);
}

static void put_labels(const struct page *p, const char *text)
{
    struct field label;
    while (label_next(&text, &label)) {
        const struct format_person *person = person_find(p->cold, label);
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
    } fields[] = {
        {COLUMN_DESCRIPTION, "description"}, {COLUMN_ASSIGNEE, "assignee"}, {COLUMN_CONTACT, "contact"},
        {COLUMN_REGISTERED, "registered"}, {COLUMN_MODIFIED, "modified"}, {COLUMN_REFERENCE, "reference"},
        {COLUMN_SERVICE_CODE, "service code"}, {COLUMN_UNAUTHORIZED, "unauthorized use"}, {COLUMN_NOTES, "notes"}};
    const char *assignee = cold_column(p->cold, row, COLUMN_ASSIGNEE);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *text = cold_column(p->cold, row, fields[i].column);
        if (fields[i].column == COLUMN_DESCRIPTION && !description)
            continue;
        if (fields[i].column == COLUMN_CONTACT && strcmp(text, assignee) == 0)
            continue;             /* as most are */
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
    bytes_add_string(p->out, "    range:");
    for (int i = 0, n = 0; i < PORT_RANGES; i++) {
        const struct port_range *r = &port_ranges[i];
        if (first <= r->last && last >= r->first)
            bytes_print(p->out, "%s %s Ports (%u-%u)", n++ ? "," : "", r->name, r->first, r->last);
    }
    bytes_add_string(p->out, "\n");
}

static void put_group(const struct page *p, const struct group *g)
{
    const struct service *s = &g->service;
    const struct format_line *line = answer_local_line(p->answer, g);
    put_bold(p, s->names);
    bytes_add_string(p->out, " ");
    put_place(p, s->port, g->last_port, s->transport);
    for (const char *name = s->names; (name += strlen(name) + 1) < s->names + s->size;) {
        bytes_add_string(p->out, " ");
        put(p, name);
    }
    bytes_add_string(p->out, "\n");
    put_range(p, s->port, g->last_port);
    if (line) {
        bytes_add_string(p->out, "    local: ");
        put(p, cold_text(p->cold, le32_get(line->file)));
        bytes_print(p->out, ":%u\n", le32_get(line->line));
    }
    size_t from, to;
    answer_rows(p->answer, g, &from, &to);
    for (size_t i = from; i < to; i++)
        if (answer_is_behind(p->answer, p->answer->rows[i], g)) {
            bytes_add_string(p->out, "    ");
            put(p, cold_column(p->cold, p->answer->rows[i], COLUMN_NAME));
            bytes_add_string(p->out, "\n");
            put_row(p, p->answer->rows[i], true);
        }
}

/* A row that makes no entry. */
static void put_loose(const struct page *p, uint32_t row)
{
    uint16_t first, last;
    const char *name = cold_column(p->cold, row, COLUMN_NAME), *transport = cold_column(p->cold, row, COLUMN_TRANSPORT);
    bool has_port = cold_ports(p->cold, row, &first, &last);
    if (*name) {
        put_bold(p, name);
        bytes_add_string(p->out, has_port || *transport ? " " : "");
    }
    put_place(p, first, last, transport);
    if (*name && !has_port) {
        bytes_add_string(p->out, "\n    no port: a DNS-SD service type, _");
        put(p, name);
        bytes_print(p->out, "._%s", strcmp(transport, "tcp") == 0 ? "tcp" : *transport ? "udp" : "tcp or _udp");
    } else if (*name) {
        bytes_add_string(p->out, "\n    no lookup answers it: services(5) cannot write the name");
    } else {
        const char *description = cold_column(p->cold, row, COLUMN_DESCRIPTION);
        bytes_add_string(p->out, " has no name: ");
        put(p, *description ? description : "no reason given");
    }
    bytes_add_string(p->out, "\n");
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
    if (answer_below(p->answer, &s))
        found[n++] = s;
    if (answer_above(p->answer, &s))
        found[n++] = s;
    for (size_t i = 0; i < n; i++) {
        bytes_add_string(p->out, i ? ", " : "    nearest: ");
        put(p, found[i].names);
        bytes_print(p->out, " %u/", found[i].port);
        put(p, found[i].transport);
    }
    bytes_add_string(p->out, n ? "\n" : "");
}

static void put_unknown_port(const struct page *p)
{
    const struct query *q = &p->answer->query;
    put_place(p, q->port, q->port, q->transport ? q->transport : "");
    if (q->port >= 49152)         /* RFC 6335, section 6 */
        bytes_add_string(p->out, " has no name: Dynamic Ports are never assigned; any program may use them\n");
    else
        bytes_add_string(p->out, " has no name: the registry has nothing there\n");
    put_range(p, q->port, q->port);
}

bool show_found(const struct answer *a)
{
    for (size_t i = 0; !a->query.is_port && i < a->row_count; i++)
        if (answer_is_loose(a, a->rows[i]))
            return true;
    return a->group_count > 0;
}

void show_text(struct answer *a, bool colour, struct bytes *ret)
{
    struct page p = {a, a->cold, ret, colour};
    bool any = a->group_count > 0;
    for (size_t i = 0; i < a->group_count; i++)
        put_group(&p, &a->groups[i]);
    for (size_t i = 0; i < a->row_count; i++)
        if (answer_is_loose(a, a->rows[i])) {
            put_loose(&p, a->rows[i]);
            any = true;
        }
    if (a->query.is_port && !any)
        put_unknown_port(&p);
    if (a->query.is_port && a->group_count == 0)
        put_neighbours(&p);
}
