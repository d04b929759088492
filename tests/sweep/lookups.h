/* SPDX-License-Identifier: MIT */
/* Lookups in a broken index that touch what is broken, by the module's own functions,
   and whether they still answer what the sound index answers. */
#ifndef SWEEP_LOOKUPS_H
#define SWEEP_LOOKUPS_H

#include "index/index.h"

/* Learns all answers of the sound index, which must stay where it is. */
void lookups_learn(const struct index *sound);

/* What the next lookups ask; NULL: an index that the module does not take. */
void lookups_in(const struct index *);

/* Each returns whether an answer differs from the sound index's. All ends the
   process if the module breaks its contract. */
bool lookups_entry(uint32_t position); /* by port and by every name */
bool lookups_port(uint32_t port);
bool lookups_bucket(uint32_t bucket);    /* of the names that probe it, and of a miss */
bool lookups_name_byte(uint32_t offset); /* of the entry whose names are there */
bool lookups_spread(void);               /* a few of everything */
bool lookups_all(void);                  /* the whole enumeration */

extern uint64_t lookups_done;

#endif
