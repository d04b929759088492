/* SPDX-License-Identifier: MIT */
/* Where an index came from, read in place: no need to decode its rows. */
#ifndef IANA_PROVENANCE_H
#define IANA_PROVENANCE_H

#include <stddef.h>

#include "index/format.h"

/* A fact about the registry of an index; "" if the index does not have it. bytes: `length` of
   them, a whole index whose header index_lookup_size accepted. The text is part of them. */
const char *provenance_text(const void *bytes, size_t length, enum format_provenance);

#endif
