/* SPDX-License-Identifier: MIT */
/* Binary search for the first of several equal items, which bsearch(3) does not promise. */
#ifndef IANA_LOWER_BOUND_H
#define IANA_LOWER_BOUND_H

#include <stdbool.h>
#include <stddef.h>

/* The position of the first item that is not before the key; count if all are. items:
   `count` of `size` bytes each, sorted. is_before: whether an item is before the key. */
static inline size_t lower_bound(const void *items, size_t count, size_t size,
                                 bool (*is_before)(const void *item, const void *key), const void *key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before((const char *)items + middle * size, key))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

#endif
