/* A growing run of bytes, in memory or on its way to a file. */
#ifndef IANA_BYTES_H
#define IANA_BYTES_H

#include <stddef.h>

struct bytes {
    unsigned char *data;          /* release by free */
    size_t size, capacity;
};

/* Appends n bytes, or a string without its NUL, or as printf. */
void bytes_add(struct bytes *, const void *data, size_t n);
void bytes_add_string(struct bytes *, const char *s);
__attribute__((format(printf, 2, 3))) void bytes_print(struct bytes *, const char *format, ...);

/* Makes room for n more bytes. */
void bytes_reserve(struct bytes *, size_t n);

/* Appends n bytes that the caller is to fill, or n zero bytes; returns where they are
   until the next call. */
void *bytes_extend(struct bytes *, size_t n);
void *bytes_extend_zero(struct bytes *, size_t n);

#endif
