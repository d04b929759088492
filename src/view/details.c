/* SPDX-License-Identifier: MIT */
/* All that an index knows about a port or a name; see answer.h. */
#include "view/details.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "view/entry_iter.h"

static bool transport_is_asked_for(const struct target *q, const char *transport)
{
    return !q->transport || !*transport || strcmp(q->transport, transport) == 0;
}

/* ---- entries ---- */

static void add_entry(void *context, const struct service *s)
{
    struct details *a = context;
    if (!transport_is_asked_for(&a->target, s->transport))
        return;
    a->spans = alloc_grow(a->spans, a->span_count, sizeof *a->spans);
    a->spans[a->span_count++] = (struct span){*s, s->port};
}

/* ---- rows ---- */

/* The ports that the rows in question have: from *ret_first to *ret_last, at least. */
static void find_span(const struct details *a, uint16_t *ret_first, uint16_t *ret_last)
{
    *ret_first = a->target.is_port ? a->target.port : 65535;
    *ret_last = a->target.is_port ? a->target.port : 0;
    for (size_t i = 0; i < a->span_count; i++) {
        if (a->spans[i].service.port < *ret_first)
            *ret_first = a->spans[i].service.port;
        if (a->spans[i].last_port > *ret_last)
            *ret_last = a->spans[i].last_port;
    }
}

static bool same_name(const char *a, const char *b)
{
    return name_fold((unsigned char)*a) == name_fold((unsigned char)*b) && strcasecmp(a, b) == 0;
}

static void add_row(struct details *a, uint32_t row)
{
    uint16_t first, last;
    if (records_ports(a->records, row, &first, &last) && last - first > a->widest)
        a->widest = (uint16_t)(last - first);
    a->rows = alloc_grow(a->rows, a->row_count, sizeof row);
    a->rows[a->row_count++] = row;
}

/* One pass over all rows, so it looks at as little of each as it can. A name that has
   entries may also stand in rows without a port; one that has none may stand in any. */
static void find_rows(struct details *a)
{
    const struct format_row *rows = a->records->rows;
    bool by_name = !a->target.is_port, anywhere = by_name && a->span_count == 0;
    uint16_t from, to;
    find_span(a, &from, &to);
    for (uint32_t i = 0; i < a->records->row_count; i++) {
        uint16_t first = le16_get(rows[i].first_port), last = le16_get(rows[i].last_port);
        bool in_span = last >= from && first <= to; /* PORTS_NONE is in none */
        if (in_span || (by_name && (anywhere || first > last) &&
                        same_name(records_column(a->records, i, COLUMN_NAME), a->target.name)))
            add_row(a, i);
    }
}

static uint16_t first_port(const struct details *a, size_t i)
{
    return le16_get(a->records->rows[a->rows[i]].first_port);
}

static int compare_rows(const void *a, const void *b, void *context)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const struct details *answer = context;
    const struct format_row *rows = answer->records->rows;
    int p = le16_get(rows[x].first_port), q = le16_get(rows[y].first_port);
    return p != q ? p - q : x < y ? -1 : x > y;
}

/* As they are in IANA's file already. */
static void sort_rows(struct details *a)
{
    bool sorted = true;
    for (size_t i = 1; i < a->row_count && sorted; i++)
        sorted = first_port(a, i - 1) <= first_port(a, i);
    if (!sorted)
        qsort_r(a->rows, a->row_count, sizeof *a->rows, compare_rows, a);
}

/* The first of a->rows whose first port is not below this one. */
static size_t rows_from(const struct details *a, uint32_t port)
{
    size_t low = 0, high = a->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (first_port(a, middle) < port)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void details_rows(const struct details *a, const struct span *g, size_t *ret_from, size_t *ret_to)
{
    uint16_t port = g->service.port;
    *ret_from = rows_from(a, port > a->widest ? port - (uint32_t)a->widest : 0);
    *ret_to = rows_from(a, g->last_port + 1u);
}

void details_free(struct details *a)
{
    free(a->spans);
    free(a->rows);
}

static bool has_name(const struct service *s, const char *name)
{
    for (const char *p = s->names; p < s->names + s->size; p += strlen(p) + 1)
        if (strcmp(p, name) == 0)
            return true;
    return false;
}

bool details_is_behind(const struct details *a, uint32_t row, const struct span *g)
{
    uint16_t first, last;
    const char *transport = records_column(a->records, row, COLUMN_TRANSPORT);
    if ((g->service.flags & ENTRY_LOCAL) || !records_ports(a->records, row, &first, &last) ||
        first > g->last_port || last < g->service.port)
        return false;
    bool same = *transport
                    ? strcmp(transport, g->service.transport) == 0
                    : strcmp(g->service.transport, "tcp") == 0 || strcmp(g->service.transport, "udp") == 0;
    return same && has_name(&g->service, records_column(a->records, row, COLUMN_NAME));
}

/* ---- entries of ports in a row ---- */

static bool have_same_rows(const struct details *a, const struct span *g, const struct span *h)
{
    size_t from, to, ignored;
    details_rows(a, g, &from, &ignored);
    details_rows(a, h, &ignored, &to);
    for (size_t i = from; i < to; i++)
        if (details_is_behind(a, a->rows[i], g) != details_is_behind(a, a->rows[i], h))
            return false;
    return true;
}

static bool continues(const struct details *a, const struct span *g, const struct span *next)
{
    /* Equal runs of names stand once in an index. */
    return next->service.port == g->last_port + 1 && next->service.names == g->service.names &&
           ((next->service.flags | g->service.flags) & ENTRY_LOCAL) == 0 &&
           strcmp(next->service.transport, g->service.transport) == 0 && have_same_rows(a, g, next);
}

static void join_groups(struct details *a)
{
    size_t count = 0;
    for (size_t i = 0; i < a->span_count; i++) {
        /* The group that it continues is one of the last few: one for each transport. */
        size_t k = count;
        while (k > 0 && count - k < 8 && !continues(a, &a->spans[k - 1], &a->spans[i]))
            k--;
        if (k > 0 && count - k < 8)
            a->spans[k - 1].last_port = a->spans[i].last_port;
        else
            a->spans[count++] = a->spans[i];
    }
    a->span_count = count;
}

void details_find(const struct loaded *loaded, const struct records *records, const struct target *q,
                  struct details *ret)
{
    *ret = (struct details){.loaded = loaded, .records = records, .target = *q};
    if (q->is_port)
        entry_iter_port(&loaded->index, q->port, add_entry, ret);
    else
        entry_iter_name(&loaded->index, q->name, add_entry, ret);
    find_rows(ret);
    sort_rows(ret);
    join_groups(ret);
}

bool details_is_loose(const struct details *a, uint32_t row)
{
    uint16_t first, last;
    const char *name = records_column(a->records, row, COLUMN_NAME);
    if (!transport_is_asked_for(&a->target, records_column(a->records, row, COLUMN_TRANSPORT)))
        return false;
    if (a->target.is_port)
        return !name_is_writable(name);
    return strcasecmp(name, a->target.name) == 0 &&
           (!records_ports(a->records, row, &first, &last) || !name_is_writable(name));
}

static bool is_line_of(const struct records *c, const struct format_line *l, const struct service *s)
{
    const char *names = records_text(c, le32_get(l->names));
    size_t n = strlen(s->names);
    return le32_get(l->port) == s->port &&
           strcmp(records_text(c, le32_get(l->transport)), s->transport) == 0 &&
           strncmp(names, s->names, n) == 0 && (names[n] == ' ' || names[n] == '\0');
}

const struct format_line *details_local_line(struct details *a, const struct span *g)
{
    const struct records *c = a->records;
    for (uint32_t tried = 0; (g->service.flags & ENTRY_LOCAL) && tried < c->local_line_count; tried++) {
        const struct format_line *l = &c->local_lines[a->line];
        a->line = a->line + 1 < c->local_line_count ? a->line + 1 : 0;
        if (is_line_of(c, l, &g->service))
            return l;
    }
    return NULL;
}
