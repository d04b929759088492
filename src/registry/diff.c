/* SPDX-License-Identifier: MIT */
/* What changed from one registry to another; see diff.h. */
#include "registry/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum key_class { PORTED, PORTLESS, NAMELESS };

static enum key_class class_of(const struct part *p)
{
    return !*part_column(p, COLUMN_NAME) ? NAMELESS : p->first > p->last ? PORTLESS : PORTED;
}

static int compare_numbers(unsigned a, unsigned b)
{
    return a < b ? -1 : a > b;
}

static int compare_names(const struct part *x, const struct part *y)
{
    return strcmp(part_column(x, COLUMN_NAME), part_column(y, COLUMN_NAME));
}

/* By transport before port, so that equal differences of adjacent ports follow each other. */
static int compare_keys(const struct part *x, const struct part *y)
{
    enum key_class class = class_of(x);
    int c = compare_numbers(class, class_of(y));
    if (c == 0 && x->transport != y->transport)
        c = transport_compare(x->transport, y->transport);
    if (c == 0)
        c = compare_numbers(x->first, y->first);
    if (c == 0)
        c = compare_numbers(x->last, y->last);
    return c == 0 && class == PORTLESS ? compare_names(x, y) : c;
}

static int compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int c = compare_keys(x, y);
    return c ? c : compare_numbers(x->row, y->row);
}

/* A part of the row for each of its ports. */
static void add_ports(struct parts *parts, struct part row, const char *transport)
{
    for (uint32_t port = row.first; port <= row.last; port++)
        alloc_push(parts->part, parts->count,
                   (struct part){row.registry, transport, row.row, (uint16_t)port, (uint16_t)port, false});
}

static void gather(const struct registry *r, struct parts *ret)
{
    for (uint32_t i = 0; i < r->row_count; i++) {
        const struct row *row = &r->rows[i];
        const char *transport = registry_text(r, row->column[COLUMN_TRANSPORT]);
        struct part part = {r, transport, i, row->ports.first, row->ports.last, false};
        if (class_of(&part) != PORTED) {
            alloc_push(ret->part, ret->count, part);
        } else if (*transport) {
            add_ports(ret, part, transport);
        } else {
            add_ports(ret, part, "tcp");
            add_ports(ret, part, "udp");
        }
    }
    if (ret->count > 0)
        qsort(ret->part, ret->count, sizeof *ret->part, compare_parts);
}

/* Cut the parts of the first key off *parts. */
static struct parts cut_key(struct parts *parts)
{
    struct parts key = {parts->part, 1};
    while (key.count < parts->count && compare_keys(key.part, &key.part[key.count]) == 0)
        key.count++;
    parts->part += key.count;
    parts->count -= key.count;
    return key;
}

bool part_differs(const struct part *a, const struct part *b, enum column from, enum column *ret)
{
    for (enum column c = from; c < COLUMNS; c++) {
        const char *x = part_column(a, c), *y = part_column(b, c);
        if (x != y && strcmp(x, y) != 0) {
            *ret = c;
            return true;
        }
    }
    return false;
}

/* Whether rows agree, one by one, in all columns before `end`. */
static bool same_columns(struct parts a, struct parts b, enum column end)
{
    enum column c;
    for (size_t i = 0; i < a.count && a.count == b.count; i++)
        if (part_differs(&a.part[i], &b.part[i], COLUMN_NAME, &c) && c < end)
            return false;
    return a.count == b.count;
}

/* ---- differences ---- */

/* A name that a port lost or got, perhaps one side of a move. */
struct event {
    struct part *part;
    size_t difference; /* index of the one that tells it */
};
struct events {
    struct event *item;
    size_t count;
};

struct builder {
    struct diff *out;
    struct events gone, come;
};

static void add_event(struct builder *b, enum diff_kind kind, struct part *part, size_t difference)
{
    struct events *events = kind == DIFF_ADDED ? &b->come : &b->gone;
    alloc_push(events->item, events->count, (struct event){part, difference});
}

/* A side without parts has NULL and 0. */
static struct difference difference_of(enum diff_kind kind, struct parts old, struct parts new)
{
    uint16_t old_last = old.part ? old.part->last : 0, new_last = new.part ? new.part->last : 0;
    return (struct difference){kind, old.part, new.part, old.count, new.count, old_last, new_last};
}

/* Whether d is the same difference as `last`, of the next port. */
static bool continues(const struct difference *last, const struct difference *d)
{
    const struct part *a = last->old ? last->old : last->new, *b = d->old ? d->old : d->new;
    uint16_t port = last->old ? last->old_last : last->new_last;
    struct parts last_old = {last->old, last->old_count}, last_new = {last->new, last->new_count};
    struct parts d_old = {d->old, d->old_count}, d_new = {d->new, d->new_count};
    return last->kind == d->kind && class_of(a) == PORTED && class_of(b) == PORTED && port + 1 == b->first &&
           strcmp(a->transport, b->transport) == 0 && same_columns(last_old, d_old, COLUMNS) &&
           same_columns(last_new, d_new, COLUMNS);
}

/* Append a difference. Returns false if it continues the last one, which then includes it. */
static bool add_difference(struct diff *out, enum diff_kind kind, struct parts old, struct parts new)
{
    struct difference d = difference_of(kind, old, new);
    struct difference *last = out->count ? &out->item[out->count - 1] : NULL;
    if (last && continues(last, &d)) {
        last->old_last = d.old_last;
        last->new_last = d.new_last;
        return false;
    }
    alloc_push(out->item, out->count, d);
    return true;
}

static const struct parts no_parts;

static int compare_by_name(const void *a, const void *b)
{
    const struct part *x = *(struct part *const *)a, *y = *(struct part *const *)b;
    int c = compare_names(x, y);
    return c ? c : compare_numbers(x->row, y->row);
}

/* Pointers to the parts, by name and row. Release by free. */
static struct part **sort_by_name(struct parts parts)
{
    struct part **sorted = alloc_bytes(parts.count * sizeof *sorted);
    for (size_t i = 0; i < parts.count; i++)
        sorted[i] = &parts.part[i];
    qsort(sorted, parts.count, sizeof *sorted, compare_by_name);
    return sorted;
}

#define JOINED SIZE_MAX

/* A row without a counterpart. A key of ports has a DIFF_RENAMED already: at index `renamed`, or JOINED to the
   one of the port before, whose event then moves the range. Other rows are differences themselves. */
static void add_single(struct builder *b, enum diff_kind kind, struct part *part, size_t renamed)
{
    struct parts one = {part, 1};
    if (class_of(part) != PORTED) {
        add_difference(b->out, kind, kind == DIFF_ADDED ? no_parts : one,
                       kind == DIFF_ADDED ? one : no_parts);
        renamed = b->out->count - 1;
    }
    if (renamed != JOINED)
        add_event(b, kind, part, renamed);
}

/* The differences of a key that both registries may have: rows of equal names are counterparts. */
static void pair_rows(struct builder *b, struct parts old, struct parts new)
{
    size_t renamed = JOINED, i = 0, k = 0;
    enum column column;
    if (class_of(old.part ? old.part : new.part) == PORTED && !same_columns(old, new, COLUMN_NAME + 1) &&
        add_difference(b->out, DIFF_RENAMED, old, new))
        renamed = b->out->count - 1;
    struct part **x = sort_by_name(old), **y = sort_by_name(new);
    while (i < old.count || k < new.count) {
        int c = i == old.count ? 1 : k == new.count ? -1 : compare_names(x[i], y[k]);
        if (c < 0) {
            add_single(b, DIFF_REMOVED, x[i++], renamed);
        } else if (c > 0) {
            add_single(b, DIFF_ADDED, y[k++], renamed);
        } else {
            if (part_differs(x[i], y[k], COLUMN_NAME, &column))
                add_difference(b->out, DIFF_CHANGED, (struct parts){x[i], 1}, (struct parts){y[k], 1});
            i++;
            k++;
        }
    }
    free(x);
    free(y);
}

static void compare_key(struct builder *b, struct parts old, struct parts new)
{
    struct diff *out = b->out;
    struct parts key = old.count ? old : new;
    enum diff_kind kind = old.count ? DIFF_REMOVED : DIFF_ADDED; /* if only one side has the key */
    bool ported = class_of(key.part) == PORTED, same = same_columns(old, new, COLUMNS);
    if (ported) {
        out->old_keys += old.count > 0;
        out->new_keys += new.count > 0;
        out->removed += new.count == 0;
        out->added += old.count == 0;
        out->changed += old.count && new.count && !same;
    }
    if (!ported || (old.count && new.count)) {
        if (!same)
            pair_rows(b, old, new);
    } else if (add_difference(out, kind, old, new)) {
        for (size_t i = 0; i < key.count; i++)
            add_event(b, kind, &key.part[i], out->count - 1);
    }
}

/* ---- moves ---- */

/* Equal events, one gone and one come, are a move. */
static int compare_moves(const struct event *x, const struct event *y)
{
    int c = compare_names(x->part, y->part);
    return c ? c : strcmp(x->part->transport, y->part->transport);
}

static int compare_events(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    int c = compare_moves(x, y);
    return c ? c : compare_numbers(x->part->first, y->part->first);
}

static void add_move(struct diff *out, const struct event *from, const struct event *to)
{
    from->part->moved = to->part->moved = true;
    struct difference d =
        difference_of(DIFF_MOVED, (struct parts){from->part, 1}, (struct parts){to->part, 1});
    d.old_last = out->item[from->difference].old_last; /* a range moves as one */
    d.new_last = out->item[to->difference].new_last;
    alloc_push(out->item, out->count, d);
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

/* Whether moves tell all of this difference. */
static bool is_told(const struct difference *d)
{
    const struct part *part = d->old ? d->old : d->new;
    bool told = !d->old || !d->new;
    for (size_t i = 0; told && i < d->old_count + d->new_count; i++)
        told = part[i].moved;
    return told;
}

static int compare_differences(const void *a, const void *b)
{
    const struct difference *x = a, *y = b;
    const struct part *p = x->old ? x->old : x->new, *q = y->old ? y->old : y->new;
    int c = compare_numbers(p->first, q->first);
    if (c == 0)
        c = transport_compare(p->transport, q->transport);
    if (c == 0)
        c = compare_names(p, q);
    if (c == 0)
        c = compare_numbers(x->kind, y->kind);
    return c ? c : compare_numbers(p->row, q->row);
}

/* Drop what moves tell, count the rest by kind and sort it. */
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
    struct parts x = ret->old, y = ret->new;
    while (x.count > 0 || y.count > 0) {
        int c = x.count == 0 ? 1 : y.count == 0 ? -1 : compare_keys(x.part, y.part);
        struct parts old_key = c <= 0 ? cut_key(&x) : no_parts, new_key = c >= 0 ? cut_key(&y) : no_parts;
        compare_key(&b, old_key, new_key);
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
