/* What the subcommands share; see command.h. */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input.h"
#include "memory.h"

/* libc looks for it, so it must not be hidden. */
__attribute__((visibility("default"))) const char *argp_program_version = "iana-services " IANA_VERSION;

struct options options;

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
    (void)state;
    switch (key) {
    case 'i':
        options.index = arg;
        return 0;
    case 'q':
        options.quiet = true;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option common_list[] = {
    {"index", 'i', "INDEX", 0, "Read this index, not the one the system uses", 10},
    {"quiet", 'q', NULL, 0, "Print errors only", 10},
    {0},
};
static const struct argp common = {.options = common_list, .parser = parse_common};
const struct argp_child common_options[] = {{&common, 0, NULL, 0}, {0}};

static void print_complaint(const char *format, va_list args)
{
    fflush(stdout);
    fputs("iana-services: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_complaint(format, args);
    va_end(args);
}

void complain_about(const char *file, const struct problem *problem)
{
    if (problem->line)
        complain("%s:%zu: %s", file, problem->line, problem->what);
    else
        complain("%s: %s", file, problem->what);
}

void parse_arguments(const struct argp *argp, int argc, char **argv, void *input)
{
    char *word = argv[0], name[64];
    snprintf(name, sizeof name, "iana-services %s", word);
    argv[0] = name;               /* what usage messages call it */
    if (argp_parse(argp, argc, argv, 0, NULL, input) != 0)
        exit(EXIT_USAGE);
    argv[0] = word;
}

int finish_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    complain("standard output: %s", strerror(errno));
    return EXIT_SYSTEM;
}

/* As nss/snapshot.c finds it. */
char *live_path(void)
{
    struct input name;
    struct problem problem;
    char *path = NULL;
    if (input_read(LIVE_DIRECTORY "/current", &name, &problem) != EXIT_DONE)
        return NULL;
    name.bytes[strcspn(name.bytes, "\n")] = '\0';
    if (name.bytes[0] && name.bytes[0] != '.' &&
        name.bytes[strspn(name.bytes, "0123456789abcdefghijklmnopqrstuvwxyz.-")] == '\0' &&
        asprintf(&path, "%s/gen/%s", LIVE_DIRECTORY, name.bytes) < 0)
        path = NULL;
    free(name.bytes);
    return path;
}

static int load(char *path, struct loaded *ret, struct problem *problem)
{
    struct input in;
    int status = input_read(path, &in, problem);
    if (status != EXIT_DONE)
        return status;
    if (!index_open(&ret->index, in.bytes, in.length, in.length)) {
        free(in.bytes);
        problem_set(problem, 0, "not an index that this version can use; build it again");
        return EXIT_BAD_INPUT;
    }
    ret->bytes = in.bytes;
    ret->length = in.length;
    ret->path = path;
    return EXIT_DONE;
}

int index_load(struct loaded *ret)
{
    struct problem problem;
    char *path = options.index ? strdup(options.index) : live_path();
    int status = path ? load(path, ret, &problem) : EXIT_NO;
    if (status != EXIT_DONE && !options.index) {
        free(path);
        path = strdup(VENDOR_INDEX);
        status = load(path, ret, &problem);
    }
    if (status != EXIT_DONE) {
        complain_about(path, &problem);
        free(path);
    }
    return status;
}

void index_unload(struct loaded *loaded)
{
    free(loaded->bytes);
    free(loaded->path);
}
