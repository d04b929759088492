/* SPDX-License-Identifier: MIT */
/* All entries of a port or a name, where lookups want the first only; and all there are. */
#ifndef IANA_ENTRY_ITER_H
#define IANA_ENTRY_ITER_H

#include "index/index.h"

/* Called with each entry that is found. */
typedef void entry_found(void *context, const struct service *);

/* The entries of this port, by line among the local ones and among the others. */
void entry_iter_port(const struct index *, uint16_t port, entry_found *, void *context);

/* The entries that have this name but for ASCII case, in line order. */
void entry_iter_name(const struct index *, const char *name, entry_found *, void *context);

/* The line at *cursor (0 at first) in line order, shadowed ones too. Returns false, and
   leaves both alone, at the end; else *cursor is the next. */
bool entry_iter_next(const struct index *, uint32_t *cursor, struct service *ret);

#endif
