/* SPDX-License-Identifier: MIT */
/* Entries -> the hot sections of an index: those that lookups need. */
#ifndef IANA_LOOKUP_SECTIONS_H
#define IANA_LOOKUP_SECTIONS_H

#include "base/buffer.h"
#include "compiler/entries.h"

struct lookup_sections {
    struct buffer transports, blocks, buckets, entries, names, locals;
};

/* Fills *ret, which must be zero. Returns false with *problem where the format
   cannot hold the entries. Release by lookup_sections_free, whatever it returned. */
bool lookup_sections_write(const struct registry *, const struct entries *, struct lookup_sections *ret,
                           struct problem *);
void lookup_sections_free(struct lookup_sections *);

#endif
