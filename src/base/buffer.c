/* SPDX-License-Identifier: MIT */
/* A growable byte buffer; see buffer.h. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/exit_status.h"

void buffer_check(size_t size)
{
    if (size <= BUFFER_SIZE_MAX)
        return;
    dprintf(STDERR_FILENO, "iana-services: over %zu MiB of output from one index; build the index again\n",
            BUFFER_SIZE_MAX >> 20);
    exit(EXIT_BAD_INPUT);
}

void *buffer_extend(struct buffer *b, size_t n)
{
    size_t start = b->size;
    b->size += n;
    buffer_check(b->size);
    if (!b->data || b->size > b->capacity) {
        b->capacity = b->capacity * 2 > b->size ? b->capacity * 2 : b->size + 256;
        b->data = alloc_resize(b->data, b->capacity);
    }
    return b->data + start;
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

char *buffer_string(struct buffer *b)
{
    buffer_add(b, "", 1);
    b->size--;
    return (char *)b->data;
}

/* Printed again only if there was no room for it. */
void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    size_t room = b->capacity - b->size;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(room > 0 ? (char *)b->data + b->size : NULL, room, format, args);
    va_end(args);
    char *start = buffer_extend(b, (size_t)n + 1);
    if ((size_t)n >= room)
        vsnprintf(start, (size_t)n + 1, format, again);
    va_end(again);
    b->size--; /* without the NUL */
}
