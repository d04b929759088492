/* SPDX-License-Identifier: MIT */
/* Whether a registry can be the one that follows another; see guard.h. In 451 steps of IANA's registry from
   2013 to 2026 the largest was 22 ports and transports more, 6 less, 9 with another name: no limit here is
   near that. */
#include "registry/guard.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define NAMED_ROWS_MIN 10000
#define ADDED_PERCENT_MAX 20

bool guard_same_rows(const struct registry *a, const struct registry *b)
{
    if (a->row_count != b->row_count)
        return false;
    for (size_t i = 0; i < a->row_count; i++) {
        const struct row *x = &a->rows[i], *y = &b->rows[i];
        if (x->ports.first != y->ports.first || x->ports.last != y->ports.last)
            return false;
        for (enum column c = 0; c < COLUMNS; c++)
            if (strcmp(registry_text(a, x->column[c]), registry_text(b, y->column[c])) != 0)
                return false;
    }
    return true;
}

/* ---- dates ---- */

static bool is_future(const char *date)
{
    char latest[DATE_SIZE];
    return strcmp(date, date_after_today(GUARD_DAYS_AHEAD, latest)) > 0;
}

/* The dates of the registry in use. One in the future, taken by --force, would refuse every later registry.
   */
static struct dates past_dates(const struct registry *r)
{
    struct dates d = registry_dates(r);
    return (struct dates){is_future(d.known) ? "" : d.known, is_future(d.newest_row) ? "" : d.newest_row};
}

bool guard_supersedes(const struct registry *old, const struct registry *new)
{
    const char *is = registry_dates(new).known;
    return *is && !is_future(is) && strcmp(is, past_dates(old).known) >= 0;
}

static bool refuse_future(const char *what, const char *date, size_t line, struct problem *why)
{
    char today[DATE_SIZE];
    return problem_set(why, line, "%s is %s, in the future: this machine's date is %s", what, date,
                       date_after_today(0, today));
}

bool guard_dates(const struct registry *r, struct problem *why)
{
    struct dates d = registry_dates(r);
    bool is_stated = strcmp(registry_text(r, r->provenance[PROVENANCE_DATE_KIND]), "stated") == 0;
    if (is_future(d.known))
        return refuse_future(is_stated ? "the date that --date states" : "the registry's <updated>", d.known,
                             is_stated ? 0 : r->updated.line, why);
    if (is_future(d.newest_row))
        return refuse_future("the date of a row", d.newest_row, r->newest_row.line, why);
    return true;
}

static bool is_older(const struct registry *old, const struct registry *new, struct problem *why)
{
    struct dates is = registry_dates(new), was = past_dates(old);
    if (dates_compare(is, was) >= 0)
        return false;
    if (*is.known && *was.known)
        problem_set(why, 0, "it is of %s, the current one of %s", is.known, was.known);
    else
        problem_set(why, 0, "its newest row is of %s, that of the current one of %s", is.newest_row,
                    was.newest_row);
    return true;
}

/* ---- rows ---- */

static size_t named_rows(const struct registry *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->row_count; i++)
        n += r->rows[i].column[COLUMN_NAME] != 0;
    return n;
}

/* Equal texts of a registry are one. */
static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    const uint32_t *s = x->column, *t = y->column;
    int c = memcmp(&x->ports, &y->ports, sizeof x->ports);
    c = c ? c : memcmp(&s[COLUMN_NAME], &t[COLUMN_NAME], sizeof *s);
    return c ? c : memcmp(&s[COLUMN_TRANSPORT], &t[COLUMN_TRANSPORT], sizeof *s);
}

/* How many rows have the name, ports and transport of another one. IANA's own have one, "rdp". */
static size_t repeated_rows(const struct registry *r)
{
    size_t n = 0;
    struct row *rows = alloc_bytes(r->row_count * sizeof *rows);
    memcpy(rows, r->rows, r->row_count * sizeof *rows);
    qsort(rows, r->row_count, sizeof *rows, compare_rows);
    for (size_t i = 1; i < r->row_count; i++)
        n += compare_rows(&rows[i - 1], &rows[i]) == 0;
    free(rows);
    return n;
}

/* ---- names and transports ---- */

struct pair {
    const char *name, *transport;
    bool portless; /* of a row without a port */
};
struct pairs {
    struct pair *item;
    size_t count;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int c = strcmp(x->name, y->name);
    return c ? c : strcmp(x->transport, y->transport);
}

/* The names and transports of a registry, sorted, each once. Release by free(ret->item). */
static struct pairs pairs_of(const struct registry *r)
{
    struct pairs all = {alloc_bytes(r->row_count * sizeof *all.item), 0};
    size_t n = 0;
    for (size_t i = 0; i < r->row_count; i++) {
        const struct row *row = &r->rows[i];
        if (row->column[COLUMN_NAME])
            all.item[all.count++] =
                (struct pair){registry_text(r, row->column[COLUMN_NAME]),
                              registry_text(r, row->column[COLUMN_TRANSPORT]), !ports_any(row->ports)};
    }
    qsort(all.item, all.count, sizeof *all.item, compare_pairs);
    for (size_t i = 0; i < all.count; i++)
        if (n == 0 || compare_pairs(&all.item[n - 1], &all.item[i]) != 0)
            all.item[n++] = all.item[i];
        else
            all.item[n - 1].portless |= all.item[i].portless;
    all.count = n;
    return all;
}

/* What is in the old registry, and what of it is gone from the new one. */
struct losses {
    size_t pairs, pairs_gone;
    size_t portless, portless_gone;
};

static struct losses count_losses(const struct registry *old, const struct registry *new)
{
    struct losses n = {0};
    struct pairs x = pairs_of(old), y = pairs_of(new);
    for (size_t i = 0, k = 0; i < x.count; i++) {
        while (k < y.count && compare_pairs(&y.item[k], &x.item[i]) < 0)
            k++;
        bool gone = k == y.count || compare_pairs(&y.item[k], &x.item[i]) != 0;
        n.pairs++;
        n.pairs_gone += gone;
        n.portless += x.item[i].portless;
        n.portless_gone += gone && x.item[i].portless;
    }
    free(x.item);
    free(y.item);
    return n;
}

/* ---- what people lose ---- */

/* What may go from one registry to the other, in percent: 1 for each year between their dates. Never from a
   newest row to a known date: that may be years, and the registries one of a week later. */
static unsigned allowed_percent(const struct registry *old, const struct registry *new)
{
    long years = dates_days_between(past_dates(old), registry_dates(new)) / 365;
    return years < 1 ? 1 : (unsigned)years;
}

static bool exceeds(size_t part, size_t all, unsigned percent)
{
    return (uint64_t)part * 100 > (uint64_t)all * percent;
}

static bool loses_much(const struct registry *old, const struct registry *new, const struct diff *d,
                       struct problem *why)
{
    unsigned percent = allowed_percent(old, new);
    struct losses n = count_losses(old, new);
    if (old->row_count > new->row_count && exceeds(old->row_count - new->row_count, old->row_count, percent))
        return !problem_set(
            why, 0,
            "%zu of %zu rows would vanish, over %u %%, with them %zu of %zu ports and %zu of %zu names without a port; it may be cut off",
            old->row_count - new->row_count, old->row_count, percent, d->removed, d->old_keys,
            n.portless_gone, n.portless);
    if (exceeds(d->renamed, d->old_keys, percent))
        return !problem_set(why, 0, "%zu of %zu ports would get another name, over %u %%", d->renamed,
                            d->old_keys, percent);
    if (exceeds(d->removed, d->old_keys, percent))
        return !problem_set(why, 0, "%zu of %zu ports would lose their names, over %u %%", d->removed,
                            d->old_keys, percent);
    if (exceeds(n.portless_gone, n.portless, percent))
        return !problem_set(why, 0, "%zu of %zu names without a port would vanish, over %u %%",
                            n.portless_gone, n.portless, percent);
    if (exceeds(n.pairs_gone, n.pairs, percent))
        return !problem_set(why, 0, "%zu of %zu names with their transports would vanish, over %u %%",
                            n.pairs_gone, n.pairs, percent);
    return false;
}

bool guard_accepts(const struct registry *old, const struct registry *new, const struct diff *d,
                   struct problem *why)
{
    size_t named = named_rows(new), repeated = repeated_rows(new);
    if (!guard_dates(new, why))
        return false;
    if (named < NAMED_ROWS_MIN)
        return problem_set(why, 0, "only %zu rows have a name", named);
    if (loses_much(old, new, d, why))
        return false;
    if (exceeds(repeated, new->row_count, 1))
        return problem_set(
            why, 0,
            "the file holds its rows twice: %zu of %zu have the name, port and transport of an earlier one",
            repeated, new->row_count);
    if (d->old_keys > 0 && exceeds(d->added, d->old_keys, ADDED_PERCENT_MAX))
        return problem_set(why, 0, "%zu ports would be added to %zu, over %d %%", d->added, d->old_keys,
                           ADDED_PERCENT_MAX);
    return !is_older(old, new, why);
}
