/* SPDX-License-Identifier: MIT */
/* Children without privileges: for what deals with bytes from the network. */
#ifndef IANA_SANDBOX_H
#define IANA_SANDBOX_H

#include <sys/types.h>

#include "base/buffer.h"

/* Runs `produce` in a child: where this is root, a user who has no other process; no
   new privileges; no descriptor but the standard ones; limits on memory, time and files.
   What it appends to its `out` is appended to *ret, at most `most` bytes. Returns the
   status that `produce` returned, or complains and returns EXIT_SYSTEM where the child
   was killed, or kept waiting for over five minutes. */
int sandbox_run(int (*produce)(void *context, struct buffer *out), void *context, size_t most,
                struct buffer *ret);

/* Runs a program, argv[0] looked up in $PATH, in such a child with this limit on the
   size of files; the rest of the environment stays. It gets the two files as
   descriptors 3 and 4. Returns its exit status, 127 where it cannot be started, 128 plus
   the signal where it was killed, as it is after 20 minutes. */
int sandbox_exec(char *const argv[], size_t file_size_most, const int files[2]);

#endif
