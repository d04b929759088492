/* All entries of a port or a name, where lookups want the first only; and all there are. */
#ifndef IANA_FIND_H
#define IANA_FIND_H

#include "index/index.h"

/* Called with each entry that is found. */
typedef void find_entry(void *context, const struct service *);

/* The entries of this port, by line among the local ones and among the others. */
void find_port(const struct index *, uint16_t port, find_entry *, void *context);

/* The entries that have this name but for ASCII case, in line order. */
void find_name(const struct index *, const char *name, find_entry *, void *context);

/* The line at *cursor (0 at first) in line order, shadowed ones too. Returns false, and
   leaves both alone, at the end; else *cursor is the next. */
bool find_next(const struct index *, uint32_t *cursor, struct service *ret);

#endif
