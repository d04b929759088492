/* SPDX-License-Identifier: MIT */
/* What differs in nothing but the transport; see blocks.h. */
#include "view/blocks.h"

#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "base/alloc.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool same_text(const char *a, const char *b)
{
    while (*a && (*a == *b || (is_blank(*a) && is_blank(*b))))
        if (is_blank(*a)) {
            a += strspn(a, " \t\n");
            b += strspn(b, " \t\n");
        } else {
            a++;
            b++;
        }
    return *a == *b;
}

bool rows_agree(const struct records *r, uint32_t a, uint32_t b, enum column column)
{
    const char *x = records_column(r, a, column), *y = records_column(r, b, column);
    return x == y || same_text(x, y); /* equal texts are stored once */
}

static bool same_but_transport(const struct records *r, uint32_t a, uint32_t b)
{
    uint16_t first, last, other_first, other_last;
    records_ports(r, a, &first, &last);
    records_ports(r, b, &other_first, &other_last);
    if (first != other_first || last != other_last)
        return false;
    for (int column = 0; column < COLUMNS; column++)
        if (column != COLUMN_PORT && column != COLUMN_TRANSPORT && !rows_agree(r, a, b, (enum column)column))
            return false;
    return true;
}

static bool same_rows(const struct details *d, const struct span *a, const struct span *b)
{
    uint32_t x, y;
    for (size_t at = 0, other_at = 0;;) {
        bool has = details_next_row(d, a, &at, &x), other_has = details_next_row(d, b, &other_at, &y);
        if (!has || !other_has)
            return has == other_has;
        if (!same_but_transport(d->records, x, y))
            return false;
    }
}

static bool has_transport(const struct block *b, const char *transport)
{
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->transports[i], transport) == 0)
            return true;
    return false;
}

/* Local lines stay in their order: only those that follow each other are taken together. */
static bool takes_span(const struct details *d, const struct block *b, const struct span *span)
{
    const struct span *own = b->spans[0], *last = b->spans[b->count - 1];
    const struct service *s = &span->service, *t = &own->service;
    bool is_local = (s->flags | t->flags) & ENTRY_LOCAL;
    return b->first == s->port && b->last == span->last_port && s->size == t->size &&
           memcmp(s->names, t->names, s->size) == 0 &&
           (!is_local || (s->flags == t->flags && span == last + 1)) && same_rows(d, own, span);
}

static struct block of_span(const struct span *span)
{
    const struct service *s = &span->service;
    return (struct block){{span}, 0, s->port, span->last_port, {s->transport}, 1};
}

static struct block of_row(const struct details *d, uint32_t row)
{
    struct block b = {
        .row = row, .transports = {records_column(d->records, row, COLUMN_TRANSPORT)}, .count = 1};
    if (records_ports(d->records, row, &b.first, &b.last) && d->target.is_port) {
        b.first = MAX(b.first, d->target.port);
        b.last = MIN(b.last, d->target.last_port);
    }
    return b;
}

static bool takes(const struct details *d, const struct block *b, const struct block *more)
{
    if (b->count == BLOCK_TRANSPORTS_MAX || !b->spans[0] != !more->spans[0] ||
        has_transport(b, more->transports[0]))
        return false;
    return b->spans[0] && more->spans[0] ? takes_span(d, b, more->spans[0])
                                         : same_but_transport(d->records, b->row, more->row);
}

/* Puts the block of one transport into one of the last, or after them. What belongs together is close together
   in an index. */
static void add(const struct details *d, struct block **blocks, size_t *count, struct block more)
{
    for (size_t i = *count; i > 0 && *count - i < BLOCK_TRANSPORTS_MAX; i--) {
        struct block *b = &(*blocks)[i - 1];
        if (takes(d, b, &more)) {
            b->spans[b->count] = more.spans[0];
            b->transports[b->count++] = more.transports[0];
            return;
        }
    }
    alloc_push(*blocks, *count, more);
}

/* By port, what has the same as it was. */
static int compare(const void *a, const void *b)
{
    const struct block *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->spans[0] && y->spans[0])
        return x->spans[0] < y->spans[0] ? -1 : x->spans[0] > y->spans[0];
    return x->spans[0] ? -1 : y->spans[0] ? 1 : x->row < y->row ? -1 : x->row > y->row;
}

struct block *blocks_find(const struct details *d, size_t *ret_count)
{
    struct block *blocks = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < d->span_count; i++)
        add(d, &blocks, ret_count, of_span(&d->spans[i]));
    for (size_t i = 0; i < d->row_count; i++)
        add(d, &blocks, ret_count, of_row(d, d->rows[i]));
    if (d->target.is_port && !target_is_one_port(&d->target) && *ret_count > 0)
        qsort(blocks, *ret_count, sizeof *blocks, compare);
    return blocks;
}
