/* SPDX-License-Identifier: MIT */
/* All entries of a port, of a name, or of the index; see entry_iter.h. */
#include "view/entry_iter.h"

#include <strings.h>

#include "index/lookup.h"

void entry_iter_port(const struct index *x, uint16_t port, entry_found *found, void *context)
{
    struct service s;
    uint32_t b = port / FORMAT_BLOCK_PORTS;
    if (b >= x->block_count)
        return;
    for (uint32_t i = le24_first(&x->blocks[b]); i < x->entry_count && le16_get(x->entries[i].port) <= port;
         i++)
        if (le16_get(x->entries[i].port) == port && index_entry(x, i, &s))
            found(context, &s);
}

static bool has_name(const struct service *s, const char *name)
{
    for (const char *p = s->names; p < s->names + s->size; p += strlen(p) + 1)
        if (strcasecmp(p, name) == 0)
            return true;
    return false;
}

void entry_iter_name(const struct index *x, const char *name, entry_found *found, void *context)
{
    struct service s;
    uint32_t hash = name_hash(name, strlen(name)), b = hash_bucket(hash, x->bucket_count);
    /* In a damaged index, each slot could give every entry again, or all be searched in vain. */
    uint32_t left = x->entry_count;
    for (uint64_t work = 0, most = index_most_work(x); work < most; work++) {
        uint64_t tags = word_at((const char *)x->buckets[b].tag);
        for (uint64_t slots = slots_of(tags, hash); slots && work < most; slots &= slots - 1, work++) {
            uint32_t k = le24_get(x->buckets[b].entry[first_slot(slots)]);
            if (!index_entry(x, k, &s))
                continue;
            work += s.size;
            for (bool more = has_name(&s, name); more && left > 0 && index_entry(x, k, &s); k++, left--) {
                more = s.flags & ENTRY_CONTINUES;
                found(context, &s);
            }
        }
        if (free_slots(tags))
            return;
        b = b + 1 < x->bucket_count ? b + 1 : 0;
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
