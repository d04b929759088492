/* SPDX-License-Identifier: MIT */
/* Names that a port lost and got -> moves and renamed rows; see diff_events.h. */
#include "registry/diff_events.h"

#include <stdlib.h>

#include "base/alloc.h"

struct difference difference_of(enum diff_kind kind, struct parts old, struct parts new)
{
    const struct part *part = old.part ? old.part : new.part;
    return (struct difference){
        kind, part->transport, old, new, old.part ? old.part->last : 0, new.part ? new.part->last : 0};
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

/* ---- what moves leave of a rename ---- */

static bool has_moved(const struct part *p)
{
    return p->moved;
}

static bool is_not_renamed(const struct part *p)
{
    return p->moved || !p->single;
}

/* The index of the first part from i on that is not left out; count if there is none. */
static size_t next_part(struct parts p, size_t i, bool (*left_out)(const struct part *))
{
    while (i < p.count && left_out(&p.part[i]))
        i++;
    return i;
}

/* The other columns of rows that got a new name. Rows of a port are taken to be renamed in their order. */
static void add_renamed_rows(struct diff *out, const struct difference d)
{
    size_t i = next_part(d.old, 0, is_not_renamed), k = next_part(d.new, 0, is_not_renamed);
    enum column column;
    while (i < d.old.count && k < d.new.count) {
        struct parts old = {&d.old.part[i], 1}, new = {&d.new.part[k], 1};
        struct difference changed = {DIFF_CHANGED, old.part->transport, old, new, d.old_last, d.new_last};
        if (part_differs(old.part, new.part, COLUMN_NAME + 1, &column))
            alloc_push(out->item, out->count, changed);
        i = next_part(d.old, i + 1, is_not_renamed);
        k = next_part(d.new, k + 1, is_not_renamed);
    }
}

/* Make *d what it is without the names that moved: perhaps no rename, but an addition, a removal or nothing
   (no parts). */
static void leave_out_moved(struct difference *d)
{
    size_t i = next_part(d->old, 0, has_moved), k = next_part(d->new, 0, has_moved);
    bool any_old = i < d->old.count, any_new = k < d->new.count;
    while (i < d->old.count && k < d->new.count &&compare_names(&d->old.part[i], &d->new.part[k]) == 0) {
        i = next_part(d->old, i + 1, has_moved);
        k = next_part(d->new, k + 1, has_moved);
    }
    if (i == d->old.count && k == d->new.count)
        any_old = any_new = false;
    d->kind = any_old && any_new ? DIFF_RENAMED : any_old ? DIFF_REMOVED : DIFF_ADDED;
    if (!any_old)
        d->old = (struct parts){0};
    if (!any_new)
        d->new = (struct parts){0};
}

static void settle_renames(struct diff *out)
{
    for (size_t i = 0, n = out->count; i < n; i++)
        if (out->item[i].kind == DIFF_RENAMED) {
            add_renamed_rows(out, out->item[i]);
            leave_out_moved(&out->item[i]);
        }
}

/* ---- rows without a transport ---- */

static bool all_lack_transport(struct parts p)
{
    for (size_t i = 0; i < p.count; i++)
        if (*part_column(&p.part[i], COLUMN_TRANSPORT))
            return false;
    return true;
}

/* Whether its rows have ports but no transport, so that it is told for tcp and for udp. */
static bool is_for_both(const struct difference *d)
{
    return class_of(difference_parts(d).part) == PORTED && all_lack_transport(d->old) &&
           all_lack_transport(d->new);
}

static bool same_rows(struct parts a, struct parts b)
{
    for (size_t i = 0; i < a.count && a.count == b.count; i++)
        if (a.part[i].row != b.part[i].row || a.part[i].moved != b.part[i].moved)
            return false;
    return a.count == b.count;
}

static bool is_twin(const struct difference *x, const struct difference *y)
{
    return x->kind == y->kind && x->old_last == y->old_last && x->new_last == y->new_last &&
           same_rows(x->old, y->old) && same_rows(x->new, y->new);
}

/* Those of tcp and udp follow each other if they are of the same rows. */
static int compare_twins(const void *a, const void *b)
{
    const struct difference *x = a, *y = b;
    const struct part *p = difference_parts(x).part, *q = difference_parts(y).part;
    int c = compare_numbers(p->first, q->first);
    if (c == 0)
        c = compare_numbers(x->kind, y->kind);
    if (c == 0)
        c = compare_numbers(p->row, q->row);
    return c ? c : transport_compare(x->transport, y->transport);
}

/* Make one difference of two that are of the same rows. Differences that lack a transport are put first. */
static void join_transports(struct diff *out)
{
    size_t both = 0, n = 0;
    for (size_t i = 0; i < out->count; i++)
        if (is_for_both(&out->item[i])) {
            struct difference d = out->item[i];
            out->item[i] = out->item[both];
            out->item[both++] = d;
        }
    if (both > 0)
        qsort(out->item, both, sizeof *out->item, compare_twins);
    for (size_t i = 0; i < out->count; i++)
        if (i > 0 && i < both && is_twin(&out->item[n - 1], &out->item[i]))
            out->item[n - 1].transport = "";
        else
            out->item[n++] = out->item[i];
    out->count = n;
}

/* ---- the result ---- */

/* Whether moves tell all of this difference. */
static bool is_told(const struct difference *d)
{
    struct parts parts = difference_parts(d);
    bool told = !d->old.part || !d->new.part;
    for (size_t i = 0; told && i < parts.count; i++)
        told = parts.part[i].moved;
    return told;
}

static int compare_differences(const void *a, const void *b)
{
    const struct difference *x = a, *y = b;
    const struct part *p = difference_parts(x).part, *q = difference_parts(y).part;
    int c = compare_numbers(p->first, q->first);
    if (c == 0)
        c = transport_compare(x->transport, y->transport);
    if (c == 0)
        c = compare_names(p, q);
    if (c == 0)
        c = compare_numbers(x->kind, y->kind);
    return c ? c : compare_numbers(p->row, q->row);
}

/* Drop what moves tell. */
static void drop_told(struct diff *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->count; i++)
        if (!is_told(&out->item[i]))
            out->item[n++] = out->item[i];
    out->count = n;
}

void diff_finish(struct diff *out, struct events *gone, struct events *come)
{
    find_moves(out, gone, come);
    settle_renames(out);
    drop_told(out);
    join_transports(out);
    for (size_t i = 0; i < out->count; i++)
        out->kinds[out->item[i].kind]++;
    if (out->count > 0)
        qsort(out->item, out->count, sizeof *out->item, compare_differences);
}
