/* SPDX-License-Identifier: MIT */
/* Files in: the bytes of an input, and whether they can be what is expected. */
#ifndef IANA_FILE_H
#define IANA_FILE_H

#include <stddef.h>

#include "base/error.h"

#define INPUT_SIZE_MAX ((size_t)64 << 20)

struct input {
    char *bytes; /* length of them, and a NUL that does not count */
    size_t length;
};

/* Reads a whole file; "-" is standard input. Returns EXIT_DONE; or, with *problem,
   EXIT_SYSTEM, EXIT_BAD_INPUT (over INPUT_SIZE_MAX) or EXIT_USAGE (standard input a second
   time). Release by free(ret->bytes), which is NULL on failure. */
int file_read(const char *path, struct input *ret, struct problem *);

#endif
