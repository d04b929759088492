/* SPDX-License-Identifier: MIT */
/* What changed from one registry to another; see diff.h. */
#include "registry/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* The classes of keys. */
enum class { PORTED, PORTLESS, NAMELESS };

static enum class class_of(const struct part *p) {
    const uint32_t *column = p->registry->rows[p->row].column; /* NOLINT: p is of the side that has the key */
    return !column[COLUMN_NAME] ? NAMELESS
           : p->first > p->last ? PORTLESS
                                : PORTED;
}

/* By transport before port: so a difference of one port follows that of the port before. */
static int compare_keys(const struct part *x, const struct part *y)
{
    enum class cx = class_of(x), cy = class_of(y);
    if (cx != cy)
        return cx < cy ? -1 : 1;
    int c = x->transport == y->transport ? 0 : transport_compare(x->transport, y->transport);
    if (c != 0)
        return c;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    return cx == PORTLESS ? strcmp(part_column(x, COLUMN_NAME), part_column(y, COLUMN_NAME)) : 0;
}

static int compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int c = compare_keys(x, y);
    return c ? c : x->row < y->row ? -1 : x->row > y->row;
}

static void add_part(struct parts *parts, struct part part)
{
    parts->part = alloc_grow(parts->part, parts->count, sizeof part);
    parts->part[parts->count++] = part;
}

static void gather(const struct registry *r, struct parts *ret)
{
    for (uint32_t i = 0; i < r->row_count; i++) {
        const char *transport = registry_text(r, r->rows[i].column[COLUMN_TRANSPORT]);
        uint16_t first = r->rows[i].ports.first, last = r->rows[i].ports.last;
        if (first > last || !r->rows[i].column[COLUMN_NAME]) {
            add_part(ret, (struct part){r, transport, i, first, last, false});
            continue;
        }
        for (uint32_t port = first; port <= last; port++) {
            add_part(ret, (struct part){r, *transport ? transport : "tcp", i, (uint16_t)port, (uint16_t)port,
                                        false});
            if (!*transport)
                add_part(ret, (struct part){r, "udp", i, (uint16_t)port, (uint16_t)port, false});
        }
    }
    if (ret->count > 0)
        qsort(ret->part, ret->count, sizeof *ret->part, compare_parts);
}

/* How many parts from i on belong to its key. */
static size_t key_length(const struct parts *p, size_t i)
{
    size_t n = 1;
    while (i + n < p->count && compare_keys(&p->part[i], &p->part[i + n]) == 0)
        n++;
    return n;
}

bool part_differs(const struct part *a, const struct part *b, enum column from, enum column *ret)
{
    for (enum column c = from; c < COLUMNS; c++)
        if (strcmp(part_column(a, c), part_column(b, c)) != 0) {
            *ret = c;
            return true;
        }
    return false;
}

static bool same_rows(const struct part *a, size_t n, const struct part *b, size_t m)
{
    enum column c;
    for (size_t i = 0; i < n && n == m; i++)
        /* NOLINTNEXTLINE: where n and m are the same they are not 0 */
        if ((a[i].registry != b[i].registry || a[i].row != b[i].row) &&
            part_differs(&a[i], &b[i], COLUMN_NAME, &c))
            return false;
    return n == m;
}

static bool same_names(const struct part *a, size_t n, const struct part *b, size_t m)
{
    for (size_t i = 0; i < n && n == m; i++)
        if (strcmp(part_column(&a[i], COLUMN_NAME), part_column(&b[i], COLUMN_NAME)) != 0)
            return false;
    return n == m;
}

/* ---- differences ---- */

/* A name that a port lost or got: perhaps half of a move. */
struct event {
    struct part *part;
    size_t difference;
};
struct events {
    struct event *item;
    size_t count;
};

struct builder {
    struct diff *out;
    struct events gone, come;
};

static void add_event(struct events *events, struct part *part, size_t difference)
{
    events->item = alloc_grow(events->item, events->count, sizeof *events->item);
    events->item[events->count++] = (struct event){part, difference};
}

/* Whether d says of the next port what `last` says of its own. */
static bool runs_on(const struct difference *last, const struct difference *d)
{
    const struct part *a = last->old ? last->old : last->new, *b = d->old ? d->old : d->new;
    uint16_t port = last->old ? last->old_last : last->new_last;
    return last->kind == d->kind && class_of(a) == PORTED && class_of(b) == PORTED && port + 1 == b->first &&
           strcmp(a->transport, b->transport) == 0 &&
           same_rows(last->old, last->old_count, d->old, d->old_count) &&
           same_rows(last->new, last->new_count, d->new, d->new_count);
}

/* Appends a difference. Returns false where it was joined to the last one. */
static bool add_difference(struct diff *out, enum diff_kind kind, const struct part *old, size_t n,
                           const struct part *new, size_t m)
{
    struct difference d = {kind, n ? old : NULL, m ? new : NULL, n, m, n ? old->last : 0, m ? new->last : 0};
    struct difference *last = out->count ? &out->item[out->count - 1] : NULL;
    if (last && runs_on(last, &d)) {
        last->old_last = d.old_last;
        last->new_last = d.new_last;
        return false;
    }
    out->item = alloc_grow(out->item, out->count, sizeof d);
    out->item[out->count++] = d;
    return true;
}

static int compare_names(const void *a, const void *b)
{
    const struct part *x = *(struct part *const *)a, *y = *(struct part *const *)b;
    int c = strcmp(part_column(x, COLUMN_NAME), part_column(y, COLUMN_NAME));
    return c ? c : x->row < y->row ? -1 : x->row > y->row;
}

static struct part **sort_by_name(struct part *part, size_t n)
{
    struct part **sorted = alloc_bytes(n * sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &part[i];
    qsort(sorted, n, sizeof *sorted, compare_names);
    return sorted;
}

#define JOINED SIZE_MAX

/* A row that the other side does not have: the key has other names, which `renamed`
   tells, or, where names do not make the key, it is a difference of its own. */
static void add_single(struct builder *b, enum diff_kind kind, struct part *part, size_t renamed)
{
    bool added = kind == DIFF_ADDED;
    if (class_of(part) != PORTED) {
        add_difference(b->out, kind, part, !added, part, added);
        renamed = b->out->count - 1;
    }
    if (renamed != JOINED)
        add_event(added ? &b->come : &b->gone, part, renamed);
}

/* The rows of a key that are not the same: those of one name belong together. */
static void pair_rows(struct builder *b, struct part *old, size_t n, struct part *new, size_t m)
{
    size_t renamed = JOINED;
    enum column column;
    if (n && m && class_of(old) == PORTED && !same_names(old, n, new, m) &&
        add_difference(b->out, DIFF_RENAMED, old, n, new, m))
        renamed = b->out->count - 1;
    struct part **x = sort_by_name(old, n), **y = sort_by_name(new, m);
    for (size_t i = 0, k = 0; i < n || k < m;) {
        int c = i == n   ? 1
                : k == m ? -1
                         : strcmp(part_column(x[i], COLUMN_NAME), part_column(y[k], COLUMN_NAME));
        if (c != 0)
            add_single(b, c < 0 ? DIFF_REMOVED : DIFF_ADDED, c < 0 ? x[i] : y[k], renamed);
        else if (part_differs(x[i], y[k], COLUMN_NAME, &column))
            add_difference(b->out, DIFF_CHANGED, x[i], 1, y[k], 1);
        i += c <= 0;
        k += c >= 0;
    }
    free(x);
    free(y);
}

static void compare_key(struct builder *b, struct part *old, size_t n, struct part *new, size_t m)
{
    struct diff *out = b->out;
    bool ported = class_of(n ? old : new) == PORTED, same = same_rows(old, n, new, m);
    if (ported) {
        out->old_keys += n > 0;
        out->new_keys += m > 0;
        out->removed += m == 0;
        out->added += n == 0;
        out->changed += n && m && !same;
    }
    if (ported && (n == 0 || m == 0)) {
        if (!add_difference(out, n ? DIFF_REMOVED : DIFF_ADDED, old, n, new, m))
            return;
        for (size_t i = 0; i < n + m; i++)
            add_event(n ? &b->gone : &b->come, n ? &old[i] : &new[i], out->count - 1);
    } else if (!same) {
        pair_rows(b, old, n, new, m);
    }
}

/* ---- moves ---- */

static int compare_moves(const struct event *x, const struct event *y)
{
    int c = strcmp(part_column(x->part, COLUMN_NAME), part_column(y->part, COLUMN_NAME));
    return c ? c : strcmp(x->part->transport, y->part->transport);
}

static int compare_events(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    int c = compare_moves(x, y);
    return c ? c : x->part->first < y->part->first ? -1 : x->part->first > y->part->first;
}

static void add_move(struct diff *out, const struct event *from, const struct event *to)
{
    from->part->moved = to->part->moved = true;
    out->item = alloc_grow(out->item, out->count, sizeof *out->item);
    out->item[out->count++] = (struct difference){DIFF_MOVED,
                                                  from->part,
                                                  to->part,
                                                  1,
                                                  1,
                                                  out->item[from->difference].old_last,
                                                  out->item[to->difference].new_last};
}

static void find_moves(struct diff *out, struct events *gone, struct events *come)
{
    if (gone->count == 0 || come->count == 0)
        return;
    qsort(gone->item, gone->count, sizeof *gone->item, compare_events);
    qsort(come->item, come->count, sizeof *come->item, compare_events);
    for (size_t i = 0, k = 0; i < gone->count && k < come->count;) {
        const struct event *from = &gone->item[i], *to = &come->item[k];
        int c = compare_moves(from, to);
        if (c == 0 && class_of(from->part) != NAMELESS)
            add_move(out, from, to);
        i += c <= 0;
        k += c >= 0;
    }
}

/* Whether moves tell all that it would. */
static bool is_told(const struct difference *d)
{
    const struct part *part = d->kind == DIFF_ADDED ? d->new : d->old;
    size_t n = d->kind == DIFF_ADDED ? d->new_count : d->kind == DIFF_REMOVED ? d->old_count : 0, moved = 0;
    for (size_t i = 0; i < n; i++)
        moved += part[i].moved;
    return n > 0 && moved == n;
}

static int compare_differences(const void *a, const void *b)
{
    const struct difference *x = a, *y = b;
    const struct part *p = x->old ? x->old : x->new, *q = y->old ? y->old : y->new;
    if (p->first != q->first)
        return p->first < q->first ? -1 : 1;
    int c = transport_compare(p->transport, q->transport);
    if (c == 0)
        c = strcmp(part_column(p, COLUMN_NAME), part_column(q, COLUMN_NAME));
    if (c != 0 || x->kind != y->kind)
        return c ? c : x->kind < y->kind ? -1 : 1;
    return p->row < q->row ? -1 : p->row > q->row;
}

static void finish(struct diff *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->count; i++)
        if (!is_told(&out->item[i])) {
            out->item[n++] = out->item[i];
            out->kinds[out->item[i].kind]++;
        }
    out->count = n;
    if (n > 0)
        qsort(out->item, n, sizeof *out->item, compare_differences);
}

void registry_diff(const struct registry *old, const struct registry *new, struct diff *ret)
{
    struct builder b = {.out = ret};
    *ret = (struct diff){.item = NULL};
    gather(old, &ret->old);
    gather(new, &ret->new);
    const struct parts *x = &ret->old, *y = &ret->new;
    for (size_t i = 0, k = 0; i < x->count || k < y->count;) {
        int c = i == x->count ? 1 : k == y->count ? -1 : compare_keys(&x->part[i], &y->part[k]);
        size_t n = c <= 0 ? key_length(x, i) : 0, m = c >= 0 ? key_length(y, k) : 0;
        compare_key(&b, n ? &x->part[i] : NULL, n, m ? &y->part[k] : NULL, m);
        i += n;
        k += m;
    }
    find_moves(ret, &b.gone, &b.come);
    finish(ret);
    free(b.gone.item);
    free(b.come.item);
}

void diff_free(struct diff *d)
{
    free(d->item);
    free(d->old.part);
    free(d->new.part);
}
