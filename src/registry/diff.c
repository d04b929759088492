/* SPDX-License-Identifier: MIT */
/* What changed from one registry to another; see difference.h. */
#include "registry/diff_events.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

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
                   (struct part){row.registry, row.same, transport, row.row, (uint16_t)port, (uint16_t)port,
                                 false, false});
}

static void gather(const struct registry *r, const uint32_t *same, struct parts *ret)
{
    for (uint32_t i = 0; i < r->row_count; i++) {
        const struct row *row = &r->rows[i];
        const char *transport = registry_text(r, row->column[COLUMN_TRANSPORT]);
        struct part part = {r, same, transport, i, row->ports.first, row->ports.last, false, false};
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

struct builder {
    struct diff *out;
    struct events gone, come;
};

static void add_event(struct builder *b, enum diff_kind kind, struct part *part, size_t difference)
{
    struct events *events = kind == DIFF_ADDED ? &b->come : &b->gone;
    alloc_push(events->item, events->count, (struct event){part, difference});
}

/* Whether d is the same difference as `last`, of the next port. */
static bool continues(const struct difference *last, const struct difference *d)
{
    const struct part *a = difference_parts(last).part, *b = difference_parts(d).part;
    uint16_t port = last->old.part ? last->old_last : last->new_last;
    return last->kind == d->kind && class_of(a) == PORTED && class_of(b) == PORTED && port + 1 == b->first &&
           strcmp(a->transport, b->transport) == 0 && same_columns(last->old, d->old, COLUMNS) &&
           same_columns(last->new, d->new, COLUMNS);
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

/* A row without a counterpart. A key of ports has a DIFF_RENAMED already: at index `renamed`, or JOINED to
   the one of the port before, whose event then moves the range. Other rows are differences themselves. */
static void add_single(struct builder *b, enum diff_kind kind, struct part *part, size_t renamed)
{
    struct parts one = {part, 1};
    part->single = true;
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

/* The first name of a key's rows that makes an entry, or "". */
static const char *canonical(struct parts key)
{
    size_t i = 0;
    while (i < key.count && !name_is_writable(part_column(&key.part[i], COLUMN_NAME)))
        i++;
    return i < key.count ? part_column(&key.part[i], COLUMN_NAME) : "";
}

static void compare_key(struct builder *b, struct parts old, struct parts new)
{
    struct diff *out = b->out;
    struct parts key = old.count ? old : new;
    enum diff_kind kind = old.count ? DIFF_REMOVED : DIFF_ADDED; /* if only one side has the key */
    bool ported = class_of(key.part) == PORTED, same = same_columns(old, new, COLUMNS);
    if (ported) {
        const char *was = canonical(old), *is = canonical(new);
        out->old_keys += *was != 0;
        out->new_keys += *is != 0;
        out->removed += *was && !*is;
        out->added += !*was && *is;
        out->changed += *was && *is && !same;
        out->renamed += *was && *is && strcmp(was, is) != 0;
    }
    if (!ported || (old.count && new.count)) {
        if (!same)
            pair_rows(b, old, new);
    } else if (add_difference(out, kind, old, new)) {
        for (size_t i = 0; i < key.count; i++)
            add_event(b, kind, &key.part[i], out->count - 1);
    }
}

/* As struct diff has it; two texts that start at t and u have at least two bytes between t and u. */
static uint32_t *same_texts(const struct strtab *old, const struct strtab *new)
{
    uint32_t *same = alloc_zero(new->size / 2 + 1, sizeof *same);
    size_t n;
    for (uint32_t t = 1; t < new->size; t += (uint32_t)n + 1) {
        n = strlen(strtab_at(new, t));
        uint32_t found = strtab_find(old, strtab_at(new, t), n);
        same[(t + 1) / 2] = found ? found : old->size + t;
    }
    return same;
}

void registry_diff(const struct registry *old, const struct registry *new, struct diff *ret)
{
    struct builder b = {.out = ret};
    *ret = (struct diff){.same = same_texts(&old->text, &new->text)};
    gather(old, NULL, &ret->old);
    gather(new, ret->same, &ret->new);
    struct parts x = ret->old, y = ret->new;
    while (x.count > 0 || y.count > 0) {
        int c = x.count == 0 ? 1 : y.count == 0 ? -1 : compare_keys(x.part, y.part);
        struct parts old_key = c <= 0 ? cut_key(&x) : no_parts, new_key = c >= 0 ? cut_key(&y) : no_parts;
        compare_key(&b, old_key, new_key);
    }
    diff_finish(ret, &b.gone, &b.come);
    free(b.gone.item);
    free(b.come.item);
}

void diff_free(struct diff *d)
{
    free(d->item);
    free(d->old.part);
    free(d->new.part);
    free(d->same);
}
