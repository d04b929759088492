/* SPDX-License-Identifier: MIT */
/* Slow path of lookups by name; see lookup.h. */
#include "index/lookup.h"

/* Whether an entry has this name of n bytes. */
static bool has_name(const struct service *s, const char *name, size_t n)
{
    for (const char *p = s->names, *end = p + s->size; p < end;) {
        if ((size_t)(end - p) > n && p[n] == '\0' && memcmp(p, name, n) == 0)
            return true;
        const char *nul = memchr(p, '\0', (size_t)(end - p));
        p = nul ? nul + 1 : end;
    }
    return false;
}

/* The first wanted entry of the group that starts at entry i, or NULL. Adds the entries that
   it passes to *work. */
static const struct format_entry *find_in_group(const struct index *x, uint32_t i, struct wanted w,
                                                uint64_t *work)
{
    for (; i < x->entry_count; i++, ++*work) {
        const struct format_entry *e = &x->entries[i];
        if (is_wanted(e, w))
            return e;
        if (!(e->flags & ENTRY_CONTINUES))
            return NULL;
    }
    return NULL;
}

const struct format_entry *index_search(const struct index *x, const char *name, size_t n, struct wanted w)
{
    struct probe p = probe_start(x, bytes_hash(name, n, x->seed));
    bool locals_only = false;
    for (uint32_t i; probe_next(&p, &i);) {
        struct service s;
        if (!index_entry(x, i, &s))
            continue;
        p.work += s.size;
        bool is_local = s.flags & ENTRY_LOCAL;
        if (!has_name(&s, name, n) || (locals_only && !is_local))
            continue;
        const struct format_entry *e = find_in_group(x, i, w, &p.work);
        if (e)
            return e;
        locals_only |= x->closed && is_local; /* the groups of local lines come first */
    }
    return NULL;
}
