/* Memory for the command; see memory.h. */
#include "base/alloc.h"

#include <stdlib.h>

#include "cli/options.h"

static void *some(void *p)
{
    if (!p) {
        complain("out of memory");
        exit(EXIT_SYSTEM);
    }
    return p;
}

void *memory_get(size_t size)
{
    return some(malloc(size ? size : 1));
}

void *memory_zero(size_t count, size_t size)
{
    return some(calloc(count ? count : 1, size));
}

void *memory_resize(void *p, size_t size)
{
    return some(realloc(p, size));
}

void *memory_double(void *items, size_t count, size_t size)
{
    size_t capacity = count ? count * 2 : 16;
    return some(reallocarray(items, capacity, size));
}
