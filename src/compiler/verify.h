/* SPDX-License-Identifier: MIT */
/* Checks that an index is sound. */
#ifndef IANA_VERIFY_H
#define IANA_VERIFY_H

#include "base/file.h"

struct verified {
    size_t rows, entries;
    size_t lookup_size; /* bytes */
    char date[16];      /* of the registry */
};

/* Checks the header and the checksum, then compiles the records of the index again: the result
   must be the same file, byte for byte. So an index that passes answers what its rows say.
   Fills *ret, or returns false with a problem that tells the first wrong offset. */
bool index_verify(struct input, struct verified *ret, struct problem *);

#endif
