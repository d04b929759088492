/* What changed from one registry to another; see diff.h. */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* One row's part in one key. */
struct part {
    const struct registry *registry;
    const char *transport;
    size_t row;
    uint16_t port;
};

struct parts {
    struct part *part;
    size_t count;
};

static int compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->port != y->port)
        return x->port < y->port ? -1 : 1;
    int c = transport_compare(x->transport, y->transport);
    return c ? c : x->row < y->row ? -1 : x->row > y->row;
}

static void add_part(struct parts *parts, const struct registry *r, size_t row, uint16_t port, const char *transport)
{
    parts->part = memory_grow(parts->part, parts->count, sizeof *parts->part);
    parts->part[parts->count++] = (struct part){r, transport, row, port};
}

static void gather(const struct registry *r, struct parts *ret)
{
    for (size_t i = 0; i < r->row_count; i++) {
        uint16_t first, last;
        const char *transport = registry_text(r, r->rows[i].column[COLUMN_TRANSPORT]);
        if (!r->rows[i].column[COLUMN_NAME] || !row_ports(&r->rows[i], &first, &last))
            continue;
        for (uint32_t port = first; port <= last; port++) {
            add_part(ret, r, i, (uint16_t)port, *transport ? transport : "tcp");
            if (!*transport)
                add_part(ret, r, i, (uint16_t)port, "udp");
        }
    }
    if (ret->count > 0)
        qsort(ret->part, ret->count, sizeof *ret->part, compare_parts);
}

static bool same_key(const struct part *a, const struct part *b)
{
    return a->port == b->port && strcmp(a->transport, b->transport) == 0;
}

/* How many parts from i on belong to its key. */
static size_t key_length(const struct parts *p, size_t i)
{
    size_t n = 1;
    while (i + n < p->count && same_key(&p->part[i], &p->part[i + n]))
        n++;
    return n;
}

static const char *column(const struct part *p, int c)
{
    return registry_text(p->registry, p->registry->rows[p->row].column[c]);
}

static bool same_rows(const struct part *a, size_t n, const struct part *b, size_t m)
{
    for (size_t i = 0; i < n && n == m; i++)
        for (int c = 0; c < COLUMNS; c++)
            if (c != COLUMN_PORT && strcmp(column(&a[i], c), column(&b[i], c)) != 0)
                return false;
    return n == m;
}

static void print_key(struct bytes *out, char sign, const struct part *p, size_t n)
{
    if (!out)
        return;
    size_t start = out->size;
    bytes_print(out, "%c %u/%s", sign, p->port, p->transport);
    for (size_t i = 0; i < n; i++)
        bytes_print(out, " %s", column(&p[i], COLUMN_NAME));
    const char *description = column(p, COLUMN_DESCRIPTION);
    size_t length = strcspn(description, "\n");
    bytes_print(out, "%s%.*s", *description ? ": " : "", (int)(length < 100 ? length : 100), description);
    for (size_t i = start; i < out->size; i++)
        if (out->data[i] < 0x20 || out->data[i] == 0x7f)
            out->data[i] = '?';   /* it may go to a terminal */
    bytes_add_string(out, "\n");
}

void registry_diff(const struct registry *old, const struct registry *new, struct diff *ret, struct bytes *ret_text)
{
    struct parts a = {0}, b = {0};
    *ret = (struct diff){0};
    gather(old, &a);
    gather(new, &b);
    size_t n = a.count ? key_length(&a, 0) : 0, m = b.count ? key_length(&b, 0) : 0;
    for (size_t i = 0, k = 0; n || m;) {
        bool both = n && m && same_key(&a.part[i], &b.part[k]);
        bool removed = n && !both && (!m || compare_parts(&a.part[i], &b.part[k]) < 0), added = !both && !removed;
        if (removed)
            print_key(ret_text, '-', &a.part[i], n);
        else if (added)
            print_key(ret_text, '+', &b.part[k], m);
        else if (!same_rows(&a.part[i], n, &b.part[k], m)) {
            print_key(ret_text, '~', &b.part[k], m);
            ret->changed++;
        }
        ret->removed += removed;
        ret->added += added;
        ret->old_keys += !added;
        ret->new_keys += !removed;
        if (!added)
            n = (i += n) < a.count ? key_length(&a, i) : 0;
        if (!removed)
            m = (k += m) < b.count ? key_length(&b, k) : 0;
    }
    free(a.part);
    free(b.part);
}
