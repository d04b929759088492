/* SPDX-License-Identifier: MIT */
/* Entries, or rows that make none, that differ in nothing but the transport: what `show' prints as one. */
#ifndef IANA_BLOCKS_H
#define IANA_BLOCKS_H

#include "view/details.h"

enum { BLOCK_TRANSPORTS_MAX = 8 };
struct block {
    const struct span
        *spans[BLOCK_TRANSPORTS_MAX]; /* entries of the same names; none for a row that makes none */
    uint32_t row;                     /* that row, the first of those */
    uint16_t first, last;             /* the ports, of a row only those of the target; first > last: none */
    const char *transports[BLOCK_TRANSPORTS_MAX];
    size_t count; /* of transports, and of spans if there are any */
};

/* The blocks of all entries and then of all rows that make none; of a range by port. The caller frees the
   array, which points into the details. */
struct block *blocks_find(const struct details *, size_t *ret_count);

/* Whether two rows have the same text in a column, but for the amount of blanks. */
bool rows_agree(const struct records *, uint32_t a, uint32_t b, enum column);

#endif
