/* SPDX-License-Identifier: MIT */
/* Suggestions for a target that was not found: the nearest ports that have a name, the most
   similar names. */
#ifndef IANA_SUGGEST_H
#define IANA_SUGGEST_H

#include "view/details.h"

/* The nearest ports below and above, those that there are, that have a name for the target's
   transport, or for any if it has none. The target must be a port. Returns how many. */
size_t suggest_ports(const struct details *, struct service ret[static 2]);

/* The names that differ least from the target's name, the most similar first, *ret_count of
   them. They live as long as the index. */
#define SUGGESTIONS_MAX 5
void suggest_names(const struct details *, const char *ret[static SUGGESTIONS_MAX], size_t *ret_count);

#endif
