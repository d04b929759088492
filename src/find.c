/* All entries of a port or a name; see find.h. */
#include "find.h"

#include <strings.h>

#include "hash.h"

void find_port(const struct index *x, uint16_t port, find_entry *found, void *context)
{
    struct service s;
    uint32_t b = port / FORMAT_BLOCK_PORTS;
    if (b + 1 >= x->block_count)
        return;
    uint32_t end = le24_get(x->blocks[b + 1].first);
    for (uint32_t i = le24_get(x->blocks[b].first); i < end && i < x->entry_count; i++)
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

void find_name(const struct index *x, const char *name, find_entry *found, void *context)
{
    struct service s;
    uint32_t hash = name_hash(name, strlen(name)), i = hash_slot(hash, x->slot_count);
    uint32_t left = x->entry_count;   /* an index that lies could give each again for every slot */
    for (uint32_t probes = 0; probes < x->slot_count; probes++) {
        uint32_t slot = le32_get(x->slots[i]);
        i = i + 1 < x->slot_count ? i + 1 : 0;
        if (slot == 0)
            return;
        if (slot >> SLOT_TAG_SHIFT != hash_tag(hash))
            continue;
        bool more = true;
        for (uint32_t k = (slot & SLOT_ENTRY) - 1; more && left > 0 && index_entry(x, k, &s) && has_name(&s, name); k++, left--) {
            more = s.flags & ENTRY_RUNS_ON;
            found(context, &s);
        }
    }
}
