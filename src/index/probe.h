/* SPDX-License-Identifier: MIT */
/* Probing the hash table of names: part of the index format. */
#ifndef IANA_PROBE_H
#define IANA_PROBE_H

#include "index/index.h"
#include "index/load.h"
#include "index/name_hash.h"

/* The bucket where the probing for a hash starts, and what tells its slots from others'. */
static inline uint32_t hash_bucket(uint32_t hash, uint32_t buckets)
{
    return (uint32_t)((uint64_t)hash * buckets >> 32);
}

static inline uint32_t hash_tag(uint32_t hash)
{
    return hash % FORMAT_TAKEN | FORMAT_TAKEN;
}

/* A set of slots of a bucket is a word in which bit 7 of byte i is set for slot i. */

/* The slots that have this hash's tag, given all tags of the bucket as one word. A byte is
   0 if neither its low bits carry into bit 7 nor that is set. */
static inline uint64_t matching_slots(uint64_t tags, uint32_t hash)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t differ = tags ^ ones * hash_tag(hash);
    return ~(((differ & ones * 0x7f) + ones * 0x7f) | differ) & ones * 0x80;
}

/* The free slots, likewise; one ends the probing. */
static inline uint64_t free_slots(uint64_t tags)
{
    return ~tags & 0x8080808080808080u;
}

/* The number of the first slot of a set that is not empty. */
static inline uint32_t first_slot(uint64_t slots)
{
    return (uint32_t)__builtin_ctzll(slots) / 8;
}

/* A walk over the slots that have a hash's tag. */
struct probe {
    const struct index *index;
    uint32_t hash, bucket, visited; /* buckets before this one */
    uint64_t tags, slots;           /* of the bucket: its tags, and the matching slots still to come */
    uint64_t work, most;            /* buckets, slots, and what the caller adds: entries and bytes of names */
};

static inline void probe_enter(struct probe *p, uint32_t bucket)
{
    p->bucket = bucket;
    p->tags = load_le64(p->index->buckets[bucket].tag);
    p->slots = matching_slots(p->tags, p->hash);
}

/* Begins at the hash's bucket; the index has at least one. `most` bounds the time that a
   malicious index can take: the compiler makes none in which a lookup needs as much. */
static inline struct probe probe_start(const struct index *x, uint32_t hash)
{
    struct probe p = {.index = x, .hash = hash};
    p.most = (uint64_t)65536 + x->bucket_count + x->entry_count + x->names_size;
    probe_enter(&p, hash_bucket(hash, x->bucket_count));
    return p;
}

/* Goes to the next slot: *ret_entry is then the position of a group's first entry, unchecked.
   False at the end: p->bucket has a free slot, is the last of FORMAT_PROBE_MAX, or work
   reached `most`. */
static inline bool probe_next(struct probe *p, uint32_t *ret_entry)
{
    for (; p->work < p->most; p->work++) {
        if (p->slots) {
            *ret_entry = load_le24(&p->index->buckets[p->bucket].entry[first_slot(p->slots)]);
            p->slots &= p->slots - 1;
            p->work++;
            return true;
        }
        if (free_slots(p->tags) || ++p->visited == FORMAT_PROBE_MAX)
            return false;
        probe_enter(p, p->bucket + 1 < p->index->bucket_count ? p->bucket + 1 : 0);
    }
    return false;
}

#endif
