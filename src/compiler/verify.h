/* SPDX-License-Identifier: MIT */
/* Checks that an index is sound. */
#ifndef IANA_VERIFY_H
#define IANA_VERIFY_H

#include "base/file.h"
#include "registry/dates.h"

struct verified {
    size_t rows, entries;
    size_t lookup_size;                          /* bytes */
    char date[DATE_SIZE], newest_row[DATE_SIZE]; /* of the registry, "" if there is none; see dates.h */
    bool is_later;                               /* its minor is later than this version's */
    char date_kind[10];                          /* "published", "stated" or "" */
};

/* Its dates, which point into it. */
static inline struct dates verified_dates(const struct verified *v)
{
    return (struct dates){v->date, v->newest_row};
}

/* Checks the header and the checksum, then compiles the records of the index again: the result
   must be the same file, byte for byte; of a later minor, in each section that this version knows. So an
   index that passes answers what its rows say.
   Fills *ret, or returns false with a problem that tells the first wrong offset. */
bool index_verify(struct input, struct verified *ret, struct problem *);

#endif
