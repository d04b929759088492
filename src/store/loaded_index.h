/* SPDX-License-Identifier: MIT */
/* An index that is read whole, and the path of the live one. */
#ifndef IANA_LOADED_INDEX_H
#define IANA_LOADED_INDEX_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "index/index.h"
#include "index/live_path.h"

/* The paths of the live index and of the vendor's, to be freed; NULL with *problem if the
   pointer names none. There need not be such a file. */
char *live_index_path(struct problem *);

/* Whether there is a pointer to a live index, be it broken: a link to nothing too. */
bool live_index_exists(void);
char *vendor_index_path(struct problem *);

/* An index that was read whole. */
struct loaded {
    char *bytes;
    size_t length;
    struct index index; /* points into bytes */
    char *path;
    bool live_is_bad; /* this is the vendor's index, as the live one cannot be used */
};

/* Read and open the index at `path`, or that which a pointer there names; if it is NULL, the live one; if
   that cannot be used, of which it complains, the vendor's. Returns EXIT_DONE, then release by
   index_unload; or complains and returns EXIT_BAD_INPUT or EXIT_SYSTEM: *ret is then empty, and
   index_unload does nothing. */
int index_load(const char *path, struct loaded *ret);
void index_unload(struct loaded *);

#endif
