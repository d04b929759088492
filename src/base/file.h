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

/* Reads a whole file, "-" for standard input. Returns an exit status: EXIT_DONE,
   or EXIT_SYSTEM or EXIT_BAD_INPUT (over INPUT_SIZE_MAX) with *problem. Release
   by free(ret->bytes), which is NULL where it failed. */
int file_read(const char *path, struct input *ret, struct problem *);

#endif
