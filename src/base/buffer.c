/* SPDX-License-Identifier: MIT */
/* A growing run of bytes; see bytes.h. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

void buffer_reserve(struct buffer *b, size_t n)
{
    if (b->data && b->capacity - b->size >= n)
        return;
    size_t wanted = b->size + n;
    b->capacity = b->capacity * 2 > wanted ? b->capacity * 2 : wanted + 256;
    b->data = alloc_resize(b->data, b->capacity);
}

void *buffer_extend(struct buffer *b, size_t n)
{
    buffer_reserve(b, n);
    b->size += n;
    return b->data + b->size - n;
}

void *buffer_extend_zero(struct buffer *b, size_t n)
{
    unsigned char *start = buffer_extend(b, n);
    return n > 0 ? memset(start, 0, n) : start;
}

void buffer_add(struct buffer *b, const void *data, size_t n)
{
    if (n > 0)
        memcpy(buffer_extend(b, n), data, n);
}

void buffer_add_string(struct buffer *b, const char *s)
{
    buffer_add(b, s, strlen(s));
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    vsnprintf(buffer_extend(b, (size_t)n + 1), (size_t)n + 1, format, again);
    va_end(again);
    b->size--; /* not the NUL */
}
