/* The index that this process answers from. */
#ifndef IANA_SNAPSHOT_H
#define IANA_SNAPSHOT_H

#include "../src/reader.h"

/* The current snapshot, taken or looked after as needed: at most once a second
   it looks whether the live index changed. What it returns stays mapped and
   unchanged for as long as the process lives. Takes no lock, allocates nothing,
   leaves no descriptor open, is no cancellation point.

   Returns NULL, and *ret_error is the errno of the attempt, where there is no
   usable index. Leaves errno as it was. */
const struct index *snapshot_get(int *ret_error);

#endif
