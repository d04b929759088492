/* SPDX-License-Identifier: MIT */
/* The directory of the live index: one writer at a time, the generations that were
   live, going back to the one before. */
#ifndef IANA_GENERATIONS_H
#define IANA_GENERATIONS_H

#include <stdbool.h>
#include <time.h>

#include "base/buffer.h"
#include "index/live_path.h"
#include "registry/registry.h"

/* Generations, the one that was last made live first. Release by free(ret->item). */
struct generation {
    char name[GENERATION_NAME_MAX + 1];
    struct timespec time;
};
struct generations {
    struct generation *item;
    size_t count;
};
void generations_list(struct generations *ret);

/* Makes the directories where they are missing, and takes the lock for writers until
   the process ends. Complains and returns EXIT_NO where another holds it, EXIT_SYSTEM
   where it cannot be taken. */
int generations_lock(void);

/* Makes an index the live one: gen/DATE-HASH.idx, then `current`; then removes all
   but the last three generations and the live one, and tells nscd where it runs. date: of its registry. The lock
   must be held. Returns as atomic_file_write. */
int generations_publish(const struct buffer *index, const char *date);

/* Makes the generation before the live one live again, and remembers the hash of the
   registry that is left, for generations_refuses. *ret_name: its name, to be freed. Complains and
   returns EXIT_NO where there is none before. */
int generations_rollback(char **ret_name);

/* Takes it off that record: the registry was published after all. */
void generations_forget_refused(const char *hash);

/* Reads the live index into *r, or, where that is damaged, the last generation that is
   not. False where there is none. */
bool generations_read_live(struct registry *r);

/* The same, or else the vendor's index; nothing where there is neither. Returns whether
   it was the live index itself. */
bool generations_read_current(struct registry *r);

/* Reads an index whose checksum is right into *r. False where there is none. */
bool generations_read(const char *path, struct registry *r);

/* Whether this is the PROVENANCE_HASH of the registry that was last rolled back. */
bool generations_refuses(const char *hash);

#endif
