/* SPDX-License-Identifier: MIT */
/* What diff.c found, port by port, for diff_events.c to complete. */
#ifndef IANA_DIFF_EVENTS_H
#define IANA_DIFF_EVENTS_H

#include "registry/difference.h"

enum key_class { PORTED, PORTLESS, NAMELESS };

static inline enum key_class class_of(const struct part *p)
{
    return !*part_column(p, COLUMN_NAME) ? NAMELESS : p->first > p->last ? PORTLESS : PORTED;
}

static inline int compare_numbers(unsigned a, unsigned b)
{
    return a < b ? -1 : a > b;
}

static inline int compare_names(const struct part *x, const struct part *y)
{
    return strcmp(part_column(x, COLUMN_NAME), part_column(y, COLUMN_NAME));
}

/* A name that a port lost or got, perhaps one side of a move. */
struct event {
    struct part *part;
    size_t difference; /* index of the one that tells it */
};
struct events {
    struct event *item;
    size_t count;
};

/* A difference of the parts of a key. A side without parts has NULL and 0. */
struct difference difference_of(enum diff_kind kind, struct parts old, struct parts new);

/* Complete a diff from the names that ports lost and got: make moves of them, leave to other differences
   what moves do not tell, and count and sort. The events are sorted. */
void diff_finish(struct diff *, struct events *gone, struct events *come);

#endif
