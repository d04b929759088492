/* SPDX-License-Identifier: MIT */
/* All that an index has about a port, a range of ports or a name: what `show' prints. */
#ifndef IANA_DETAILS_H
#define IANA_DETAILS_H

#include "view/records.h"
#include "view/target.h"

/* Entries of consecutive ports that have the same names, transport and rows. */
struct span {
    struct service service; /* of the first port */
    uint16_t last_port;
};

/* A row at one of its transports; its ports have that above them, in bits 16 to 23, as index_transport has it. */
struct span_row {
    uint32_t first, last;
    uint32_t row;
};

struct details {
    const struct loaded *loaded;
    const struct records *records;
    struct target target;
    struct span *spans; /* in line order of their first entries */
    size_t span_count;
    uint32_t *rows; /* of the target, that make no entry: no name, no port, or a name that services(5)
                       cannot write; by first port */
    size_t row_count;
    struct span_row *span_rows; /* that make entries in the range of ports that the spans are in; sorted */
    size_t span_row_count;
    uint32_t *greatest_last; /* a tree over them, with so many leaves; see details.c */
    size_t leaves;
    uint32_t next_line; /* details_local_line: where it continues */
};

/* Looks a target up. *ret points into the loaded index and its records, which must outlive
   it. Release it with details_free. */
void details_find(const struct loaded *, const struct records *, const struct target *, struct details *ret);
void details_free(struct details *);

/* Whether the index has the target: an entry, or a row with the name. A port that only has
   rows without a name is not found. */
bool details_found(const struct details *);

/* Whether the target is one port that nobody is known to have: it has no entry, and an Unassigned row or none. */
bool details_is_open(const struct details *);

/* The rows that made a span's entries, one by one, by first port. *at is 0 at first, and moved on. Returns
   false after the last; *at and *ret_row are then untouched. Local entries have none. */
bool details_next_row(const struct details *, const struct span *, size_t *at, uint32_t *ret_row);

/* The line of a local file that made the span's entry, or NULL. The spans are given in order: the search
   continues after the line found last. */
const struct format_line *details_local_line(struct details *, const struct span *);

#endif
