/* Children without privileges: for what deals with bytes from the network. */
#ifndef IANA_SANDBOX_H
#define IANA_SANDBOX_H

#include <sys/types.h>

#include "bytes.h"

/* Who such a child is where the parent is root. */
#define SANDBOX_UID 65534

/* Runs `produce` in a child: another user where this is root, no new privileges,
   limits on memory, time and files. What it appends to its `out` is appended to *ret,
   at most `most` bytes. Returns the status that `produce` returned, or complains and
   returns EXIT_SYSTEM where the child was killed. */
int sandbox_run(int (*produce)(void *context, struct bytes *out), void *context, size_t most, struct bytes *ret);

/* Runs a program, argv[0] looked up in $PATH, in such a child with this limit on the
   size of files; the rest of the environment stays. Returns its exit status, 127 where it
   cannot be started, 128 plus the signal where it was killed. */
int sandbox_exec(char *const argv[], size_t file_size_most);

#endif
