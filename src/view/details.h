/* All that an index knows about a port or a name: what `show' prints. */
#ifndef IANA_ANSWER_H
#define IANA_ANSWER_H

#include "view/records.h"
#include "view/target.h"

/* Entries of ports in a row that have the same names, transport and rows. */
struct group {
    struct service service;       /* of the first port */
    uint16_t last_port;
};

struct answer {
    const struct loaded *loaded;
    const struct cold *cold;
    struct query query;
    struct group *groups;         /* the entries, by line */
    size_t group_count;
    uint32_t *rows;               /* rows that may belong to them, or that make no entry, by first port */
    size_t row_count;
    uint16_t widest;              /* of their ranges: the last port less the first */
    uint32_t line;                /* the local line that was found last */
};

/* Finds it. Release by answer_free. */
void answer_find(const struct loaded *, const struct cold *, const struct query *, struct answer *ret);
void answer_free(struct answer *);

/* Which of a->rows can be behind the entries of a group: from rows[*ret_from] up to, not
   including, rows[*ret_to]. */
void answer_rows(const struct answer *, const struct group *, size_t *ret_from, size_t *ret_to);

/* Whether a row is behind the entries of a group: has one of its names there. */
bool answer_is_behind(const struct answer *, uint32_t row, const struct group *);

/* Whether a row was asked for and is behind no group: it has no name, no port, or a
   name that services(5) cannot write. */
bool answer_is_loose(const struct answer *, uint32_t row);

/* The line of a local file that a group comes from, or NULL. Groups are asked for in
   their order, so that all of them take one pass over the lines. */
const struct format_line *answer_local_line(struct answer *, const struct group *);

/* The nearest ports below and above that have a name, with the transport that was
   asked for if one was. False where there is none. */
bool answer_below(const struct answer *, struct service *ret);
bool answer_above(const struct answer *, struct service *ret);

/* The names, at most CLOSEST_MAX, that differ least from a name that was not found;
   *ret_count of them, in ret. They live as long as the index. */
#define CLOSEST_MAX 5
void answer_closest(const struct answer *, const char *ret[static CLOSEST_MAX], size_t *ret_count);

#endif
