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

/* By the first letter, ignoring ASCII case: most names differ in it. */
static bool starts_like(const char *a, const char *b)
{
    return ((*a ^ *b) & ~0x20) == 0;
}

static bool has_name(const struct service *s, const char *name)
{
    for (const char *p = s->names; p < s->names + s->size; p += strlen(p) + 1)
        if (starts_like(p, name) && strcasecmp(p, name) == 0)
            return true;
    return false;
}

/* False if the entry has another name; most have no aliases. */
static inline bool may_have_name(const struct index *x, const struct format_entry *e, const char *name)
{
    const char *list = bytes_at(x->names, x->names_size, load_le24(&e->names), sizeof(le16) + 1);
    return list && (starts_like(list + sizeof(le16), name) || e->aliases > 0);
}

/* The hash of names is of exact ones, so all entries are passed, but those that continue one with other names. */
void entry_iter_name(const struct index *x, const char *name, entry_found *found, void *context)
{
    struct service s;
    const struct format_entry *end = x->entries + x->entry_count;
    uint32_t left = x->entry_count; /* a damaged index could have local entries twice */
    for (uint32_t i = 0; i < x->local_count && left > 0; i++)
        if (index_entry(x, load_le32(&x->locals[i]), &s) && has_name(&s, name)) {
            found(context, &s);
            left--;
        }
    for (const struct format_entry *e = x->entries; e < end && left > 0; e++)
        if (!may_have_name(x, e, name) || !index_service(x, e, &s) || !has_name(&s, name)) {
            e += (e->flags & ENTRY_CONTINUES) != 0;
        } else if (!(e->flags & ENTRY_LOCAL)) {
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
