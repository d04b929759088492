/* SPDX-License-Identifier: MIT */
/* What there is instead of what was asked for: ports near one that has no name, names
   that are like one that is not there. */
#ifndef IANA_SUGGEST_H
#define IANA_SUGGEST_H

#include "view/details.h"

/* The nearest ports below and above that have a name, with the transport that was
   asked for if one was. False where there is none. */
bool suggest_below(const struct details *, struct service *ret);
bool suggest_above(const struct details *, struct service *ret);

/* The names, at most SUGGESTIONS_MAX, that differ least from a name that was not found;
   *ret_count of them, in ret. They live as long as the index. */
#define SUGGESTIONS_MAX 5
void suggest_names(const struct details *, const char *ret[static SUGGESTIONS_MAX], size_t *ret_count);

#endif
