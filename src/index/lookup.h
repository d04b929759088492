/* SPDX-License-Identifier: MIT */
/* Lookups in an opened index, inline: from libc's call to its answer is one function, in
   which what was found stays in registers. What is rare is in reader.c.

   The bytes are untrusted. Whatever they hold, no function reads outside them and each
   ends within a number of steps bounded by their length. An entry that is returned is one
   of the index's; that it points inside is for index_service or pack_entry to see. */
#ifndef IANA_LOOKUP_H
#define IANA_LOOKUP_H

#include "index/index.h"
#include "index/name_hash.h"

/* What is looked for: a port, and a transport in bits 16 to 23, so far as `mask` has them. */
struct wanted {
    uint32_t key, mask;
};

static inline bool is_wanted(const struct format_entry *e, struct wanted w)
{
    uint32_t key = le32_get(*(const le32 *)(const void *)&e->port) & 0xffffff;
    return ((key ^ w.key) & w.mask) == 0;
}

/* This protocol, or where it is NULL any. Nearly all ask for one of two, and nothing here
   jumps on which: callers that ask for both in turn would have that mispredicted. */
static inline struct wanted want_protocol(const struct index *x, const char *protocol)
{
    const uint32_t mask = NO_TRANSPORT | 0xff0000;
    if (!protocol)
        return (struct wanted){0, 0};
    if (__builtin_expect(protocol[0] != '\0', 1)) { /* so there are two bytes */
        uint32_t two = le16_get(*(const le16 *)(const void *)protocol);
        uint32_t not_tcp = two ^ ('t' | 'c' << 8), not_udp = two ^ ('u' | 'd' << 8);
        if (__builtin_expect(not_tcp * not_udp == 0 && protocol[2] == 'p' && !protocol[3], 1))
            return (struct wanted){x->common[not_udp == 0], mask};
    }
    return (struct wanted){index_transport(x, protocol), mask};
}

/* e, or the next where e is not wanted and there are `more`. Half of all lookups want the
   second transport of a port or name; a jump would be mispredicted as often. */
static inline const struct format_entry *entry_step(const struct format_entry *e, struct wanted w, bool more)
{
    return e + (!is_wanted(e, w) & more);
}

/* The first line that has this port (host byte order) and, unless it is NULL, this
   protocol; NULL where there is none. */
static inline const struct format_entry *index_by_port(const struct index *x, uint32_t port,
                                                       const char *protocol)
{
    uint32_t b = port / FORMAT_BLOCK_PORTS;
    if (b >= x->block_count)
        return NULL;
    uint32_t i = le24_first(&x->blocks[b]) +
                 (le32_get(x->blocks[b].steps) >> 4 * (port % FORMAT_BLOCK_PORTS) & FORMAT_STEP_MAX);
    if (i >= x->entry_count)
        return NULL;
    struct wanted w = want_protocol(x, protocol);
    w.key |= port;
    w.mask |= 0xffff;
    const struct format_entry *e = entry_step(&x->entries[i], w, i + 1 < x->entry_count);
    for (const struct format_entry *behind = x->entries + x->entry_count; !is_wanted(e, w);)
        if (le16_get(e->port) > port || ++e == behind)
            return NULL;
    return e;
}

/* index_by_name, whatever it takes: reader.c. n: the bytes of name. */
const struct format_entry *index_search(const struct index *, const char *name, size_t n, struct wanted);

/* The first line that has this name (or, where there is none, the first that has it but
   for ASCII case) and, unless it is NULL, this protocol; NULL where there is none.
   Here is the usual case, of a name that is not long: a place with its tag leads to a group
   whose canonical name it is, and those before it to spans that have no alias and another
   name; or there is none, and the bucket is not full. */
static inline const struct format_entry *index_by_name(const struct index *x, const char *name,
                                                       const char *protocol)
{
    struct wanted w = want_protocol(x, protocol);
    size_t n = strlen(name);
    if (n > 16)
        return index_search(x, name, n, w);
    struct words words = words_of(name, n);
    uint32_t hash = words_hash(words, n, 0, NAME_MASK);
    const struct format_bucket *b = &x->buckets[hash_bucket(hash, x->bucket_count)];
    uint64_t tags = word_at((const char *)b->tag), slots = slots_of(tags, hash);
    if (!slots && free_slots(tags))
        return NULL;
    for (; slots; slots &= slots - 1) {
        uint32_t i = le24_first(&b->entry[first_slot(slots)]);
        if (i >= x->entry_count)
            break;
        const struct format_entry *first = &x->entries[i];
        const char *run = bytes_at(x->names, x->names_size, le24_first(first), sizeof(le16) + n + 1);
        const struct format_entry *e =
            entry_step(first, w, ((first->flags & ENTRY_CONTINUES) != 0) & (i + 1 < x->entry_count));
        bool same =
            run && run[sizeof(le16) + n] == '\0' && words_equal(words_of(run + sizeof(le16), n), words);
        if (same && is_wanted(e, w))
            return e;
        if (same || first->aliases)
            break; /* what is wanted may be further on in this group */
    }
    return index_search(x, name, n, w);
}

/* The line at *cursor (0 at first) in line order, shadowed ones too: the local lines as
   LOCALS orders them, then the entries as they stand, without the local ones. *cursor is
   then the next. NULL, and *cursor as it was, at the end. */
static inline const struct format_entry *index_next(const struct index *x, uint32_t *cursor)
{
    const uint32_t locals = x->local_count, end = locals + x->entry_count;
    for (uint32_t i = *cursor; i < end; i++) {
        uint32_t k = i < locals ? le32_get(x->locals[i]) : i - locals;
        if (k < x->entry_count && (i < locals || !(x->entries[k].flags & ENTRY_LOCAL))) {
            *cursor = i + 1;
            return &x->entries[k];
        }
    }
    return NULL;
}

#endif
