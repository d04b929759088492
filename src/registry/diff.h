/* SPDX-License-Identifier: MIT */
/* What changed from one registry to another. */
#ifndef IANA_DIFF_H
#define IANA_DIFF_H

#include "base/buffer.h"
#include "registry/registry.h"

enum diff_kind {
    DIFF_ADDED,
    DIFF_REMOVED,
    DIFF_RENAMED, /* a port and transport has other names, or in another order */
    DIFF_MOVED,   /* a name and transport is gone from one port and came at another */
    DIFF_CHANGED, /* columns of a row are not the same */
    DIFF_KINDS
};

/* A row's part in one key. Keys are the ports and transports of rows that have a name
   and a port; the names and transports of those without a port; and the port ranges and
   transports of those without a name. */
struct part {
    const struct registry *registry;
    const char *transport;
    uint32_t row;
    uint16_t first, last; /* first > last: none */
    bool moved;           /* shown by a difference of its own */
};
struct parts {
    struct part *part;
    size_t count;
};

/* One difference: the parts of one key, or one part, or none on either side. */
struct difference {
    enum diff_kind kind;
    const struct part *old, *new;
    size_t old_count, new_count;
    uint16_t old_last, new_last; /* ports that follow and differ alike are one difference */
};

struct diff {
    struct difference *item; /* in order of port (of the old one, where there is one) */
    size_t count;
    size_t kinds[DIFF_KINDS]; /* how many of each */
    /* Of ports and transports that rows name, however they are joined above. */
    size_t old_keys, new_keys;
    size_t added, removed, changed;
    struct parts old, new;
};

/* Compares. Both registries must outlive the result and stay as they are. Release by
   diff_free. */
void registry_diff(const struct registry *old, const struct registry *new, struct diff *ret);
void diff_free(struct diff *);

/* A row's column, which is not COLUMN_PORT. */
static inline const char *part_column(const struct part *p, enum column c)
{
    return registry_text(p->registry,
                         p->registry->rows[p->row].column[c]); /* NOLINT: p is of the side that has the key */
}

/* Whether two rows have a column that is not the same, from `from` on; the port is
   none. *ret is the first. */
bool part_differs(const struct part *a, const struct part *b, enum column from, enum column *ret);

#endif
