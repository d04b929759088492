/* SPDX-License-Identifier: MIT */
/* What there is instead of what was asked for; see suggest.h. */
#include <string.h>
#include <strings.h>

#include "base/fold.h"
#include "index/lookup.h"
#include "view/entry_iter.h"
#include "view/suggest.h"

/* The first entry whose port is not below this one. */
static uint32_t entries_from(const struct index *x, uint32_t port)
{
    uint32_t low = 0, high = x->entry_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (le16_get(x->entries[middle].port) < port)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool suggest_below(const struct details *a, struct service *ret)
{
    const struct index *x = &a->loaded->index;
    uint32_t port = a->target.port;
    for (uint32_t i = entries_from(x, port); i > 0; i--) {
        if (le16_get(x->entries[i - 1].port) >= port)
            continue; /* asked for already */
        port = le16_get(x->entries[i - 1].port);
        if (index_service(x, index_by_port(x, port, a->target.transport), ret))
            return true;
    }
    return false;
}

bool suggest_above(const struct details *a, struct service *ret)
{
    const struct index *x = &a->loaded->index;
    uint32_t port = a->target.port;
    for (uint32_t i = entries_from(x, port + 1); i < x->entry_count; i++) {
        if (le16_get(x->entries[i].port) <= port)
            continue;
        port = le16_get(x->entries[i].port);
        if (index_service(x, index_by_port(x, port, a->target.transport), ret))
            return true;
    }
    return false;
}

static bool same_letter(char a, char b)
{
    return name_fold((unsigned char)a) == name_fold((unsigned char)b);
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be changed, left out, put in or swapped to make one name
   of the other, case apart (optimal string alignment); over `most` where more. */
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
            now[k] =
                least_of(last[k - 1] + !same_letter(a[i - 1], b[k - 1]), least_of(last[k], now[k - 1]) + 1);
            if (i > 1 && k > 1 && same_letter(a[i - 1], b[k - 2]) && same_letter(a[i - 2], b[k - 1]))
                now[k] = least_of(now[k], before[k - 2] + 1);
            least = least_of(least, now[k]);
        }
        if (least > most)
            return most + 1;
    }
    return row[n % 3][m];
}

/* A bit for each letter and digit that is in a name, case apart; one for the rest. */
static uint64_t letters(const char *s)
{
    uint64_t set = 0;
    for (; *s; s++)
        set |= 1ull << (*s >= '0' && *s <= '9'                     ? *s - '0'
                        : (*s | 0x20) >= 'a' && (*s | 0x20) <= 'z' ? (*s | 0x20) - 'a' + 10
                                                                   : 36);
    return set;
}

struct closest {
    const char *wanted;
    uint64_t letters; /* of wanted */
    size_t most;      /* that a name may differ */
    const char **names;
    size_t *count;
    size_t distance[SUGGESTIONS_MAX];
};

/* Puts a name in its place among the closest, each once, the earlier ones first. */
static void put(struct closest *c, const char *name, size_t d)
{
    size_t i = *c->count;
    for (size_t k = 0; k < *c->count; k++)
        if (strcasecmp(c->names[k], name) == 0)
            return;
    while (i > 0 && c->distance[i - 1] > d)
        i--;
    if (i == SUGGESTIONS_MAX)
        return;
    *c->count += *c->count < SUGGESTIONS_MAX;
    for (size_t k = *c->count - 1; k > i; k--) {
        c->names[k] = c->names[k - 1];
        c->distance[k] = c->distance[k - 1];
    }
    c->names[i] = name;
    c->distance[i] = d;
}

static void offer(struct closest *c, const char *name)
{
    /* Each letter that the other does not have is a difference: most names end here. */
    if ((size_t)__builtin_popcountll(c->letters & ~letters(name)) > c->most)
        return;
    size_t d = distance(c->wanted, name, c->most);
    if (d <= c->most)
        put(c, name, d);
}

void suggest_names(const struct details *a, const char *ret[static SUGGESTIONS_MAX], size_t *ret_count)
{
    const char *wanted = a->target.name, *last = NULL;
    size_t length = strlen(wanted);
    struct closest c = {wanted, letters(wanted), length < 3 ? 1 : length < 6 ? 2 : 3, ret, ret_count, {0}};
    struct service s;
    uint16_t from, to;
    *ret_count = 0;
    for (uint32_t cursor = 0; entry_iter_next(&a->loaded->index, &cursor, &s); last = s.names)
        for (const char *p = s.names; p < s.names + s.size && s.names != last; p += strlen(p) + 1)
            offer(&c, p);
    for (uint32_t i = 0; i < a->records->row_count; i++)
        if (!records_ports(a->records, i, &from, &to) && *records_column(a->records, i, COLUMN_NAME))
            offer(&c, records_column(a->records, i, COLUMN_NAME));
}
