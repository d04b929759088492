/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share. Each target is one function from bytes to nothing that
   aborts where a promise is broken; libFuzzer calls it (`make fuzz'), or replay.c with
   the files of TARGET.in in tests/fuzz/seeds.tar and tests/fuzz/TARGET.repro (`make check'). */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "registry/registry.h"
#include "registry/text_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where a promise does not hold. */
#define require(promise)                                                          \
    do {                                                                          \
        if (!(promise)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #promise); \
            abort();                                                              \
        }                                                                         \
    } while (0)

/* The bytes as the readers get them, with a NUL behind, and not a byte more. Release by
   free(ret.bytes). */
static inline struct input fuzz_input(const uint8_t *data, size_t size)
{
    struct input in = {alloc_bytes(size + 1), size};
    if (size > 0)
        memcpy(in.bytes, data, size);
    in.bytes[size] = '\0';
    return in;
}

/* A refusal names a line of the input, or none, and has a text. */
static inline void fuzz_check_problem(struct input in, const struct problem *problem)
{
    size_t last = 1;
    for (size_t i = 0; i < in.length; i++)
        last += in.bytes[i] == '\n' || in.bytes[i] == '\r'; /* as XML has it */
    require(problem->what[0] != '\0');
    require(problem->line <= last);
}

/* What the targets of IANA's two formats do. */
static inline int fuzz_registry(const uint8_t *data, size_t size,
                                bool (*read)(struct input, struct registry *, struct problem *))
{
    struct input in = fuzz_input(data, size);
    struct problem problem = {0};
    struct registry r;
    registry_init(&r);
    if (!text_check(in, &problem) || !read(in, &r, &problem))
        fuzz_check_problem(in, &problem);
    else
        require(r.row_count > 0);
    registry_free(&r);
    free(in.bytes);
    return 0;
}

#endif
