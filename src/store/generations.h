/* The directory of the live index: one writer at a time, the generations that were
   live, going back to the one before. */
#ifndef IANA_STORE_H
#define IANA_STORE_H

#include <stdbool.h>
#include <time.h>

#include "base/buffer.h"
#include "cli/options.h"

#define GENERATIONS LIVE_DIRECTORY "/gen"

/* Generations, the one that was last made live first. Release by free(ret->item). */
struct generation {
    char name[65];
    struct timespec time;
};
struct generations {
    struct generation *item;
    size_t count;
};
void store_list(struct generations *ret);

/* Makes the directories where they are missing, and takes the lock for writers until
   the process ends. Complains and returns EXIT_NO where another holds it, EXIT_SYSTEM
   where it cannot be taken. */
int store_lock(void);

/* Makes an index the live one: gen/DATE-HASH.idx, then `current`; then removes all
   but the last three generations and the live one, and tells nscd where it runs. date: of its registry. The lock
   must be held. Returns as publish_file. */
int store_publish(const struct bytes *index, const char *date);

/* Makes the generation before the live one live again, and remembers the hash of the
   registry that is left, for store_refuses. Complains and returns EXIT_NO where there
   is none before. */
int store_rollback(void);

/* Takes it off that record: the registry was published after all. */
void store_forget(const char *hash);

/* Whether this is the PROVENANCE_HASH of the registry that was last rolled back. */
bool store_refuses(const char *hash);

#endif
