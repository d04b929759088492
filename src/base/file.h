/* SPDX-License-Identifier: MIT */
/* Reading whole files. */
#ifndef IANA_FILE_H
#define IANA_FILE_H

#include <stddef.h>

#include "base/error.h"

/* In bytes; IANA's files have about 1 MB (CSV) and 4 MB (XML). */
#define INPUT_SIZE_MAX ((size_t)64 << 20)

struct input {
    char *bytes;   /* followed by a NUL */
    size_t length; /* in bytes, without the NUL */
};

/* Reads a whole regular file; refuses all others without waiting for a FIFO's writer, so this is for
   each path that the caller of the command did not name for this call: one that an index remembers,
   one that is compiled in. Returns EXIT_DONE, and the caller frees ret->bytes. On failure returns
   EXIT_SYSTEM, or EXIT_BAD_INPUT if the file is larger than INPUT_SIZE_MAX, with *problem set; *ret
   is then empty and needs no free. */
int file_read(const char *path, struct input *ret, struct problem *);

/* The same for an operand of the command line, which may be a FIFO, such as the shell's <(COMMAND),
   or "-" for standard input. Returns EXIT_USAGE for standard input a second time. */
int file_read_operand(const char *path, struct input *ret, struct problem *);

/* Writes all of the bytes. Returns false with errno if that fails. */
bool file_write_all(int fd, const void *bytes, size_t size);

#endif
