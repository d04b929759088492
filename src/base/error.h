/* SPDX-License-Identifier: MIT */
/* Errors: problems of an input, and complaints on standard error. */
#ifndef IANA_ERROR_H
#define IANA_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/exit_status.h"

struct problem {
    size_t line;    /* from 1; 0 for the file as a whole */
    char what[256]; /* what is wrong, and what to do; cut off if longer */
};

/* problem_set(problem, line, format, ...) fills *problem as printf does, and is false, for
   `return problem_set(...)`. A macro, so that compilers and analysers see that it is false; the
   false is a function's, because `(f(), false)` as a statement would be warned about. */
__attribute__((format(printf, 3, 4))) void problem_write(struct problem *, size_t line, const char *format,
                                                         ...);
static inline bool problem_refuses(void)
{
    return false;
}
#define problem_set(...) (problem_write(__VA_ARGS__), problem_refuses())

/* Flushes standard output and prints one line on standard error: "iana-services: ", the text as by
   printf, and a newline. The text is masked (utf8_mask), newlines too, for it may quote an input. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* The same for a problem of a file: "iana-services: FILE:LINE: WHAT", without the line if it is 0. */
void complain_about(const char *file, const struct problem *);

#endif
