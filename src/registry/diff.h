/* SPDX-License-Identifier: MIT */
/* What changed from one registry to another. */
#ifndef IANA_DIFF_H
#define IANA_DIFF_H

#include "registry/difference.h"

/* Compare two finished registries, which must outlive *ret and not change. The caller releases *ret by
   diff_free. */
void registry_diff(const struct registry *old, const struct registry *new, struct diff *ret);
void diff_free(struct diff *);

#endif
