/* SPDX-License-Identifier: MIT */
/* What the cmocka programs share. */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A path below the build directory, from $BUILD; to be freed. */
static inline char *build_path(const char *rest)
{
    const char *build = getenv("BUILD");
    char *path = NULL;
    if (asprintf(&path, "%s/%s", build ? build : "build", rest) < 0)
        abort();
    return path;
}

/* A number from the environment; if there is none, or an empty one as make leaves it,
   what is usual. */
static inline int setting(const char *name, int usual)
{
    const char *value = getenv(name);
    int n = value ? atoi(value) : 0;
    return n > 0 ? n : usual;
}

/* Indexes that are mapped. */
static inline int count_indexes(void)
{
    char line[4352];
    int n = 0;
    FILE *f = fopen("/proc/self/maps", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        n += strstr(line, ".idx") != NULL;
    fclose(f);
    return n;
}

#endif
