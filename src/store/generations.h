/* SPDX-License-Identifier: MIT */
/* The directory of the live index: one writer at a time, the generations that were
   live, going back to the one before. */
#ifndef IANA_GENERATIONS_H
#define IANA_GENERATIONS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "index/live_path.h"
#include "registry/registry.h"

/* The generations at hand, the live one first, then those that were live before it, in the order of
   publication: these are `ordered`, also if their files are gone. Then others, such as those that were
   rolled back, by name. Release by free(ret->item).

   The file `history` keeps the order; no time decides, for clocks go back. It has two lines of names, each
   the generation that is live, then the one that was live before it, and so on. The first line is for
   when `current` names what is being made live, the second for until then: so it is right whenever a
   writer is killed. */
struct generation {
    char name[GENERATION_NAME_MAX + 1];
};
struct generations {
    struct generation *item;
    size_t count, ordered;
};
void generations_list(struct generations *ret);

/* The name of the live generation, to be freed; NULL if `current` names none. */
char *generations_live(void);

/* Record, before `current` changes, that `top` (or none, if NULL) will be live, and before it were
   all->item[from] and those after it that are ordered. Returns as atomic_file_write. */
int generations_record(const char *top, const struct generations *all, size_t from);

/* How many generations are kept, the live one with them. */
#define KEPT_GENERATIONS 3

/* The path of the generation `name`, written to ret. Returns ret. */
#define GENERATION_PATH_SIZE (sizeof GENERATIONS + GENERATION_NAME_MAX)
const char *generations_path(const char *name, char ret[static GENERATION_PATH_SIZE]);

/* The hash of the registry of the generation `name`, or of the vendor's index if that is NULL: a string
   to free, "" if it has none; NULL if the index is damaged. */
char *generations_hash(const char *name);

/* Create the directories if they are missing, and lock out other writers until the process
   ends. Complains and returns EXIT_NO if there is another writer, EXIT_SYSTEM if the lock
   cannot be taken. */
int generations_lock(void);

/* The same for one lock file, in a directory that is there. */
int generations_lock_file(const char *path);

/* Make what was created or removed in a directory last. Complains and returns EXIT_SYSTEM if that fails. */
int generations_sync(const char *directory);

/* Remove a pointer for good, from its directory. Complains and returns EXIT_SYSTEM if that fails. */
int generations_unlink(const char *pointer, const char *directory);

/* Make an index the live one: write gen/DATE-HASH.idx, then `current`; then remove all but the
   last three generations and the live one, and tell nscd if it runs. date: of its registry.
   The lock must be held. Returns as atomic_file_write. */
int generations_publish(const struct buffer *index, const char *date);

/* Whether the file that `current` names can be read. */
bool generations_live_exists(void);

/* Make the generation before the live one live again, of those that are sound, or, if there is none,
   remove `current`: then the vendor's index answers. Record the hash of the registry that was live
   for generations_refuses. On EXIT_DONE *ret_name is the generation's name, to be freed, or NULL for
   the vendor's; else it is left alone. Complains and returns EXIT_NO if there is no live index, or
   none to go back to, EXIT_SYSTEM if something cannot be written. */
int generations_rollback(char **ret_name);

/* Whether this is the PROVENANCE_HASH of a registry that was rolled back, of the last REFUSED_MOST.
   How many are remembered. */
#define REFUSED_MOST 16
bool generations_refuses(const char *hash);
size_t generations_refused(void);

/* Remember that the registry of this hash was rolled back. Returns as atomic_file_write. */
int generations_refuse(const char *hash);

/* Take over the record at `path`, if there is one, unless there is one here already. Returns likewise. */
int generations_take_refused(const char *path);

/* Forget that record if it is of this hash: the registry was published after all. */
void generations_forget_refused(const char *hash);

/* Each of these reads an index whose checksum is right into *r, which need not be initialized
   and must be released by registry_free whatever is returned; on false it is empty, except as
   said.
   generations_read: the index at `path`, which may be NULL. False if that cannot be read.
   generations_read_vendor: the vendor's index, likewise.
   generations_read_live: the live index, or, if that is damaged, the last generation that is
   not. False without `current`, for then the vendor's index answers; false with a complaint if there
   is no sound one.
   generations_read_current: the same, or the vendor's index, or nothing. True only if it is
   the live index itself. */
bool generations_read(const char *path, struct registry *r);
bool generations_read_vendor(struct registry *r);
bool generations_read_live(struct registry *r);
bool generations_read_current(struct registry *r);

#endif
