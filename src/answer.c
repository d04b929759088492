/* All that an index knows about a port or a name; see answer.h. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "find.h"
#include "hash.h"
#include "memory.h"

static bool same_letter(char a, char b)
{
    return name_fold((unsigned char)a) == name_fold((unsigned char)b);
}

static bool transport_is_asked_for(const struct query *q, const char *transport)
{
    return !q->transport || !*transport || strcmp(q->transport, transport) == 0;
}

/* ---- entries ---- */

static void add_entry(void *context, const struct service *s)
{
    struct answer *a = context;
    if (!transport_is_asked_for(&a->query, s->transport))
        return;
    a->groups = memory_grow(a->groups, a->group_count, sizeof *a->groups);
    a->groups[a->group_count++] = (struct group){*s, s->port};
}

/* ---- rows ---- */

/* The ports that the rows in question have: from *ret_first to *ret_last, at least. */
static void find_span(const struct answer *a, uint16_t *ret_first, uint16_t *ret_last)
{
    *ret_first = a->query.is_port ? a->query.port : 65535;
    *ret_last = a->query.is_port ? a->query.port : 0;
    for (size_t i = 0; i < a->group_count; i++) {
        if (a->groups[i].service.port < *ret_first)
            *ret_first = a->groups[i].service.port;
        if (a->groups[i].last_port > *ret_last)
            *ret_last = a->groups[i].last_port;
    }
}

static bool same_name(const char *a, const char *b)
{
    return same_letter(*a, *b) && strcasecmp(a, b) == 0;
}

static void add_row(struct answer *a, uint32_t row)
{
    a->rows = memory_grow(a->rows, a->row_count, sizeof row);
    a->rows[a->row_count++] = row;
}

/* One pass over all rows, so it looks at as little of each as it can. A name that has
   entries may also stand in rows without a port; one that has none may stand in any. */
static void find_rows(struct answer *a)
{
    const struct format_row *rows = a->cold->rows;
    bool by_name = !a->query.is_port, anywhere = by_name && a->group_count == 0;
    uint16_t from, to;
    find_span(a, &from, &to);
    for (uint32_t i = 0; i < a->cold->row_count; i++) {
        uint16_t first = le16_get(rows[i].first_port), last = le16_get(rows[i].last_port);
        bool in_span = last >= from && first <= to;      /* ROW_NO_PORT is in none */
        if (in_span || (by_name && (anywhere || first > last) && same_name(cold_column(a->cold, i, COLUMN_NAME), a->query.name)))
            add_row(a, i);
    }
}

void answer_free(struct answer *a)
{
    free(a->groups);
    free(a->rows);
}

static bool has_name(const struct service *s, const char *name)
{
    for (const char *p = s->names; p < s->names + s->size; p += strlen(p) + 1)
        if (strcmp(p, name) == 0)
            return true;
    return false;
}

bool answer_is_behind(const struct answer *a, uint32_t row, const struct group *g)
{
    uint16_t first, last;
    const char *transport = cold_column(a->cold, row, COLUMN_TRANSPORT);
    if ((g->service.flags & ENTRY_LOCAL) || !cold_ports(a->cold, row, &first, &last) || first > g->last_port || last < g->service.port)
        return false;
    bool same = *transport ? strcmp(transport, g->service.transport) == 0
                           : strcmp(g->service.transport, "tcp") == 0 || strcmp(g->service.transport, "udp") == 0;
    return same && has_name(&g->service, cold_column(a->cold, row, COLUMN_NAME));
}

/* ---- entries of ports in a row ---- */

static bool have_same_rows(const struct answer *a, const struct group *g, const struct group *h)
{
    for (size_t i = 0; i < a->row_count; i++)
        if (answer_is_behind(a, a->rows[i], g) != answer_is_behind(a, a->rows[i], h))
            return false;
    return true;
}

static bool continues(const struct answer *a, const struct group *g, const struct group *next)
{
    /* Equal runs of names stand once in an index. */
    return next->service.port == g->last_port + 1 && next->service.names == g->service.names &&
           ((next->service.flags | g->service.flags) & ENTRY_LOCAL) == 0 &&
           strcmp(next->service.transport, g->service.transport) == 0 && have_same_rows(a, g, next);
}

static void join_groups(struct answer *a)
{
    size_t count = 0;
    for (size_t i = 0; i < a->group_count; i++) {
        /* The group that it continues is one of the last few: one for each transport. */
        size_t k = count;
        while (k > 0 && count - k < 8 && !continues(a, &a->groups[k - 1], &a->groups[i]))
            k--;
        if (k > 0 && count - k < 8)
            a->groups[k - 1].last_port = a->groups[i].last_port;
        else
            a->groups[count++] = a->groups[i];
    }
    a->group_count = count;
}

void answer_find(const struct loaded *loaded, const struct cold *cold, const struct query *q, struct answer *ret)
{
    *ret = (struct answer){.loaded = loaded, .cold = cold, .query = *q};
    if (q->is_port)
        find_port(&loaded->index, q->port, add_entry, ret);
    else
        find_name(&loaded->index, q->name, add_entry, ret);
    find_rows(ret);
    join_groups(ret);
}

bool answer_is_loose(const struct answer *a, uint32_t row)
{
    uint16_t first, last;
    const char *name = cold_column(a->cold, row, COLUMN_NAME);
    if (!transport_is_asked_for(&a->query, cold_column(a->cold, row, COLUMN_TRANSPORT)))
        return false;
    if (a->query.is_port)
        return !name_is_writable(name);
    return strcasecmp(name, a->query.name) == 0 && (!cold_ports(a->cold, row, &first, &last) || !name_is_writable(name));
}

const struct format_line *answer_local_line(const struct answer *a, const struct group *g)
{
    const struct cold *c = a->cold;
    for (uint32_t i = 0; (g->service.flags & ENTRY_LOCAL) && i < c->local_line_count; i++) {
        const struct format_line *l = &c->local_lines[i];
        const char *names = cold_text(c, le32_get(l->names));
        size_t n = strlen(g->service.names);
        if (le32_get(l->port) == g->service.port && strcmp(cold_text(c, le32_get(l->transport)), g->service.transport) == 0 &&
            strncmp(names, g->service.names, n) == 0 && (names[n] == ' ' || names[n] == '\0'))
            return l;
    }
    return NULL;
}

/* ---- what there is instead ---- */

static bool neighbour(const struct answer *a, int step, struct service *ret)
{
    for (int port = a->query.port + step; port >= 0 && port <= 65535; port += step)
        if (index_by_port(&a->loaded->index, (uint16_t)port, a->query.transport, ret))
            return true;
    return false;
}

bool answer_below(const struct answer *a, struct service *ret)
{
    return neighbour(a, -1, ret);
}

bool answer_above(const struct answer *a, struct service *ret)
{
    return neighbour(a, 1, ret);
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
            now[k] = least_of(last[k - 1] + !same_letter(a[i - 1], b[k - 1]), least_of(last[k], now[k - 1]) + 1);
            if (i > 1 && k > 1 && same_letter(a[i - 1], b[k - 2]) && same_letter(a[i - 2], b[k - 1]))
                now[k] = least_of(now[k], before[k - 2] + 1);
            least = least_of(least, now[k]);
        }
        if (least > most)
            return most + 1;
    }
    return row[n % 3][m];
}

struct closest {
    const char **names;
    size_t *count;
    size_t distance[CLOSEST_MAX];
};

/* Puts a name in its place among the closest, each once, the earlier ones first. */
static void offer(struct closest *c, const char *name, size_t d)
{
    size_t i = *c->count;
    for (size_t k = 0; k < *c->count; k++)
        if (strcasecmp(c->names[k], name) == 0)
            return;
    while (i > 0 && c->distance[i - 1] > d)
        i--;
    if (i == CLOSEST_MAX)
        return;
    *c->count += *c->count < CLOSEST_MAX;
    for (size_t k = *c->count - 1; k > i; k--) {
        c->names[k] = c->names[k - 1];
        c->distance[k] = c->distance[k - 1];
    }
    c->names[i] = name;
    c->distance[i] = d;
}

void answer_closest(const struct answer *a, const char *ret[static CLOSEST_MAX], size_t *ret_count)
{
    struct closest c = {.names = ret, .count = ret_count};
    struct service s;
    const char *wanted = a->query.name;
    size_t length = strlen(wanted), most = length < 3 ? 1 : length < 6 ? 2 : 3;
    const char *names = NULL;
    *ret_count = 0;
    for (uint32_t cursor = 0; index_next(&a->loaded->index, &cursor, &s); names = s.names)
        for (const char *p = s.names; p < s.names + s.size && s.names != names; p += strlen(p) + 1) {
            size_t d = distance(wanted, p, most);
            if (d <= most)
                offer(&c, p, d);
        }
    for (uint32_t i = 0; i < a->cold->row_count; i++) {
        const char *name = cold_column(a->cold, i, COLUMN_NAME);
        uint16_t first, last;
        size_t d = *name && !cold_ports(a->cold, i, &first, &last) ? distance(wanted, name, most) : most + 1;
        if (d <= most)
            offer(&c, name, d);
    }
}
