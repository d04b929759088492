/* SPDX-License-Identifier: MIT */
/* All entries of a port or a name; see entry_iter.h. */
#include "view/entry_iter.h"

#include <strings.h>

#include "base/endian.h"
#include "index/lookup.h"

void entry_iter_port(const struct index *x, uint16_t port, entry_found *found, void *context)
{
    struct service s;
    uint32_t b = port / FORMAT_BLOCK_PORTS;
    if (b >= x->block_count)
        return;
    for (uint32_t i = le24_get(x->blocks[b].first);
         i < x->entry_count && le16_get(x->entries[i].port) <= port; i++)
        if (le16_get(x->entries[i].port) == port && index_entry(x, i, &s))
            found(context, &s);
}

bool entry_has_name(const struct service *s, const char *name, int (*compare)(const char *, const char *))
{
    for (const char *p = s->names; p < s->names + s->size; p += strlen(p) + 1)
        if (compare(p, name) == 0)
            return true;
    return false;
}

/* False if the entry has another name: by the first letter, which most differ in. */
static bool may_have_name(const struct index *x, const struct format_entry *e, const char *name)
{
    const char *list = bytes_at(x->names, x->names_size, load_le24(&e->names), sizeof(le16) + 1);
    return e->aliases > 0 || (list && ((list[sizeof(le16)] ^ *name) & ~0x20) == 0);
}

/* The hash of names is of exact ones, so all entries are passed. */
void entry_iter_name(const struct index *x, const char *name, entry_found *found, void *context)
{
    struct service s;
    const struct format_entry *e;
    uint32_t left = x->entry_count; /* a damaged index could have local entries twice */
    for (uint32_t cursor = 0; left > 0 && (e = index_next(x, &cursor));)
        if (may_have_name(x, e, name) && index_service(x, e, &s) && entry_has_name(&s, name, strcasecmp)) {
            found(context, &s);
            left--;
        }
}

bool entry_iter_next(const struct index *x, uint32_t *cursor, struct service *ret)
{
    const struct format_entry *e;
    for (uint32_t next = *cursor; (e = index_next(x, &next));)
        if (index_service(x, e, ret)) {
            *cursor = next;
            return true;
        }
    return false;
}
