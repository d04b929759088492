/* SPDX-License-Identifier: MIT */
/* All that an index knows about a port or a name: what `show' prints. */
#ifndef IANA_DETAILS_H
#define IANA_DETAILS_H

#include "view/records.h"
#include "view/target.h"

/* Entries of ports in a row that have the same names, transport and rows. */
struct span {
    struct service service; /* of the first port */
    uint16_t last_port;
};

struct details {
    const struct loaded *loaded;
    const struct records *records;
    struct target target;
    struct span *spans; /* the entries, by line */
    size_t span_count;
    uint32_t *rows; /* rows that may belong to them, or that make no entry, by first port */
    size_t row_count;
    uint16_t widest; /* of their ranges: the last port less the first */
    uint32_t line;   /* the local line that was found last */
};

/* Finds it. Release by details_free. */
void details_find(const struct loaded *, const struct records *, const struct target *, struct details *ret);
void details_free(struct details *);

/* Which of a->rows can be behind the entries of a group: from rows[*ret_from] up to, not
   including, rows[*ret_to]. */
void details_rows(const struct details *, const struct span *, size_t *ret_from, size_t *ret_to);

/* Whether a row is behind the entries of a group: has one of its names there. */
bool details_is_behind(const struct details *, uint32_t row, const struct span *);

/* Whether a row was asked for and is behind no group: it has no name, no port, or a
   name that services(5) cannot write. */
bool details_is_loose(const struct details *, uint32_t row);

/* The line of a local file that a group comes from, or NULL. Groups are asked for in
   their order, so that all of them take one pass over the lines. */
const struct format_line *details_local_line(struct details *, const struct span *);

#endif
