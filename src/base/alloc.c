/* SPDX-License-Identifier: MIT */
/* Memory for the command; see alloc.h. */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exit_status.h"

_Noreturn void alloc_fail(void)
{
    /* Not to stderr, for which terminal_init allocates. */
    dprintf(STDERR_FILENO, "iana-services: out of memory\n");
    _exit(EXIT_SYSTEM);
}

static void *or_exit(void *p)
{
    if (!p)
        alloc_fail();
    return p;
}

void *alloc_bytes(size_t size)
{
    return or_exit(malloc(size ? size : 1));
}

void *alloc_zero(size_t count, size_t size)
{
    return or_exit(calloc(count ? count : 1, size));
}

void *alloc_resize(void *p, size_t size)
{
    return or_exit(realloc(p, size));
}

void *alloc_grow(void *items, size_t count, size_t size)
{
    /* The array is full at 0, 16, 32, 64 ... items. */
    bool full = count == 0 || (count >= 16 && (count & (count - 1)) == 0);
    return full ? or_exit(reallocarray(items, count ? count * 2 : 16, size)) : items;
}

char *alloc_string(const char *s)
{
    return or_exit(strdup(s));
}

char *alloc_format(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = alloc_vformat(format, args);
    va_end(args);
    return text;
}

char *alloc_vformat(const char *format, va_list args)
{
    char *text;
    return or_exit(vasprintf(&text, format, args) < 0 ? NULL : text);
}
