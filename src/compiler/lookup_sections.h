/* Entries -> the hot sections of an index: those that lookups need. */
#ifndef IANA_HOT_H
#define IANA_HOT_H

#include "base/buffer.h"
#include "compiler/entries.h"

struct hot {
    struct bytes transports, blocks, buckets, entries, names, locals;
};

/* Fills *ret, which must be zero. Returns false with *problem where the format
   cannot hold the entries. Release by hot_free, whatever it returned. */
bool hot_write(const struct registry *, const struct entries *, struct hot *ret, struct problem *);
void hot_free(struct hot *);

#endif
