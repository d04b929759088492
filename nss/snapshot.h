/* SPDX-License-Identifier: MIT */
/* The index that this process answers from. */
#ifndef IANA_SNAPSHOT_H
#define IANA_SNAPSHOT_H

#include <stdatomic.h>
#include <time.h>

#include "index/index.h"

/* What every lookup reads. Hidden, so that it needs no look into a table. */
extern __attribute__((visibility("hidden"))) struct snapshot_now {
    _Atomic(const struct index *) index;
    _Atomic uint32_t looked; /* second of the coarse clock */
} snapshot_now;

/* All but the ordinary case of snapshot_get. */
const struct index *snapshot_look(const struct index *, int *ret_error);

/* True for one caller a second. time(2) is the cheapest coarse clock: half of
   CLOCK_MONOTONIC_COARSE; that it may be set back does not matter here. */
static inline bool snapshot_time_to_look(void)
{
    uint32_t last = atomic_load_explicit(&snapshot_now.looked, memory_order_relaxed),
             second = (uint32_t)time(NULL);
    return second != last && atomic_compare_exchange_strong(&snapshot_now.looked, &last, second);
}

/* The current snapshot, taken or looked after as needed: at most once a second
   it looks whether the live index changed. What it returns stays mapped and
   unchanged for as long as the process lives. Takes no lock, allocates nothing,
   leaves no descriptor open, is no cancellation point.

   Returns NULL, and *ret_error is the errno of the attempt, where there is no
   usable index. Leaves errno as it was, unless it is what ret_error points to. */
static inline const struct index *snapshot_get(int *ret_error)
{
    const struct index *index = atomic_load_explicit(&snapshot_now.index, memory_order_acquire);
    return snapshot_time_to_look() || !index ? snapshot_look(index, ret_error) : index;
}

#endif
