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

/* Generations, the one that was made live last first. Release by free(ret->item). */
struct generation {
    char name[GENERATION_NAME_MAX + 1];
    struct timespec time; /* when it was last made live */
};
struct generations {
    struct generation *item;
    size_t count;
};
void generations_list(struct generations *ret);

/* The path of the generation `name`, written to ret. Returns ret. */
#define GENERATION_PATH_SIZE (sizeof GENERATIONS + GENERATION_NAME_MAX)
const char *generations_path(const char *name, char ret[static GENERATION_PATH_SIZE]);

/* The hash of the registry of the generation `name`, a string to free, "" if it has none; NULL
   if the generation is damaged. */
char *generations_hash(const char *name);

/* Create the directories if they are missing, and lock out other writers until the process
   ends. Complains and returns EXIT_NO if there is another writer, EXIT_SYSTEM if the lock
   cannot be taken. */
int generations_lock(void);

/* Make an index the live one: write gen/DATE-HASH.idx, then `current`; then remove all but the
   last three generations and the live one, and tell nscd if it runs. date: of its registry.
   The lock must be held. Returns as atomic_file_write. */
int generations_publish(const struct buffer *index, const char *date);

/* Whether the file that `current` names can be read. */
bool generations_live_exists(void);

/* Make the generation before the live one live again, and record the hash of the registry that
   was live, for generations_refuses. On EXIT_DONE *ret_name is its name, to be freed; else
   it is left alone. Complains and returns EXIT_NO if there is none before, EXIT_SYSTEM if it
   cannot be made live. */
int generations_rollback(char **ret_name);

/* Whether this is the PROVENANCE_HASH of the registry that was last rolled back. */
bool generations_refuses(const char *hash);

/* Forget that record if it is of this hash: the registry was published after all. */
void generations_forget_refused(const char *hash);

/* Each of these reads an index whose checksum is right into *r, which need not be initialized
   and must be released by registry_free whatever is returned; on false it is empty, except as
   said.
   generations_read: the index at `path`, which may be NULL. False if that cannot be read.
   generations_read_vendor: the vendor's index, likewise.
   generations_read_live: the live index, or, if that is damaged, the last generation that is
   not. False, and complains if there is a live index, if there is none.
   generations_read_current: the same, or the vendor's index, or nothing. True only if it is
   the live index itself. */
bool generations_read(const char *path, struct registry *r);
bool generations_read_vendor(struct registry *r);
bool generations_read_live(struct registry *r);
bool generations_read_current(struct registry *r);

#endif
