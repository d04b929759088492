/* Memory for the command: where there is none, it says so and exits 4. */
#ifndef IANA_MEMORY_H
#define IANA_MEMORY_H

#include <stddef.h>

/* As malloc, calloc and realloc, but never NULL; release by free. */
void *memory_get(size_t size);
void *memory_zero(size_t count, size_t size);
void *memory_resize(void *, size_t size);

/* Room for one more item of `size` bytes behind `count` of them in an array that
   only this function allocates (NULL at first). Returns the array, moved or not. */
void *memory_grow(void *items, size_t count, size_t size);

#endif
