/* SPDX-License-Identifier: MIT */
/* All that an index has about a port or a name; see details.h. */
#include "view/details.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/lower_bound.h"
#include "view/entry_iter.h"

/* A row without a transport can belong to any. */
static bool has_transport(const struct target *t, const char *transport)
{
    return !t->transport || !*transport || strcmp(t->transport, transport) == 0;
}

/* ---- entries, each a span at first ---- */

static void add_entry(void *context, const struct service *s)
{
    struct details *d = context;
    if (has_transport(&d->target, s->transport))
        alloc_push(d->spans, d->span_count, (struct span){*s, s->port});
}

/* ---- candidate rows ---- */

/* The least and the greatest port of the target and its entries; first > last: none. */
static void port_bounds(const struct details *d, uint16_t *ret_first, uint16_t *ret_last)
{
    *ret_first = d->target.is_port ? d->target.port : 65535;
    *ret_last = d->target.is_port ? d->target.port : 0;
    for (size_t i = 0; i < d->span_count; i++) {
        uint16_t port = d->spans[i].service.port;
        *ret_first = port < *ret_first ? port : *ret_first;
        *ret_last = port > *ret_last ? port : *ret_last;
    }
}

static void add_row(struct details *d, uint32_t row)
{
    uint16_t first, last;
    if (records_ports(d->records, row, &first, &last) && last - first > d->widest_row)
        d->widest_row = (uint16_t)(last - first);
    alloc_push(d->rows, d->row_count, row);
}

/* A name that has entries can also be in rows without a port, one that has none in any row
   (with a name that services(5) cannot write). */
static void find_rows(struct details *d)
{
    bool by_name = !d->target.is_port, at_any_port = by_name && d->span_count == 0;
    uint16_t from, to, first, last;
    port_bounds(d, &from, &to);
    for (uint32_t i = 0; i < d->records->row_count; i++) {
        bool has_port = records_ports(d->records, i, &first, &last);
        bool is_within = has_port && last >= from && first <= to;
        if (is_within || (by_name && (at_any_port || !has_port) &&
                          strcasecmp(records_column(d->records, i, COLUMN_NAME), d->target.name) == 0))
            add_row(d, i);
    }
}

/* One of the two ports of a row that rows are sorted by. */
typedef uint16_t row_port(const struct records *, uint32_t row);

static uint16_t first_port(const struct records *records, uint32_t row)
{
    return le16_get(records->rows[row].first_port);
}

static uint16_t last_port(const struct records *records, uint32_t row)
{
    return le16_get(records->rows[row].last_port);
}

struct port_key {
    const struct records *records;
    row_port *port_of;
    uint32_t port;
};

static int compare_rows(const void *a, const void *b, void *key)
{
    const struct port_key *k = key;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int difference = k->port_of(k->records, x) - k->port_of(k->records, y);
    return difference ? difference : x < y ? -1 : x > y;
}

static void sort_rows(const struct details *d, uint32_t *rows, row_port *port_of)
{
    if (d->row_count > 0)
        qsort_r(rows, d->row_count, sizeof *rows, compare_rows, &(struct port_key){d->records, port_of, 0});
}

static bool is_before(const void *row, const void *key)
{
    const struct port_key *k = key;
    return k->port_of(k->records, *(const uint32_t *)row) < k->port;
}

/* The position of the first of d's rows, sorted so, that has this port or a greater one. */
static size_t rows_from(const struct details *d, const uint32_t *rows, row_port *port_of, uint32_t port)
{
    struct port_key key = {d->records, port_of, port};
    return lower_bound(rows, d->row_count, sizeof *rows, is_before, &key);
}

void details_candidates(const struct details *d, const struct span *span, size_t *ret_from, size_t *ret_to)
{
    uint32_t port = span->service.port;
    *ret_from = rows_from(d, d->rows, first_port, port > d->widest_row ? port - d->widest_row : 0);
    *ret_to = rows_from(d, d->rows, first_port, span->last_port + 1u);
}

bool details_is_row_of(const struct details *d, uint32_t row, const struct span *span)
{
    const struct service *s = &span->service;
    const char *transport = records_column(d->records, row, COLUMN_TRANSPORT);
    uint16_t first, last;
    if ((s->flags & ENTRY_LOCAL) || !records_ports(d->records, row, &first, &last) ||
        first > span->last_port || last < s->port)
        return false;
    /* A row without a transport makes entries for tcp and udp. */
    bool has_same = *transport ? strcmp(transport, s->transport) == 0
                               : strcmp(s->transport, "tcp") == 0 || strcmp(s->transport, "udp") == 0;
    return has_same && entry_has_name(s, records_column(d->records, row, COLUMN_NAME), strcmp);
}

/* ---- spans of more than one port ---- */

/* Whether one of the rows that have this port first, or last, is the span's. */
static bool has_row_at(const struct details *d, const uint32_t *rows, row_port *port_of, uint32_t port,
                       const struct span *span)
{
    for (size_t i = rows_from(d, rows, port_of, port);
         i < d->row_count && port_of(d->records, rows[i]) == port; i++)
        if (details_is_row_of(d, rows[i], span))
            return true;
    return false;
}

/* Equal name lists are stored once in an index, so the pointers tell. All ports of a span have the same
   rows, so only a row that ends or begins between the two tells them apart. */
static bool continues(const struct details *d, const uint32_t *by_last, const struct span *span,
                      const struct span *next)
{
    return next->service.port == span->last_port + 1 && next->service.names == span->service.names &&
           ((next->service.flags | span->service.flags) & ENTRY_LOCAL) == 0 &&
           strcmp(next->service.transport, span->service.transport) == 0 &&
           !has_row_at(d, by_last, last_port, span->last_port, span) &&
           !has_row_at(d, d->rows, first_port, next->service.port, next);
}

/* The span among the first `count` that `next` continues, or NULL. Entries are in order of
   port, so it is one of the last: one for each transport. */
static struct span *continued(const struct details *d, const uint32_t *by_last, size_t count,
                              const struct span *next)
{
    for (size_t k = count; k > 0 && count - k < 8; k--)
        if (continues(d, by_last, &d->spans[k - 1], next))
            return &d->spans[k - 1];
    return NULL;
}

static void join_spans(struct details *d)
{
    size_t count = 0, size = d->row_count * sizeof *d->rows;
    uint32_t *by_last = alloc_bytes(size);
    if (size > 0)
        memcpy(by_last, d->rows, size);
    sort_rows(d, by_last, last_port);
    for (size_t i = 0; i < d->span_count; i++) {
        struct span *span = continued(d, by_last, count, &d->spans[i]);
        if (span)
            span->last_port = d->spans[i].last_port;
        else
            d->spans[count++] = d->spans[i];
    }
    d->span_count = count;
    free(by_last);
}

void details_find(const struct loaded *loaded, const struct records *records, const struct target *target,
                  struct details *ret)
{
    *ret = (struct details){.loaded = loaded, .records = records, .target = *target};
    if (target->is_port)
        entry_iter_port(&loaded->index, target->port, add_entry, ret);
    else
        entry_iter_name(&loaded->index, target->name, add_entry, ret);
    find_rows(ret);
    sort_rows(ret, ret->rows, first_port);
    join_spans(ret);
}

void details_free(struct details *d)
{
    free(d->spans);
    free(d->rows);
}

bool details_is_without_entry(const struct details *d, uint32_t row)
{
    uint16_t first, last;
    const char *name = records_column(d->records, row, COLUMN_NAME);
    if (!has_transport(&d->target, records_column(d->records, row, COLUMN_TRANSPORT)))
        return false;
    if (d->target.is_port)
        return !name_is_writable(name);
    return strcasecmp(name, d->target.name) == 0 &&
           (!records_ports(d->records, row, &first, &last) || !name_is_writable(name));
}

bool details_found(const struct details *d)
{
    for (size_t i = 0; !d->target.is_port && i < d->row_count; i++)
        if (details_is_without_entry(d, d->rows[i]))
            return true;
    return d->span_count > 0;
}

/* ---- local lines ---- */

static bool is_line_of(const struct records *records, const struct format_line *line, const struct service *s)
{
    const char *names = records_text(records, le32_get(line->names));
    size_t n = strlen(s->names);
    return le32_get(line->port) == s->port &&
           strcmp(records_text(records, le32_get(line->transport)), s->transport) == 0 &&
           strncmp(names, s->names, n) == 0 && (names[n] == ' ' || names[n] == '\0');
}

const struct format_line *details_local_line(struct details *d, const struct span *span)
{
    const struct records *records = d->records;
    uint32_t count = span->service.flags & ENTRY_LOCAL ? records->local_line_count : 0;
    for (uint32_t tried = 0; tried < count; tried++) {
        const struct format_line *line = &records->local_lines[d->next_line];
        d->next_line = (d->next_line + 1) % count;
        if (is_line_of(records, line, &span->service))
            return line;
    }
    return NULL;
}
