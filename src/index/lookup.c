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
            if (bytes_equal(p, name, n))
                return MATCH_EXACT;
            if (equal_folded(p, name, n))
                best = MATCH_FOLDED;
        }
        const char *nul = memchr(p, '\0', (size_t)(end - p));
        p = nul ? nul + 1 : end;
    }
    return best;
}

/* The first entry that is wanted in the group that starts at entry i, or NULL. Adds what
   it walks to *work. */
static const struct format_entry *in_group(const struct index *x, uint32_t i, struct wanted w, uint64_t *work)
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
    uint32_t hash = name_hash(name, n), b = hash_bucket(hash, x->bucket_count);
    for (uint64_t work = 0, most = index_most_work(x); work < most; work++) {
        const struct format_bucket *bucket = &x->buckets[b];
        uint64_t tags = word_at((const char *)bucket->tag);
        for (uint64_t slots = slots_of(tags, hash); slots && work < most; slots &= slots - 1, work++) {
            const struct format_entry *e =
                in_group(x, le24_first(&bucket->entry[first_slot(slots)]), w, &work);
            struct service s;
            if (!index_service(x, e, &s))
                continue;
            work += s.size;
            enum match m = match_names(&s, name, n);
            if (m == MATCH_EXACT)
                return e;
            if (m == MATCH_FOLDED && !folded)
                folded = e;
        }
        if (free_slots(tags))
            break;
        b = b + 1 < x->bucket_count ? b + 1 : 0;
    }
    return folded;
}
