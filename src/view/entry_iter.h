/* SPDX-License-Identifier: MIT */
/* All entries of a port, of a name, or of the index; a lookup finds the first only. */
#ifndef IANA_ENTRY_ITER_H
#define IANA_ENTRY_ITER_H

#include "index/index.h"

/* Called with each entry that is found; it points into the index. */
typedef void entry_found(void *context, const struct service *);

/* The entries of a port: local ones in the order of their lines, then the others. */
void entry_iter_port(const struct index *, uint16_t port, entry_found *, void *context);

/* The entries that have a name, ignoring ASCII case, in line order. */
void entry_iter_name(const struct index *, const char *name, entry_found *, void *context);

/* The next entry of the whole index in line order, duplicated ones too. *cursor is 0 at first,
   and moved on. Returns false at the end; *cursor and *ret are then untouched. */
bool entry_iter_next(const struct index *, uint32_t *cursor, struct service *ret);

#endif
