/* SPDX-License-Identifier: MIT */
/* A pointer: a small file with the name of an index, which has a name that is never written
   again. So copying over the pointer harms no process that has the index mapped. */
#ifndef IANA_POINTER_H
#define IANA_POINTER_H

#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"

/* Whether the module would read this file of at most `most` bytes. False with *problem if
   not. */
bool index_acceptable(const char *path, off_t most, struct problem *);

/* The name for an index by what is in it: the registry's date, "" if unknown, and the
   checksum. To be freed. */
char *pointer_name(const struct buffer *index, const char *date);

/* The path of the index in `folder` (which ends with a slash) that the pointer names, to be
   freed; NULL with *problem if it names none. There need not be such a file. */
char *pointer_target(const char *pointer, const char *folder, struct problem *);

/* Makes the pointer name this, atomically. Complains and returns another status than EXIT_DONE
   if that fails. */
int pointer_write(const char *pointer, const char *name);

/* Writes an index to `folder` under its name, then the pointer services.idx there, and removes
   the index that it named before: what a package has. Complains and returns likewise. */
int pointer_install(const char *folder, const struct buffer *index, const char *date);

/* Reads the index at `path`, or, if that is a pointer to an *.idx, the one that it names, in the same
   folder. Returns as file_read_operand. *ret_path, to be freed also on failure, is the index's path. */
int pointer_follow(const char *path, char **ret_path, struct input *ret, struct problem *);

#endif
