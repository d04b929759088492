/* What the subcommands share; see command.h. */
#include "cli/options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/alloc.h"
#include "base/terminal.h"

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
    case 'j':
        options.json = true;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option common_list[] = {
    {"quiet", 'q', NULL, 0, "Print errors only", 10},
    {0},
};
static const struct argp_option index_list[] = {
    {"index", 'i', "INDEX", 0, "Read this index, not the one the system uses", 10},
    {0},
};
static const struct argp_option json_list[] = {
    {"json", 'j', NULL, 0, "Print JSON; iana-services(1) lists its keys", 10},
    {0},
};
static const struct argp common = {.options = common_list, .parser = parse_common};
static const struct argp index_option = {.options = index_list, .parser = parse_common};
static const struct argp json_option = {.options = json_list, .parser = parse_common};
const struct argp_child writing_options[] = {{&common, 0, NULL, 0}, {0}};
const struct argp_child reading_options[] = {{&common, 0, NULL, 0}, {&index_option, 0, NULL, 0}, {0}};
const struct argp_child checking_options[] = {{&common, 0, NULL, 0}, {&json_option, 0, NULL, 0}, {0}};
const struct argp_child reporting_options[] = {{&common, 0, NULL, 0}, {&index_option, 0, NULL, 0}, {&json_option, 0, NULL, 0}, {0}};

static void print_complaint(const char *format, va_list args)
{
    struct bytes masked = {0};    /* it may quote an input, and go to a terminal */
    char *text = NULL;
    fflush(stdout);
    if (vasprintf(&text, format, args) >= 0)
        print_masked(&masked, text, strlen(text));
    fprintf(stderr, "iana-services: %.*s\n", (int)masked.size, masked.size ? (const char *)masked.data : "");
    free(text);
    free(masked.data);
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

/* What nss/snapshot.c asks of `current` and of an index. */
bool index_acceptable(const char *path, off_t most, struct problem *problem)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return problem_set(problem, 0, "cannot be opened: %s", strerror(errno));
    if (!S_ISREG(st.st_mode))
        return problem_set(problem, 0, "not a regular file; remove it and build the index again");
    if (st.st_mode & S_IWOTH)
        return problem_set(problem, 0, "writable by everybody, so not used; run chmod o-w on it");
    if (st.st_size > most)
        return problem_set(problem, 0, "%jd bytes are too many; build the index again", (intmax_t)st.st_size);
    return true;
}

char *live_path(struct problem *problem)
{
    struct input name;
    char *path = NULL;
    if (!index_acceptable(LIVE_DIRECTORY "/current", 64 + 1, problem) || input_read(LIVE_DIRECTORY "/current", &name, problem) != EXIT_DONE)
        return NULL;
    if (name.length > 0 && name.bytes[name.length - 1] == '\n')
        name.bytes[--name.length] = '\0';
    bool sound = name.length > 0 && name.length <= 64 && name.bytes[0] != '.' &&
                 strspn(name.bytes, "0123456789abcdefghijklmnopqrstuvwxyz.-") == name.length;
    if (!sound)
        problem_set(problem, 0, "does not hold the name of a generation; build the index again");
    else if (asprintf(&path, "%s/gen/%s", LIVE_DIRECTORY, name.bytes) < 0)
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
        problem_set(problem, 0, "not an index that this version can use, or cut off; build it again");
        return EXIT_BAD_INPUT;
    }
    ret->bytes = in.bytes;
    ret->length = in.length;
    ret->path = path;
    return EXIT_DONE;
}

/* The live index, where the module uses it too. Complains, but for there being none. */
static bool load_live(struct loaded *ret)
{
    struct problem problem;
    const char *what = LIVE_DIRECTORY "/current";
    char *path = access(what, F_OK) == 0 ? live_path(&problem) : NULL;
    if (!path && access(what, F_OK) != 0)
        return false;
    if (path && index_acceptable(path, FORMAT_FILE_MAX, &problem) && load(path, ret, &problem) == EXIT_DONE)
        return true;
    complain("%s: %s; the vendor's index answers meanwhile", path ? path : what, problem.what);
    ret->live_is_bad = true;
    free(path);
    return false;
}

int index_load(struct loaded *ret)
{
    struct problem problem;
    ret->live_is_bad = false;
    if (!options.index && load_live(ret))
        return EXIT_DONE;
    char *path = strdup(options.index ? options.index : VENDOR_INDEX);
    int status = load(path, ret, &problem);
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
