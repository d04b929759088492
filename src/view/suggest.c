/* SPDX-License-Identifier: MIT */
/* Suggestions for a target that was not found; see suggest.h. */
#include "view/suggest.h"

#include <string.h>
#include <strings.h>
#include <sys/param.h>

#include "base/fold.h"
#include "index/lookup.h"
#include "view/entry_iter.h"

/* The nearest port on one side of the target that has an entry of the transport, if one is wanted. One pass:
   the entries of an index that was brought here may be in any order. */
static bool find_nearest(const struct details *d, bool below, struct service *ret)
{
    const struct index *x = &d->loaded->index;
    struct service s;
    uint32_t best = 65536, wanted = d->target.port;
    for (uint32_t i = 0; i < x->entry_count; i++) {
        uint32_t port = le16_get(x->entries[i].port);
        if ((below ? port >= wanted : port <= wanted) ||
            (best != 65536 && (below ? port <= best : port >= best)))
            continue;
        if (index_entry(x, i, &s) && (!d->target.transport || strcmp(d->target.transport, s.transport) == 0))
            best = port;
    }
    return best != 65536 && index_service(x, index_by_port(x, best, d->target.transport), ret);
}

size_t suggest_ports(const struct details *d, struct service ret[static 2])
{
    size_t n = find_nearest(d, true, &ret[0]);
    return n + find_nearest(d, false, &ret[n]);
}

static bool same_letter(char a, char b)
{
    return name_fold((unsigned char)a) == name_fold((unsigned char)b);
}

/* How many letters must be changed, removed, inserted or swapped with the next to make one
   name of the other, ignoring ASCII case (optimal string alignment); most + 1 if more. */
static size_t distance(const char *a, const char *b, size_t most)
{
    size_t n = strlen(a), m = strlen(b), row[3][NAME_LENGTH_MAX + 1];
    if (m > NAME_LENGTH_MAX || (n > m ? n - m : m - n) > most)
        return most + 1;
    for (size_t k = 0; k <= m; k++)
        row[0][k] = k;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3], least = now[0] = i;
        for (size_t k = 1; k <= m; k++) {
            now[k] = MIN(last[k - 1] + !same_letter(a[i - 1], b[k - 1]), MIN(last[k], now[k - 1]) + 1);
            if (i > 1 && k > 1 && same_letter(a[i - 1], b[k - 2]) && same_letter(a[i - 2], b[k - 1]))
                now[k] = MIN(now[k], before[k - 2] + 1);
            least = MIN(least, now[k]);
        }
        if (least > most)
            return most + 1;
    }
    return row[n % 3][m];
}

struct suggestions {
    const char *wanted;
    size_t most; /* the greatest distance of a name worth suggesting */
    const char **names;
    size_t *count;
    size_t distance[SUGGESTIONS_MAX]; /* of each of names, ascending */
};

static bool has(const struct suggestions *s, const char *name)
{
    for (size_t i = 0; i < *s->count; i++)
        if (strcasecmp(s->names[i], name) == 0)
            return true;
    return false;
}

/* Inserts a name after those that are as similar, unless it is there or too different. */
static void offer(struct suggestions *s, const char *name)
{
    size_t d = distance(s->wanted, name, s->most), i = *s->count;
    if (d > s->most || has(s, name))
        return;
    if (i == SUGGESTIONS_MAX && s->distance[--i] <= d)
        return;
    for (; i > 0 && s->distance[i - 1] > d; i--) {
        s->names[i] = s->names[i - 1];
        s->distance[i] = s->distance[i - 1];
    }
    s->names[i] = name;
    s->distance[i] = d;
    *s->count = MIN(*s->count + 1, SUGGESTIONS_MAX);
}

void suggest_names(const struct details *d, const char *ret[static SUGGESTIONS_MAX], size_t *ret_count)
{
    size_t length = strlen(d->target.name), most = length < 3 ? 1 : length < 6 ? 2 : 3;
    struct suggestions suggestions = {d->target.name, most, ret, ret_count, {0}};
    struct service s;
    uint16_t first, last;
    *ret_count = 0;
    for (uint32_t cursor = 0; entry_iter_next(&d->loaded->index, &cursor, &s);)
        for (const char *name = s.names; name < s.names + s.size; name += strlen(name) + 1)
            offer(&suggestions, name);
    for (uint32_t i = 0; i < d->records->row_count; i++)
        if (!records_ports(d->records, i, &first, &last) && *records_column(d->records, i, COLUMN_NAME))
            offer(&suggestions, records_column(d->records, i, COLUMN_NAME));
}
