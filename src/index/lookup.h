/* SPDX-License-Identifier: MIT */
/* Lookups in an opened index, inline, so that a call of the module is one function that keeps
   what it found in registers. The slow path is in lookup.c.

   The bytes are untrusted, as index.h has it. A returned entry is one of ENTRIES; what it
   points to is for index_service or pack_entry to check. */
#ifndef IANA_LOOKUP_H
#define IANA_LOOKUP_H

#include "index/index.h"
#include "index/load.h"
#include "index/name_hash.h"
#include "index/probe.h"

/* What is looked for: a port in bits 0 to 15 and a transport in bits 16 to 23 of `key`, of which
   the bits in `mask` must match. */
struct wanted {
    uint32_t key, mask;
};

static inline bool is_wanted(const struct format_entry *e, struct wanted w)
{
    return ((load_le24(&e->port) ^ w.key) & w.mask) == 0; /* port and transport */
}

/* This protocol, or any if it is NULL. Nearly all callers ask for tcp or udp; no jump depends on
   which, since it would be mispredicted for those that ask for both in turn. */
static inline struct wanted want_protocol(const struct index *x, const char *protocol)
{
    const uint32_t mask = NO_TRANSPORT | 0xff0000;
    if (!protocol)
        return (struct wanted){0, 0};
    if (__builtin_expect(protocol[0] != '\0', 1)) { /* so there are two bytes */
        uint32_t two = load_le16(protocol);
        uint32_t not_tcp = two ^ ('t' | 'c' << 8), not_udp = two ^ ('u' | 'd' << 8);
        if (__builtin_expect(not_tcp * not_udp == 0 && protocol[2] == 'p' && !protocol[3], 1))
            return (struct wanted){x->common[not_udp == 0], mask};
    }
    return (struct wanted){index_transport(x, protocol), mask};
}

/* e, or the next if e is not wanted and there are `more`. Without a jump: half of all lookups
   want the second transport of a port or name. */
static inline const struct format_entry *entry_step(const struct format_entry *e, struct wanted w, bool more)
{
    return e + (!is_wanted(e, w) & more);
}

/* The first line that has this port (host byte order) and, unless it is NULL, this protocol;
   NULL if there is none. */
static inline const struct format_entry *index_by_port(const struct index *x, uint32_t port,
                                                       const char *protocol)
{
    uint32_t b = port / FORMAT_BLOCK_PORTS;
    if (b >= x->block_count)
        return NULL;
    uint32_t i = load_le24(&x->blocks[b].first) +
                 (load_le32(&x->blocks[b].steps) >> 4 * (port % FORMAT_BLOCK_PORTS) & FORMAT_STEP_MAX);
    if (i >= x->entry_count)
        return NULL;
    struct wanted w = want_protocol(x, protocol);
    w.key |= port;
    w.mask |= 0xffff;
    const struct format_entry *e = entry_step(&x->entries[i], w, i + 1 < x->entry_count);
    for (const struct format_entry *end = x->entries + x->entry_count; !is_wanted(e, w);)
        if (load_le16(&e->port) > port || ++e == end)
            return NULL;
    return e;
}

/* index_by_name for a name of any length, n bytes, wherever it is: the slow path, in lookup.c. */
const struct format_entry *index_search(const struct index *, const char *name, size_t n, struct wanted);

/* The first line that has this name and, unless it is NULL, this protocol; NULL if there is
   none. If the index is closed and a local line has the name, only local lines count.
   The fast path: a name of at most 16 bytes that is the canonical name of a group in its own
   bucket, if the groups in matching slots before it have other names and no aliases; or one
   without a matching slot in a bucket that is not full. */
static inline const struct format_entry *index_by_name(const struct index *x, const char *name,
                                                       const char *protocol)
{
    struct wanted w = want_protocol(x, protocol);
    size_t n = strlen(name);
    if (n > 16)
        return index_search(x, name, n, w);
    struct words words = words_of(name, n);
    uint32_t hash = words_hash(words, n, x->seed);
    const struct format_bucket *b = &x->buckets[hash_bucket(hash, x->bucket_count)];
    uint64_t tags = load_le64(b->tag), slots = matching_slots(tags, hash);
    if (!slots && free_slots(tags))
        return NULL;
    for (; slots; slots &= slots - 1) {
        uint32_t i = load_le24(&b->entry[first_slot(slots)]);
        if (i >= x->entry_count)
            break;
        const struct format_entry *first = &x->entries[i];
        const char *list = bytes_at(x->names, x->names_size, load_le24(first), sizeof(le16) + n + 1);
        const struct format_entry *e =
            entry_step(first, w, ((first->flags & ENTRY_CONTINUES) != 0) & (i + 1 < x->entry_count));
        bool same = list && list[sizeof(le16) + n] == '\0';
        if (same) {
            struct words other = words_of(list + sizeof(le16), n);
            same = ((other.a ^ words.a) | (other.b ^ words.b)) == 0;
        }
        if (same && is_wanted(e, w))
            return e;
        if (same || first->aliases)
            break; /* the wanted entry may be further on in this group */
    }
    return index_search(x, name, n, w);
}

/* The entry at *cursor (0 at first) in line order, duplicates too: the local ones in the order
   of LOCALS, then the others in the order of ENTRIES. Moves *cursor to the next. NULL, and
   *cursor unchanged, at the end. */
static inline const struct format_entry *index_next(const struct index *x, uint32_t *cursor)
{
    const uint32_t locals = x->local_count, end = locals + x->entry_count;
    for (uint32_t i = *cursor; i < end; i++) {
        uint32_t k = i < locals ? load_le32(&x->locals[i]) : i - locals;
        if (k < x->entry_count && (i < locals || !(x->entries[k].flags & ENTRY_LOCAL))) {
            *cursor = i + 1;
            return &x->entries[k];
        }
    }
    return NULL;
}

#endif
