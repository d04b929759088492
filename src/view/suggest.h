/* SPDX-License-Identifier: MIT */
/* Suggestions for a target that was not found: the nearest ports that have a name, the most
   similar names. */
#ifndef IANA_SUGGEST_H
#define IANA_SUGGEST_H

#include "view/details.h"

/* The nearest ports below and above, those that there are, that have a name for the target's
   transport, or for any if it has none. The target must be one port. Returns how many. */
size_t suggest_ports(const struct details *, struct service ret[static 2]);

/* The names nearest to the target's, also of applications' programs, *ret_count of them: those that begin with it,
   or have it as a word ("etcd": etcd-client); if there are none, those that look like it, the most similar first.
   They live as long as the index. */
#define SUGGESTIONS_MAX 5
void suggest_names(const struct details *, const char *ret[static SUGGESTIONS_MAX], size_t *ret_count);

/* How many letters must be changed, removed, inserted or swapped with the next to make one word of the
   other, ignoring ASCII case; most + 1 if more. */
size_t suggest_distance(const char *a, const char *b, size_t most);

#endif
