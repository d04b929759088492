/* A growing run of bytes; see bytes.h. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

void bytes_reserve(struct bytes *b, size_t n)
{
    if (b->data && b->capacity - b->size >= n)
        return;
    size_t wanted = b->size + n;
    b->capacity = b->capacity * 2 > wanted ? b->capacity * 2 : wanted + 256;
    b->data = memory_resize(b->data, b->capacity);
}

void *bytes_extend(struct bytes *b, size_t n)
{
    bytes_reserve(b, n);
    b->size += n;
    return b->data + b->size - n;
}

void *bytes_extend_zero(struct bytes *b, size_t n)
{
    unsigned char *start = bytes_extend(b, n);
    return n > 0 ? memset(start, 0, n) : start;
}

void bytes_add(struct bytes *b, const void *data, size_t n)
{
    if (n > 0)
        memcpy(bytes_extend(b, n), data, n);
}

void bytes_add_string(struct bytes *b, const char *s)
{
    bytes_add(b, s, strlen(s));
}

void bytes_print(struct bytes *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    vsnprintf(bytes_extend(b, (size_t)n + 1), (size_t)n + 1, format, again);
    va_end(again);
    b->size--;                    /* not the NUL */
}
