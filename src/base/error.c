/* SPDX-License-Identifier: MIT */
/* Errors; see error.h. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

void problem_write(struct problem *problem, size_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    problem->line = line;
    vsnprintf(problem->what, sizeof problem->what, format, args);
    va_end(args);
}

void complain(const char *format, ...)
{
    struct buffer masked = {0};
    va_list args;
    va_start(args, format);
    char *text = alloc_vformat(format, args);
    va_end(args);
    fflush(stdout);
    utf8_mask(&masked, text, strlen(text));
    fprintf(stderr, "iana-services: %s\n", buffer_string(&masked));
    free(text);
    free(masked.data);
}

void complain_about(const char *file, const struct problem *problem)
{
    if (problem->line)
        complain("%s:%zu: %s", file, problem->line, problem->what);
    else
        complain("%s: %s", file, problem->what);
}
