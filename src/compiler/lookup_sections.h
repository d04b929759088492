/* SPDX-License-Identifier: MIT */
/* Entries -> the lookup sections of an index. */
#ifndef IANA_LOOKUP_SECTIONS_H
#define IANA_LOOKUP_SECTIONS_H

#include "base/buffer.h"
#include "compiler/entries.h"

struct lookup_sections {
    struct buffer transports, blocks, buckets, entries, names, locals;
    uint32_t seed; /* of the hash of names */
};

/* Fills *ret, which must be zeroed. Returns false with a problem if the format cannot hold the
   entries. Release *ret by lookup_sections_free, also on failure. */
bool lookup_sections_write(const struct registry *, const struct entries *, struct lookup_sections *ret,
                           struct problem *);
void lookup_sections_free(struct lookup_sections *);

#endif
