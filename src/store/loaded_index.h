/* SPDX-License-Identifier: MIT */
/* An index that is read whole, and where the live one is. */
#ifndef IANA_LOADED_INDEX_H
#define IANA_LOADED_INDEX_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "index/index.h"
#include "index/live_path.h"

/* Whether the module would read this file, were it `most` bytes at most. Returns false
   with *problem where not. */
bool index_acceptable(const char *path, off_t most, struct problem *);

/* The path of the live index, to be freed, or NULL with *problem where `current`
   names none. */
char *live_index_path(struct problem *);

/* An index that was read whole. */
struct loaded {
    char *bytes;
    size_t length;
    struct index index; /* points into bytes */
    char *path;
    bool live_is_bad; /* the vendor's index stands in for it */
};

/* Reads and opens the index at `path`, or, if that is NULL, the live one, or the vendor's
   if that cannot be used, of which it complains. Returns EXIT_DONE, or complains and
   returns EXIT_BAD_INPUT or EXIT_SYSTEM. Release by index_unload. */
int index_load(const char *path, struct loaded *ret);
void index_unload(struct loaded *);

#endif
