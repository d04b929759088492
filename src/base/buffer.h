/* SPDX-License-Identifier: MIT */
/* A growing run of bytes, in memory or on its way to a file. */
#ifndef IANA_BUFFER_H
#define IANA_BUFFER_H

#include <stddef.h>

struct buffer {
    unsigned char *data; /* release by free */
    size_t size, capacity;
};

/* Appends n bytes, or a string without its NUL, or as printf. */
void buffer_add(struct buffer *, const void *data, size_t n);
void buffer_add_string(struct buffer *, const char *s);
__attribute__((format(printf, 2, 3))) void buffer_printf(struct buffer *, const char *format, ...);

/* Makes room for n more bytes. */
void buffer_reserve(struct buffer *, size_t n);

/* Appends n bytes that the caller is to fill, or n zero bytes; returns where they are
   until the next call. */
void *buffer_extend(struct buffer *, size_t n);
void *buffer_extend_zero(struct buffer *, size_t n);

#endif
