/* SPDX-License-Identifier: MIT */
/* What is wrong: problems of an input, and complaints on standard error. */
#ifndef IANA_ERROR_H
#define IANA_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/exit_status.h"

/* What is wrong with an input. */
struct problem {
    size_t line;    /* from 1; 0: the file as a whole */
    char what[256]; /* what is wrong, and what to do */
};

/* Fills *problem, as printf. Always false, for `return problem_set(...)`; said here, where
   compilers and analysers see it. */
__attribute__((format(printf, 3, 4))) void problem_write(struct problem *, size_t line, const char *format,
                                                         ...);
static inline bool problem_refuses(void)
{
    return false;
}
#define problem_set(...) (problem_write(__VA_ARGS__), problem_refuses())

/* One line on standard error, "iana-services: ..." and a newline, as printf; what a
   terminal would obey is masked. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* "iana-services: FILE:LINE: WHAT", without the line if it is 0. */
void complain_about(const char *file, const struct problem *);

#endif
