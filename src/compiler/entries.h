/* SPDX-License-Identifier: MIT */
/* Which entries an index has, in which order: local lines first, then the
   registry's rows, one entry for each port and transport, with curated names. */
#ifndef IANA_ENTRIES_H
#define IANA_ENTRIES_H

#include "registry/registry.h"

struct entry {
    uint32_t transport;  /* text */
    uint32_t first_name; /* in entries.names: the canonical one ... */
    uint32_t name_count; /* ... and the aliases behind it */
    uint16_t port;
    bool local;
};

struct entries {
    struct entry *entry; /* in line order: local ones, then the registry's, by port */
    size_t count;
    uint32_t *names; /* texts */
    size_t name_count;
    /* for the summary */
    size_t aliases, nameless_rows, portless_names, unwritable_names;
    size_t absent_curated, taken_aliases;
};

/* Compiles. Adds texts to r->text. Returns false with *problem where the index
   format cannot hold the result. Release by entries_free. */
bool entries_compile(struct registry *r, struct entries *ret, struct problem *);
void entries_free(struct entries *);

#endif
