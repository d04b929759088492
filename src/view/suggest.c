/* SPDX-License-Identifier: MIT */
/* Suggestions for a target that was not found; see suggest.h. */
#include "view/suggest.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <sys/param.h>

#include "base/fold.h"
#include "index/lookup.h"
#include "view/applications.h"
#include "view/entry_iter.h"

/* The nearest port on one side of the target that has an entry, with the transport if one is wanted. One
   pass: the entries of an index that was brought here may be in any order. */
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

/* Optimal string alignment. */
size_t suggest_distance(const char *a, const char *b, size_t most)
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

/* Names that have the query are nearer than all that only look like it. */
enum { BEGINS_WITH_WORD, BEGINS, HAS_WORD, LOOKS_LIKE };

/* Whether the text begins with the query of n bytes. Most differ in the first letter. */
static bool begins(const char *text, const char *query, size_t n)
{
    return same_letter(*text, *query) && strncasecmp(text, query, n) == 0;
}

/* How far a name is from the query of n bytes; NOT_NEAR if that is no reason to suggest it. The more letters
   a query has, the more of them may be wrong: one in four; none if the name must have the query. */
enum { NOT_NEAR = 99 };
static size_t rank(const char *query, size_t n, const char *name, bool must_have)
{
    size_t most = MIN((n + 1) / 4, 3), d;
    if (n >= 2 && begins(name, query, n))
        return isalnum((unsigned char)name[n]) ? BEGINS : BEGINS_WITH_WORD;
    for (const char *p = name; n >= 2 && *p && *++p;)
        if (begins(p, query, n) && !isalnum((unsigned char)p[-1]) && !isalnum((unsigned char)p[n]))
            return HAS_WORD;
    if (must_have)
        return NOT_NEAR;
    d = suggest_distance(query, name, most);
    return d > most ? NOT_NEAR : LOOKS_LIKE + d;
}

struct suggestions {
    const char *query;
    size_t length; /* of the query */
    const char **names;
    size_t *count;
    size_t rank[SUGGESTIONS_MAX]; /* of each of names, ascending */
};

static bool has(const struct suggestions *s, const char *name)
{
    for (size_t i = 0; i < *s->count; i++)
        if (strcasecmp(s->names[i], name) == 0)
            return true;
    return false;
}

/* Inserts a name after those that are as near, unless it is there or not near. */
static void offer(struct suggestions *s, const char *name)
{
    bool must_have = *s->count > 0 && s->rank[0] < LOOKS_LIKE;
    size_t r = rank(s->query, s->length, name, must_have), i = *s->count;
    if (r == NOT_NEAR || has(s, name))
        return;
    if (i == SUGGESTIONS_MAX && s->rank[--i] <= r)
        return;
    for (; i > 0 && s->rank[i - 1] > r; i--) {
        s->names[i] = s->names[i - 1];
        s->rank[i] = s->rank[i - 1];
    }
    s->names[i] = name;
    s->rank[i] = r;
    *s->count = MIN(*s->count + 1, SUGGESTIONS_MAX);
}

void suggest_names(const struct details *d, const char *ret[static SUGGESTIONS_MAX], size_t *ret_count)
{
    struct suggestions suggestions = {d->target.name, strlen(d->target.name), ret, ret_count, {0}};
    struct service s;
    uint16_t first, last;
    *ret_count = 0;
    for (uint32_t cursor = 0; entry_iter_next(&d->loaded->index, &cursor, &s);)
        for (const char *name = s.names; name < s.names + s.size; name += strlen(name) + 1)
            offer(&suggestions, name);
    for (uint32_t i = 0; i < d->records->row_count; i++)
        if (!records_ports(d->records, i, &first, &last) && *records_column(d->records, i, COLUMN_NAME))
            offer(&suggestions, records_column(d->records, i, COLUMN_NAME));
    for (uint32_t i = 0; i < d->records->application_count; i++)
        offer(&suggestions, application_item(d->records, i).program);
    /* Beside names that have the query, those that only look like it are noise. */
    while (*ret_count > 0 && suggestions.rank[0] < LOOKS_LIKE &&
           suggestions.rank[*ret_count - 1] >= LOOKS_LIKE)
        (*ret_count)--;
}
