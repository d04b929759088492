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

/* In line order, as those of a port and of a name are. */
static void add_range(struct details *d)
{
    struct service s;
    for (uint32_t cursor = 0; entry_iter_next(&d->loaded->index, &cursor, &s);)
        if (s.port >= d->target.port && s.port <= d->target.last_port)
            add_entry(d, &s);
}

/* ---- rows ---- */

/* The least and the greatest port of the target and its entries; first > last: none. */
static void port_bounds(const struct details *d, uint16_t *ret_first, uint16_t *ret_last)
{
    *ret_first = d->target.is_port ? d->target.port : 65535;
    *ret_last = d->target.is_port ? d->target.last_port : 0;
    for (size_t i = 0; i < d->span_count; i++) {
        uint16_t port = d->spans[i].service.port;
        *ret_first = port < *ret_first ? port : *ret_first;
        *ret_last = port > *ret_last ? port : *ret_last;
    }
}

/* A port of an entry, with the transport as index_transport has it, in one number. */
static uint32_t port_key(uint32_t transport, uint16_t port)
{
    return transport | port;
}

static uint32_t span_transport(const struct details *d, const struct span *span)
{
    return (uint32_t)(span->service.transport - d->loaded->index.transports) << 16;
}

/* A row that makes entries, once for each transport: one without any makes some for tcp and for udp. */
static void add_span_row(struct details *d, uint32_t row, uint16_t first, uint16_t last)
{
    const struct index *x = &d->loaded->index;
    const char *transport = records_column(d->records, row, COLUMN_TRANSPORT);
    uint32_t transports[] = {*transport ? index_transport(x, transport) : x->common[0],
                             *transport ? NO_TRANSPORT : x->common[1]};
    for (size_t i = 0; i < sizeof transports / sizeof *transports; i++)
        if (transports[i] != NO_TRANSPORT)
            alloc_push(d->span_rows, d->span_row_count,
                       (struct span_row){port_key(transports[i], first), port_key(transports[i], last), row});
}

/* Most names differ in the first letter. */
static bool is_named(const struct target *t, const char *name)
{
    return ((*name ^ *t->name) & ~0x20) == 0 && strcasecmp(name, t->name) == 0;
}

/* A row that has a port of the spans, or could have the name. */
static void add_row(struct details *d, uint32_t row)
{
    const struct target *t = &d->target;
    const char *name = records_column(d->records, row, COLUMN_NAME);
    uint16_t first, last;
    bool has_port = records_ports(d->records, row, &first, &last);
    if (has_port && name_is_writable(name)) {
        if (d->span_count > 0)
            add_span_row(d, row, first, last);
    } else if ((t->is_port ? has_port : is_named(t, name)) &&
               has_transport(t, records_column(d->records, row, COLUMN_TRANSPORT))) {
        alloc_push(d->rows, d->row_count, row);
    }
}

/* A name that has entries can also be in rows without a port, one that has none in any row
   (with a name that services(5) cannot write). */
static void find_rows(struct details *d)
{
    const bool at_any_port = !d->target.is_port && d->span_count == 0;
    const struct format_row *rows = d->records->rows, *end = rows + d->records->row_count;
    uint16_t from = 0, to = 65535;
    if (!at_any_port)
        port_bounds(d, &from, &to);
    for (const struct format_row *row = rows; row < end; row++) {
        uint16_t first = le16_get(row->first_port), last = le16_get(row->last_port);
        if ((first <= to && last >= from) || first > last)
            add_row(d, (uint32_t)(row - rows));
    }
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_span_rows(const void *a, const void *b)
{
    const struct span_row *x = a, *y = b;
    int c = compare_numbers(x->first, y->first);
    return c ? c : compare_numbers(x->row, y->row);
}

static int compare_last(const void *a, const void *b)
{
    return compare_numbers(*(const uint32_t *)a, *(const uint32_t *)b);
}

static bool is_row_before(const void *row, const void *key)
{
    return ((const struct span_row *)row)->first < *(const uint32_t *)key;
}

static bool is_last_before(const void *last, const void *key)
{
    return *(const uint32_t *)last < *(const uint32_t *)key;
}

static size_t rows_from(const struct details *d, uint32_t key)
{
    return lower_bound(d->span_rows, d->span_row_count, sizeof *d->span_rows, is_row_before, &key);
}

/* A binary tree in an array: node k is the greatest `last` below it, its halves are 2k and 2k + 1, and
   row i is node leaves + i. Node 0 is not used. */
static void sort_span_rows(struct details *d)
{
    if (d->span_row_count > 0)
        qsort(d->span_rows, d->span_row_count, sizeof *d->span_rows, compare_span_rows);
    for (d->leaves = 1; d->leaves < d->span_row_count;)
        d->leaves *= 2;
    d->greatest_last = alloc_zero(2 * d->leaves, sizeof *d->greatest_last);
    for (size_t i = 0; i < d->span_row_count; i++)
        d->greatest_last[d->leaves + i] = d->span_rows[i].last;
    for (size_t k = d->leaves - 1; k > 0; k--) {
        uint32_t a = d->greatest_last[2 * k], b = d->greatest_last[2 * k + 1];
        d->greatest_last[k] = a > b ? a : b;
    }
}

/* The first row from i on whose `last` is not before the key; `leaves` if there is none. */
static size_t next_reaching(const struct details *d, size_t i, uint32_t key)
{
    size_t k = d->leaves + i;
    for (; d->greatest_last[k] < key; k++) {
        while (k % 2 == 1)
            k /= 2;
        if (k == 0)
            return d->leaves;
    }
    while (k < d->leaves)
        k = d->greatest_last[2 * k] < key ? 2 * k + 1 : 2 * k;
    return k - d->leaves;
}

bool details_next_row(const struct details *d, const struct span *span, size_t *at, uint32_t *ret_row)
{
    uint32_t transport = span_transport(d, span);
    size_t start = rows_from(d, port_key(transport, 0)), i = *at > start ? *at : start;
    if ((span->service.flags & ENTRY_LOCAL) || i >= d->span_row_count)
        return false;
    i = next_reaching(d, i, port_key(transport, span->service.port));
    if (i >= d->span_row_count || d->span_rows[i].first > port_key(transport, span->last_port))
        return false;
    *at = i + 1;
    *ret_row = d->span_rows[i].row;
    return true;
}

/* ---- spans of more than one port ---- */

/* Whether all ports of both have the same rows: none ends or begins between them. lasts: `last` of all rows,
   sorted. Equal name lists are stored once in an index, so the pointers tell. */
static bool continues(const struct details *d, const uint32_t *lasts, const struct span *span,
                      const struct span *next)
{
    uint32_t last = port_key(span_transport(d, span), span->last_port), first = last + 1;
    if (next->service.port != span->last_port + 1 || next->service.names != span->service.names ||
        ((next->service.flags | span->service.flags) & ENTRY_LOCAL) ||
        next->service.transport != span->service.transport)
        return false;
    size_t ending = lower_bound(lasts, d->span_row_count, sizeof *lasts, is_last_before, &last);
    size_t beginning = rows_from(d, first);
    return (ending == d->span_row_count || lasts[ending] != last) &&
           (beginning == d->span_row_count || d->span_rows[beginning].first != first);
}

/* The span among the first `count` that `next` continues, or NULL. Entries are in order of
   port, so it is one of the last: one for each transport. */
static struct span *continued(const struct details *d, const uint32_t *lasts, size_t count,
                              const struct span *next)
{
    for (size_t k = count; k > 0 && count - k < 8; k--)
        if (continues(d, lasts, &d->spans[k - 1], next))
            return &d->spans[k - 1];
    return NULL;
}

static void join_spans(struct details *d)
{
    size_t count = 0;
    uint32_t *lasts = alloc_bytes(d->span_row_count * sizeof *lasts);
    for (size_t i = 0; i < d->span_row_count; i++)
        lasts[i] = d->span_rows[i].last;
    if (d->span_row_count > 0)
        qsort(lasts, d->span_row_count, sizeof *lasts, compare_last);
    for (size_t i = 0; i < d->span_count; i++) {
        struct span *span = continued(d, lasts, count, &d->spans[i]);
        if (span)
            span->last_port = d->spans[i].last_port;
        else
            d->spans[count++] = d->spans[i];
    }
    d->span_count = count;
    free(lasts);
}

static int compare_rows(const void *a, const void *b, void *records)
{
    const struct records *r = records;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int c = compare_numbers(le16_get(r->rows[x].first_port), le16_get(r->rows[y].first_port));
    return c ? c : compare_numbers(x, y);
}

void details_find(const struct loaded *loaded, const struct records *records, const struct target *target,
                  struct details *ret)
{
    *ret = (struct details){.loaded = loaded, .records = records, .target = *target};
    if (target_is_one_port(target))
        entry_iter_port(&loaded->index, target->port, add_entry, ret);
    else if (target->is_port)
        add_range(ret);
    else
        entry_iter_name(&loaded->index, target->name, add_entry, ret);
    find_rows(ret);
    if (ret->row_count > 0)
        qsort_r(ret->rows, ret->row_count, sizeof *ret->rows, compare_rows, (void *)records);
    sort_span_rows(ret);
    join_spans(ret);
}

void details_free(struct details *d)
{
    free(d->spans);
    free(d->rows);
    free(d->span_rows);
    free(d->greatest_last);
}

bool details_found(const struct details *d)
{
    return d->span_count > 0 || (!d->target.is_port && d->row_count > 0);
}

bool details_is_open(const struct details *d)
{
    bool is_unassigned = d->row_count == 0;
    for (size_t i = 0; i < d->row_count; i++)
        is_unassigned |= records_status(d->records, d->rows[i]) == STATUS_UNASSIGNED;
    return target_is_one_port(&d->target) && d->span_count == 0 && is_unassigned;
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
    while ((span->service.flags & ENTRY_LOCAL) && d->next_line < records->local_line_count) {
        const struct format_line *line = &records->local_lines[d->next_line++];
        if (is_line_of(records, line, &span->service))
            return line;
    }
    return NULL;
}
