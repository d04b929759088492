/* SPDX-License-Identifier: MIT */
/* What changed from one registry to another. */
#ifndef IANA_DIFFERENCE_H
#define IANA_DIFFERENCE_H

#include <string.h>

#include "registry/registry.h"

enum diff_kind {
    DIFF_ADDED,
    DIFF_REMOVED,
    DIFF_RENAMED, /* a port and transport has other names, or the same in another order; not if moves tell it */
    DIFF_MOVED,   /* a name and transport changed its port */
    DIFF_CHANGED, /* columns other than the name differ, of a row that kept its name or was renamed */
    DIFF_KINDS
};

/* A row's part in one key. What makes a key depends on the row: a port and transport if it has a name and
   ports (of which it then has one part each); name and transport if it has no ports; ports and transport if
   it has no name. */
struct part {
    const struct registry *registry;
    const uint32_t *same; /* of the diff if its registry is the new one, else NULL */
    const char *transport;
    uint32_t row;
    uint16_t first, last; /* ports; none if first > last */
    bool moved;           /* told by a DIFF_MOVED */
    bool single;          /* no row of this name has the key on the other side */
};
struct parts {
    struct part *part;
    size_t count;
};

/* One difference. Each side has the parts of one key, or one part, or none (NULL and 0). */
struct difference {
    enum diff_kind kind;
    const char *transport; /* "" also if rows without a transport differ in the same way for tcp and udp */
    struct parts old, new;
    uint16_t old_last, new_last; /* the last port: equal differences of adjacent ports are one */
};

/* The side that it has, the old one if it has both. */
static inline struct parts difference_parts(const struct difference *d)
{
    return d->old.part ? d->old : d->new;
}

struct diff {
    struct difference *item; /* sorted by port, the old one if there is one */
    size_t count;
    size_t kinds[DIFF_KINDS]; /* number of each kind */
    /* Numbers of ports and transports that have a name that services(5) can represent, each counted even if
       `item` joins it to another; renamed: with another first name. */
    size_t old_keys, new_keys;
    size_t added, removed, changed, renamed;
    struct parts old, new;
    /* For the new registry's text at offset t, the number at (t + 1) / 2 is the offset of the same text in the old
       registry, or greater than any there: equal texts have equal numbers, and no long ones are compared twice. */
    uint32_t *same;
};

/* Compare two finished registries, which must outlive *ret and not change. The caller releases *ret by
   diff_free. */
void registry_diff(const struct registry *old, const struct registry *new, struct diff *ret);
void diff_free(struct diff *);

/* A column of a part's row as a string; that of COLUMN_PORT is "". */
static inline const char *part_column(const struct part *p, enum column c)
{
    return registry_text(p->registry, p->registry->rows[p->row].column[c]);
}

/* A number of a column's text; equal ones are of equal texts. */
static inline uint32_t part_text(const struct part *p, enum column c)
{
    /* A row that changed or moved has both parts. NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    uint32_t text = p->registry->rows[p->row].column[c];
    return p->same ? p->same[(text + 1) / 2] : text;
}

/* Whether the rows of two parts differ in a column other than the port, from `from` on. *ret is the first
   such column; unchanged if there is none. */
static inline bool part_differs(const struct part *a, const struct part *b, enum column from,
                                enum column *ret)
{
    for (enum column c = from; c < COLUMNS; c++)
        if (part_text(a, c) != part_text(b, c)) {
            *ret = c;
            return true;
        }
    return false;
}

#endif
