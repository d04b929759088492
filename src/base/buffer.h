/* SPDX-License-Identifier: MIT */
/* Growable byte buffer. A zeroed one is empty; it exits as alloc.h describes if memory runs out, and with
   EXIT_BAD_INPUT and a message over BUFFER_SIZE_MAX: an index of some MiB whose records all refer to one long
   text would fill any memory. */
#ifndef IANA_BUFFER_H
#define IANA_BUFFER_H

#include <stddef.h>

#define BUFFER_SIZE_MAX ((size_t)512 << 20)

struct buffer {
    unsigned char *data;   /* release by free; NULL while nothing was appended */
    size_t size, capacity; /* bytes */
};

/* Complains and exits so if a size in bytes, of what will become a buffer, is over the limit. */
void buffer_check(size_t size);

/* Appends n bytes, a string without its NUL, or what printf would print. */
void buffer_add(struct buffer *, const void *data, size_t n);
void buffer_add_string(struct buffer *, const char *s);
__attribute__((format(printf, 2, 3))) void buffer_printf(struct buffer *, const char *format, ...);

/* The contents as a string; valid until the next call. The NUL is not a part of the contents. */
char *buffer_string(struct buffer *);

/* Appends n bytes, which the caller has to fill, or n zero bytes. Returns where they are until
   the next call. */
void *buffer_extend(struct buffer *, size_t n);
void *buffer_extend_zero(struct buffer *, size_t n);

#endif
