/* SPDX-License-Identifier: MIT */
/* Memory for the command: where there is none, it says so and exits 4. */
#ifndef IANA_ALLOC_H
#define IANA_ALLOC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* As malloc, calloc and realloc, but never NULL; release by free. */
__attribute__((returns_nonnull)) void *alloc_bytes(size_t size);
__attribute__((returns_nonnull)) void *alloc_zero(size_t count, size_t size);
__attribute__((returns_nonnull)) void *alloc_resize(void *, size_t size);

/* As strdup, asprintf and vasprintf, likewise. */
__attribute__((returns_nonnull)) char *alloc_string(const char *);
__attribute__((returns_nonnull, format(printf, 1, 2))) char *alloc_format(const char *format, ...);
__attribute__((returns_nonnull, format(printf, 1, 0))) char *alloc_vformat(const char *format, va_list);

/* alloc_grow's array of `count` items, which is full, made longer. */
void *alloc_double(void *items, size_t count, size_t size);

/* Room for one more item of `size` bytes behind `count` of them in an array that
   only this function allocates (NULL at first). Returns the array, moved or not. */
static inline __attribute__((returns_nonnull)) void *alloc_grow(void *items, size_t count, size_t size)
{
    /* Full at 0, 16, 32, 64 ... */
    bool full = (count & (count - 1)) == 0 && (count == 0 || count >= 16);
    return full ? alloc_double(items, count, size) : items;
}

/* Appends an item to an array that alloc_grow keeps, and counts it; all arguments are evaluated more
   than once but the item. */
#define alloc_push(items, count, ...) \
    ((items) = alloc_grow((items), (count), sizeof *(items)), (items)[(count)++] = (__VA_ARGS__))

#endif
