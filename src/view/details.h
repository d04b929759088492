/* SPDX-License-Identifier: MIT */
/* All that an index has about a port or a name: what `show' prints. */
#ifndef IANA_DETAILS_H
#define IANA_DETAILS_H

#include "view/records.h"
#include "view/target.h"

/* Entries of consecutive ports that have the same names, transport and rows. */
struct span {
    struct service service; /* of the first port */
    uint16_t last_port;
};

struct details {
    const struct loaded *loaded;
    const struct records *records;
    struct target target;
    struct span *spans; /* in line order of their first entries */
    size_t span_count;
    uint32_t *rows; /* candidates: rows of the spans, or rows without an entry; by first port */
    size_t row_count;
    uint16_t widest_row; /* the greatest last port - first port among them */
    uint32_t next_line;  /* details_local_line: where it continues */
};

/* Looks a target up. *ret points into the loaded index and its records, which must outlive
   it. Release it with details_free. */
void details_find(const struct loaded *, const struct records *, const struct target *, struct details *ret);
void details_free(struct details *);

/* Whether the index has the target: an entry, or a row with the name. A port that only has
   rows without a name is not found. */
bool details_found(const struct details *);

/* The candidates among d->rows for a span: rows[*ret_from] up to, not including,
   rows[*ret_to]. Those for which details_is_row_of is true are its rows. */
void details_candidates(const struct details *d, const struct span *, size_t *ret_from, size_t *ret_to);

/* Whether a row of the records has one of the names of the span, at its ports and transport.
   Local entries have no rows. */
bool details_is_row_of(const struct details *, uint32_t row, const struct span *);

/* Whether a row of d->rows belongs to the target and makes no entry: it has no name, no
   port, or a name that services(5) cannot write. */
bool details_is_without_entry(const struct details *d, uint32_t row);

/* The line of a local file that made the span's entry, or NULL. The search continues after
   the line found last, so it is one pass if the spans are given in order. */
const struct format_line *details_local_line(struct details *, const struct span *);

#endif
