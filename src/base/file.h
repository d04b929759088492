/* Files in: the bytes of an input, and whether they can be what is expected. */
#ifndef IANA_INPUT_H
#define IANA_INPUT_H

#include "registry/registry.h"

#define INPUT_SIZE_MAX ((size_t)64 << 20)

struct input {
    char *bytes;                  /* length of them, and a NUL that does not count */
    size_t length;
};

/* Reads a whole file, "-" for standard input. Returns an exit status: EXIT_DONE,
   or EXIT_SYSTEM or EXIT_BAD_INPUT (over INPUT_SIZE_MAX) with *problem. Release
   by free(ret->bytes), which is NULL where it failed. */
int input_read(const char *path, struct input *ret, struct problem *);

/* Whether it is text: not empty, not compressed, no web page, no NUL, valid
   UTF-8, a newline at the end. Returns false with *problem where it is not. */
bool input_check_text(struct input, struct problem *);

/* The length of the UTF-8 sequence at s (RFC 3629: shortest form, no surrogates, at
   most U+10FFFF), of n bytes at most; 0 where there is none. */
size_t utf8_length(const char *s, size_t n);

#endif
