/* SPDX-License-Identifier: MIT */
/* Whether a registry can be the one that follows another, or is damaged, older, or of another kind. */
#ifndef IANA_GUARD_H
#define IANA_GUARD_H

#include "registry/difference.h"

/* Days that a date may be ahead of this machine's clock. */
#define GUARD_DAYS_AHEAD 2

/* Whether two registries are equal row for row, in all columns. */
bool guard_same_rows(const struct registry *, const struct registry *);

/* Whether this registry, which may equal *old row for row, has a date that replaces that of *old: known, not
   in the future, and not older. */
bool guard_supersedes(const struct registry *old, const struct registry *new);

/* Whether no date of the registry is in the future. If one is, sets *why, with its line if the registry was
   parsed and not decoded. */
bool guard_dates(const struct registry *, struct problem *why);

/* Whether *new can follow *old, of which *d is the difference. If not, sets *why: what is wrong, without the
   advice what to do. */
bool guard_accepts(const struct registry *old, const struct registry *new, const struct diff *d,
                   struct problem *why);

#endif
