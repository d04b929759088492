/* SPDX-License-Identifier: MIT */
/* Which entries an index has, in which order: local lines first, then the
   registry's rows, one entry for each port and transport, with curated names. */
#ifndef IANA_ENTRIES_H
#define IANA_ENTRIES_H

#include "registry/registry.h"

struct entry {
    uint32_t transport;  /* text */
    uint32_t first_name; /* index into entries.names: the canonical name ... */
    uint32_t name_count; /* ... of this many, the aliases after it */
    uint16_t port;
    bool local;
};

struct entries {
    struct entry *entry; /* in line order: local ones, then the registry's by port and transport */
    size_t count;
    uint32_t *names; /* texts */
    size_t name_count;
    /* Counts for the summary: aliases; rows that make no entry; curated lines left out since the
       registry lacks the first name; curated aliases left out since it gives them to another port. */
    size_t aliases, nameless_rows, portless_names, unwritable_names;
    size_t absent_curated, taken_aliases;
};

/* Compiles a registry; adds texts to r->text. Returns false with a problem if the index format
   cannot hold the result. Release *ret by entries_free, also on failure. */
bool entries_compile(struct registry *r, struct entries *ret, struct problem *);
void entries_free(struct entries *);

/* Whether an entry of the registry, compiled from *r, has the name of this application's program at one of its
   ports, ignoring ASCII case. */
bool entries_have_application(const struct entries *, const struct registry *r, const struct application *);

#endif
