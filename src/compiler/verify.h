/* SPDX-License-Identifier: MIT */
/* Whether an index is sound. */
#ifndef IANA_VERIFY_H
#define IANA_VERIFY_H

#include "base/file.h"

struct verified {
    size_t rows, entries, lookup_size;
    char date[16]; /* of the registry */
};

/* Checks the header and the checksum, then compiles the records part of the index
   again: the file must be, byte for byte, what comes of it. So an index that
   passes answers as its own rows say. Returns false with *problem, which names
   the first offset that is wrong; else fills *ret. */
bool index_verify(struct input, struct verified *ret, struct problem *);

#endif
