/* SPDX-License-Identifier: MIT */
/* Words of a line: cutting a span of bytes from its start. */
#ifndef IANA_WORDS_H
#define IANA_WORDS_H

#include <stdbool.h>
#include <string.h>

#include "registry/registry.h"

/* isspace of the C locale. */
static inline bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Cut the first n bytes off *f and return them. */
static inline struct field cut(struct field *f, size_t n)
{
    struct field first = {f->bytes, n};
    f->bytes += n;
    f->length -= n;
    return first;
}

/* Cut off what is before the first `end`, or all, and drop that `end`. */
static inline struct field cut_before(struct field *f, char end)
{
    const char *found = memchr(f->bytes, end, f->length);
    struct field first = cut(f, found ? (size_t)(found - f->bytes) : f->length);
    if (found)
        cut(f, 1);
    return first;
}

/* Cut off the next word; of length 0 if there is none. */
static inline struct field cut_word(struct field *f)
{
    size_t n = 0;
    while (f->length > 0 && is_blank(*f->bytes))
        cut(f, 1);
    while (n < f->length && !is_blank(f->bytes[n]))
        n++;
    return cut(f, n);
}

#endif
