/* SPDX-License-Identifier: MIT */
/* Slow path of lookups by name; see lookup.h. */
#include "index/lookup.h"

enum match { MATCH_NONE, MATCH_FOLDED, MATCH_EXACT };

static bool equal_folded(const char *a, const char *b, size_t n)
{
    while (n > 0 && name_fold((unsigned char)a[n - 1]) == name_fold((unsigned char)b[n - 1]))
        n--;
    return n == 0;
}

/* The best match of a name of n bytes among those of an entry. */
static enum match match_names(const struct service *s, const char *name, size_t n)
{
    enum match best = MATCH_NONE;
    for (const char *p = s->names, *end = p + s->size; p < end;) {
        if ((size_t)(end - p) > n && p[n] == '\0') {
            if (memcmp(p, name, n) == 0)
                return MATCH_EXACT;
            if (equal_folded(p, name, n))
                best = MATCH_FOLDED;
        }
        const char *nul = memchr(p, '\0', (size_t)(end - p));
        p = nul ? nul + 1 : end;
    }
    return best;
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
    const struct format_entry *folded = NULL; /* the first */
    struct probe p = probe_start(x, name_hash(name, n));
    for (uint32_t i; probe_next(&p, &i);) {
        const struct format_entry *e = find_in_group(x, i, w, &p.work);
        struct service s;
        if (!index_service(x, e, &s))
            continue;
        p.work += s.size;
        enum match m = match_names(&s, name, n);
        if (m == MATCH_EXACT)
            return e;
        if (m == MATCH_FOLDED && !folded)
            folded = e;
    }
    return folded;
}
