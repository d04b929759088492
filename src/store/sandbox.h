/* SPDX-License-Identifier: MIT */
/* Children without privileges: for code that handles bytes from the network. */
#ifndef IANA_SANDBOX_H
#define IANA_SANDBOX_H

#include <stddef.h>

#include "base/buffer.h"

/* Run `produce` in a child process: if this is root, as a user that has no other process;
   without new privileges; with no descriptors but the standard ones; with limits on memory,
   time and files. It ends if this process does. What it appends to `out` is appended to *ret,
   at most `most` bytes. Returns what `produce` returned; or complains and returns EXIT_SYSTEM
   if the child was killed, or took over five minutes. *ret is to be freed by
   free(ret->data), also on failure. */
int sandbox_run(int (*produce)(void *context, struct buffer *out), void *context, size_t most,
                struct buffer *ret);

/* Run a program, argv[0] looked up in $PATH, in such a child; files that it writes may have
   file_size_most bytes. The environment stays. It gets `file` as descriptor 3 and `output`
   as standard output. Returns its exit status; 127 if it cannot be started; 128 plus the
   signal if it was killed, as it is after 20 minutes. */
int sandbox_exec(const char *const argv[], size_t file_size_most, int file, int output);

#endif
