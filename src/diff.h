/* What changed from one registry to another. */
#ifndef IANA_DIFF_H
#define IANA_DIFF_H

#include "bytes.h"
#include "policy.h"

/* Keys are the ports and transports that rows name; what belongs to one are the
   columns of its rows. */
struct diff {
    size_t old_keys, new_keys;
    size_t added, removed, changed;
};

/* Compares. Appends a line for each difference to *ret_text, unless it is NULL:
   "+ 5543/tcp name: description", "- ...", "~ ...", control characters as "?". */
void registry_diff(const struct registry *old, const struct registry *new, struct diff *ret, struct bytes *ret_text);

#endif
