/* SPDX-License-Identifier: MIT */
/* The index that this process answers from. */
#ifndef IANA_SNAPSHOT_H
#define IANA_SNAPSHOT_H

#include <stdatomic.h>
#include <time.h>

#include "index/index.h"

/* What every lookup reads. Hidden, so that it is reached without the global offset table. */
extern __attribute__((visibility("hidden"))) struct snapshot_now {
    _Atomic(const struct index *) index;
    _Atomic uint32_t looked; /* at which second of time(2), times SNAPSHOT_SECOND, plus the looks under way */
} snapshot_now;
#define SNAPSHOT_SECOND 8u

/* Slow path of snapshot_get, from the index that is current (NULL: none), in this second. */
const struct index *snapshot_look(const struct index *, uint32_t second, int *ret_error);

/* The current snapshot. Takes the first, and a new one if the live index changed, for which it
   looks at most once a second. What it returns stays mapped for the life of the process.
   Takes no lock, allocates nothing, leaves no descriptor open, is no cancellation point.

   Returns NULL, with the errno of the attempt in *ret_error, if there is no usable index.
   Leaves errno as it was, unless ret_error points to it.

   time(2) costs half of CLOCK_MONOTONIC_COARSE; that it may be set back does not matter here. */
static inline const struct index *snapshot_get(int *ret_error)
{
    const struct index *index = atomic_load_explicit(&snapshot_now.index, memory_order_acquire);
    uint32_t second = (uint32_t)time(NULL) * SNAPSHOT_SECOND;
    if (second == atomic_load_explicit(&snapshot_now.looked, memory_order_relaxed) && index)
        return index;
    return snapshot_look(index, second, ret_error);
}

#endif
