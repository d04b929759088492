/* SPDX-License-Identifier: MIT */
/* Memory for the command. None of these returns NULL: if memory runs out, they print one line
   and exit with EXIT_SYSTEM. Release by free. */
#ifndef IANA_ALLOC_H
#define IANA_ALLOC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Prints that line, and exits so. */
_Noreturn void alloc_fail(void);

/* As malloc, calloc and realloc. Sizes in bytes, counts in items of `size` bytes. */
__attribute__((returns_nonnull)) void *alloc_bytes(size_t size);
__attribute__((returns_nonnull)) void *alloc_zero(size_t count, size_t size);
__attribute__((returns_nonnull)) void *alloc_resize(void *, size_t size);

/* As strdup, asprintf and vasprintf. */
__attribute__((returns_nonnull)) char *alloc_string(const char *);
__attribute__((returns_nonnull, format(printf, 1, 2))) char *alloc_format(const char *format, ...);
__attribute__((returns_nonnull, format(printf, 1, 0))) char *alloc_vformat(const char *format, va_list);

/* Makes room for one more item of `size` bytes after the `count` in an array that only this
   function allocates (NULL at first). Returns the array, which may have moved. */
__attribute__((returns_nonnull)) void *alloc_grow(void *items, size_t count, size_t size);

/* Appends an item, which may be a compound literal, to an array that only this macro grows. */
#define alloc_push(items, count, ...) \
    ((items) = alloc_grow((items), (count), sizeof *(items)), (items)[(count)++] = (__VA_ARGS__))

#endif
