/* SPDX-License-Identifier: MIT */
/* To be preloaded: the FAIL_AT-th call of strdup, asprintf or vasprintf in the program finds no
   memory, which one line on standard error tells. As asprintf(3) allows, it then leaves a pointer
   that is not one. Children of the program have memory. */
#undef _FORTIFY_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REPLACED __attribute__((visibility("default")))

static pid_t program;
static long calls, fail_at;

__attribute__((constructor)) static void start(void)
{
    const char *n = getenv("FAIL_AT");
    fail_at = n ? atol(n) : 0;
    program = getpid();
    unsetenv("LD_PRELOAD");
}

static bool fails(void)
{
    if (getpid() != program || ++calls != fail_at)
        return false;
    dprintf(STDERR_FILENO, "no memory at call %ld\n", calls);
    errno = ENOMEM;
    return true;
}

REPLACED char *strdup(const char *s)
{
    size_t size = strlen(s) + 1;
    char *copy = fails() ? NULL : malloc(size);
    return copy ? memcpy(copy, s, size) : NULL;
}

REPLACED int vasprintf(char **ret, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    *ret = n < 0 || fails() ? NULL : malloc((size_t)n + 1);
    if (*ret)
        return vsnprintf(*ret, (size_t)n + 1, format, args);
    *ret = (char *)1;
    return -1;
}

REPLACED int asprintf(char **ret, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vasprintf(ret, format, args);
    va_end(args);
    return n;
}

/* What a program calls that is compiled with _FORTIFY_SOURCE. */
REPLACED int __vasprintf_chk(char **ret, int flag, const char *format, va_list args);
REPLACED int __asprintf_chk(char **ret, int flag, const char *format, ...);

int __vasprintf_chk(char **ret, int flag, const char *format, va_list args)
{
    (void)flag;
    return vasprintf(ret, format, args);
}

int __asprintf_chk(char **ret, int flag, const char *format, ...)
{
    va_list args;
    (void)flag;
    va_start(args, format);
    int n = vasprintf(ret, format, args);
    va_end(args);
    return n;
}
