/* SPDX-License-Identifier: MIT */
/* Fuzz target: a registry, local lines and curated names, separated by bytes 0x01. If they compile, the index
   must pass index_verify, and the module must answer from it what its export has. */
#include "compiler/entries.h"
#include "compiler/index_writer.h"
#include "compiler/verify.h"
#include "fuzz.h"
#include "module.h"
#include "registry/parse.h"
#include "registry/text_check.h"

enum { ENTRIES_MAX = 2000 }; /* for speed */

static void ignore(void *context, const struct problem *problem)
{
    (void)context, (void)problem;
}

/* Cut the part before the next 0x01 off the input. */
static struct input next_part(const uint8_t **data, size_t *size)
{
    const uint8_t *end = *size ? memchr(*data, 1, *size) : NULL;
    size_t n = end ? (size_t)(end - *data) : *size;
    struct input part = fuzz_input(*data, n);
    *data += n + (end != NULL);
    *size -= n + (end != NULL);
    return part;
}

static void read_lines(struct input in, const char *file, struct registry *r, struct lines *ret)
{
    struct problem problem;
    if (in.length > 0 && !memchr(in.bytes, 0, in.length) && text_check(in, &problem))
        parse_services(in, file, &r->text, ret, ignore, NULL);
}

static void check_index(const struct buffer *bytes)
{
    struct input in = fuzz_input(bytes->data, bytes->size);
    struct verified verified;
    struct problem problem;
    if (!index_verify(in, &verified, &problem)) {
        fprintf(stderr, "verify: %s\n", problem.what);
        abort();
    }
    require(module_use(in));
    module_check_oracle();
    module_drop();
    free(in.bytes);
}

static void compile(struct registry *r)
{
    struct entries entries = {0};
    struct buffer bytes = {0};
    struct problem problem = {0};
    if (entries_compile(r, &entries, &problem) && index_write(r, &entries, &bytes, &problem))
        check_index(&bytes);
    else
        require(problem.what[0] != '\0');
    entries_free(&entries);
    free(bytes.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input rows = next_part(&data, &size), locals = next_part(&data, &size),
                 names = next_part(&data, &size);
    struct problem problem = {0};
    struct registry r;
    registry_init(&r);
    if (parse_registry(rows, &r, &problem) && r.entry_bound <= ENTRIES_MAX) {
        read_lines(locals, "local", &r, &r.locals);
        read_lines(names, "names", &r, &r.curated);
        compile(&r);
    }
    registry_free(&r);
    free(rows.bytes);
    free(locals.bytes);
    free(names.bytes);
    return 0;
}
