/* iana-services build: compiles a registry into an index. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "publish.h"
#include "read.h"
#include "writer.h"

#include "command.h"

struct arguments {
    const char *output, *names, *registry;
    const char **locals;
    size_t local_count;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 'o':
        a->output = arg;
        return 0;
    case 'n':
        a->names = arg;
        return 0;
    case 'l':
        a->locals = memory_grow(a->locals, a->local_count, sizeof *a->locals);
        a->locals[a->local_count++] = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            argp_usage(state);
        a->registry = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_usage(state);
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"output", 'o', "INDEX", 0, "Write the index there; without it, make it the live one", 0},
    {"local", 'l', "FILE", 0, "Compile this services(5) file in, before the registry (repeatable)", 0},
    {"names", 'n', "FILE", 0, "Curated names to use, not " VENDOR_NAMES, 0},
    {0},
};
static const struct argp argp = {
    .options = list, .parser = parse, .args_doc = "REGISTRY", .children = common_options,
    .doc = "Compile a registry (IANA's CSV file) into an index.",
};

/* Reads a file and hands it to a reader. Complains and returns an exit status. */
static int read_rows(const char *path, struct registry *r)
{
    struct input in;
    struct problem problem;
    int status = input_read(path, &in, &problem);
    if (status == EXIT_DONE) {
        if (!read_registry(in, r, &problem))
            status = EXIT_BAD_INPUT;
        free(in.bytes);
    }
    if (status != EXIT_DONE)
        complain_about(path, &problem);
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    r->provenance[PROVENANCE_SOURCE] = text_add(&r->text, base, strlen(base));
    return status;
}

struct warnings {
    const char *file;
    size_t count;
};

static void warn(void *context, const struct problem *problem)
{
    struct warnings *w = context;
    complain_about(w->file, problem);
    w->count++;
}

/* Adds a services(5) file to *ret. stored_as: the path that the index keeps. */
static int read_lines(const char *path, const char *stored_as, struct registry *r, struct lines *ret, size_t *ret_warnings)
{
    struct input in;
    struct problem problem;
    struct warnings w = {.file = path};
    int status = input_read(path, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        return status;
    }
    read_services(in, stored_as, &r->text, ret, warn, &w);
    free(in.bytes);
    *ret_warnings += w.count;
    return EXIT_DONE;
}

static int read_inputs(const struct arguments *a, struct registry *r)
{
    size_t curated = 0, locals = 0;
    int status = read_rows(a->registry, r);
    if (status == EXIT_DONE)
        status = read_lines(a->names, "names.services", r, &r->curated, &curated);
    if (status == EXIT_DONE && curated > 0)
        status = EXIT_BAD_INPUT;
    for (size_t i = 0; status == EXIT_DONE && i < a->local_count; i++) {
        char *path = realpath(a->locals[i], NULL);
        status = read_lines(a->locals[i], path ? path : a->locals[i], r, &r->locals, &locals);
        free(path);
    }
    return status;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void print_summary(const struct registry *r, const struct entries *e)
{
    if (options.quiet)
        return;
    printf("registry of %s: %zu rows, %zu entries, %zu aliases; %zu rows without a name, %zu names without a port\n",
           *registry_text(r, r->provenance[PROVENANCE_DATE]) ? registry_text(r, r->provenance[PROVENANCE_DATE]) : "unknown date",
           r->row_count, e->count, e->aliases, e->nameless_rows, e->portless_names);
    if (r->locals.count)
        printf("%zu of the entries from local lines\n", r->locals.count);
    if (e->unwritable_names)
        printf("left out: %zu name%s that services(5) cannot write (blank, \"#\" or outside ASCII)\n", e->unwritable_names, plural(e->unwritable_names));
    if (e->absent_curated)
        printf("left out: %zu curated line%s whose first name the registry does not have there\n", e->absent_curated, plural(e->absent_curated));
    if (e->taken_aliases)
        printf("left out: %zu curated alias%s that the registry gives to another port\n", e->taken_aliases, e->taken_aliases == 1 ? "" : "es");
}

/* Compiles what was read and publishes it. */
static int compile(const struct arguments *a, struct registry *r)
{
    struct entries entries = {0};
    struct bytes index = {0};
    struct problem problem;
    int status = EXIT_BAD_INPUT;
    if (!policy_compile(r, &entries, &problem) || !index_write(r, &entries, &index, &problem))
        complain_about(a->registry, &problem);
    else if (a->output)
        status = publish_file(a->output, &index, 0444);
    else
        status = publish_live(&index, registry_text(r, r->provenance[PROVENANCE_DATE]));
    if (status == EXIT_DONE)
        print_summary(r, &entries);
    entries_free(&entries);
    free(index.data);
    return status;
}

int cmd_build(int argc, char **argv)
{
    struct arguments a = {.names = VENDOR_NAMES};
    struct registry r;
    parse_arguments(&argp, argc, argv, &a);
    registry_init(&r);
    int status = read_inputs(&a, &r);
    if (status == EXIT_DONE)
        status = compile(&a, &r);
    if (status == EXIT_DONE)
        status = finish_output();
    registry_free(&r);
    free(a.locals);
    return status;
}
