/* SPDX-License-Identifier: MIT */
/* iana-services build: compiles a registry into an index. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/atomic_file.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "registry/guard.h"
#include "store/generations.h"
#include "store/inputs.h"
#include "store/pointer.h"
#include "store/writer.h"

struct arguments {
    const char *output, *names, *shipped_applications, *registry, *date;
    const char **locals, **applications; /* from --local and --applications */
    size_t local_count, application_count;
    bool strict, closed;
};

enum { KEY_SHIPPED = 256 }; /* no letter for it */

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 'o': a->output = arg; return 0;
    case 'n': a->names = arg; return 0;
    case 'l': alloc_push(a->locals, a->local_count, arg); return 0;
    case 'a': alloc_push(a->applications, a->application_count, arg); return 0;
    case KEY_SHIPPED: a->shipped_applications = arg; return 0;
    case 'd':
        if (!is_date(arg))
            argp_error(state, "`%s' is no date; write YYYY-MM-DD or YYYY-MM", arg);
        a->date = arg;
        return 0;
    case 's': a->strict = true; return 0;
    case 'c': a->closed = true; return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            argp_usage(state);
        a->registry = arg;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"output", 'o', "INDEX", 0,
     "Write the index there; in a folder, under a name made from its content, which services.idx then has. Without it, make it the live one",
     0},
    {"local", 'l', "FILE", 0,
     "Compile this services(5) file in, before the registry (repeatable); \"\" for none. "
     "Without it, the files that the live index has are read again",
     0},
    {"closed", 'c', NULL, 0,
     "Answer a name of a local file by name as that file has it, in every transport, and by nothing else. "
     "Remembered until --local names the files again",
     0},
    {"date", 'd', "DATE", 0,
     "The registry is of this date, YYYY-MM-DD or YYYY-MM, which a CSV file does not have", 0},
    {"strict", 's', NULL, 0,
     "Refuse local files and applications with lines that cannot be used, applications that are not sorted or that "
     "the registry has there, and a registry with dates that are none or in the future, exit 3",
     0},
    {"names", 'n', "FILE", 0, "Curated names to use, not " VENDOR_NAMES, 0},
    {"applications", 'a', "FILE", 0,
     "Add the lines of this file to the shipped applications (repeatable); \"\" for none. "
     "Without it, the files that the live index has are read again",
     0},
    {"shipped-applications", KEY_SHIPPED, "FILE", 0, "Shipped applications to use, not " VENDOR_APPLICATIONS,
     0},
    {0},
};
static const struct argp argp = {
    .options = list,
    .parser = parse,
    .args_doc = "[REGISTRY]",
    .children = writing_options,
    .doc = "Compile a registry, IANA's XML or CSV file, into an index. Without REGISTRY: the rows of the "
           "newer of the live and the vendor index again, with today's curated names and local files.",
};

/* The files that were asked for, or those that the live index has. */
static int add_files(const struct arguments *a, struct registry *r)
{
    struct registry live;
    int status = EXIT_DONE;
    r->closed = a->closed;
    for (size_t i = 0; status == EXIT_DONE && i < a->local_count; i++)
        if (*a->locals[i])
            status = inputs_local(a->locals[i], a->strict, r);
    for (size_t i = 0; status == EXIT_DONE && i < a->application_count; i++)
        if (*a->applications[i])
            status = inputs_applications(a->applications[i], a->strict, r);
    if (status != EXIT_DONE || a->output || (a->local_count > 0 && a->application_count > 0))
        return status;
    if (generations_read_live(&live)) {
        if (a->local_count == 0)
            status = inputs_locals_again(a->strict, &live, r);
        if (status == EXIT_DONE && a->application_count == 0)
            status = inputs_applications_again(a->strict, &live, r);
    }
    registry_free(&live);
    return status;
}

/* Report a date in the future; with --strict it is refused. */
static int check_dates(const struct arguments *a, const struct registry *r)
{
    struct problem why;
    if (a->strict && r->no_date_count > 0)
        return EXIT_BAD_INPUT;
    if ((!a->registry && !a->date) || guard_dates(r, &why))
        return EXIT_DONE;
    if (why.line > 0)
        complain("%s:%zu: %s; correct it, or the clock", a->registry, why.line, why.what);
    else
        complain("%s; correct it, or the clock", why.what);
    return a->strict ? EXIT_BAD_INPUT : EXIT_DONE;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void print_summary(const struct registry *r, const struct entries *e)
{
    char date[DATES_TEXT_SIZE];
    terminal_say(
        "registry of %s: %zu rows, %zu entries, %zu aliases; %zu rows without a name, %zu names without a port",
        dates_text(registry_dates(r), date), r->row_count, e->count, e->aliases, e->nameless_rows,
        e->portless_names);
    if (r->local_file_count)
        terminal_say("%zu of the entries from %zu local file%s", r->locals.count, r->local_file_count,
                     plural(r->local_file_count));
    if (r->closed && r->local_file_count)
        terminal_say("closed: the registry adds no transport to a name that a local file has");
    if (r->application_file_count)
        terminal_say("%zu applications, those of %zu file%s of yours among them", r->application_count,
                     r->application_file_count, plural(r->application_file_count));
    if (r->folded_transports)
        terminal_say("%zu row%s with a transport in capitals, read in lower case", r->folded_transports,
                     plural(r->folded_transports));
    if (e->unwritable_names)
        terminal_say("left out: %zu name%s that services(5) cannot write (blank, \"#\" or outside ASCII)",
                     e->unwritable_names, plural(e->unwritable_names));
    if (e->absent_curated)
        terminal_say("left out: %zu curated line%s whose first name the registry does not have there",
                     e->absent_curated, plural(e->absent_curated));
    if (e->taken_aliases)
        terminal_say("left out: %zu curated alias%s that the registry gives to another port",
                     e->taken_aliases, e->taken_aliases == 1 ? "" : "es");
}

/* output: a file, a folder, or NULL for the live index. */
static int write_index(const char *output, const struct buffer *index, const char *date)
{
    struct stat st;
    if (!output)
        return generations_publish(index, date);
    if (stat(output, &st) == 0 && S_ISDIR(st.st_mode))
        return pointer_install(output, index, date);
    return atomic_file_write(output, index, 0444);
}

/* --strict: complain of each application whose name the registry has there. shipped: the path of the shipped
   file. */
static int check_applications(const struct registry *r, const struct entries *e, const char *shipped)
{
    int status = EXIT_DONE;
    for (size_t i = 0; i < r->application_count; i++) {
        const struct application *a = &r->applications[i];
        if (!entries_have_application(e, r, a))
            continue;
        complain("%s:%u: the registry has \"%s\" at that port; remove the line",
                 a->file ? registry_text(r, a->file) : shipped, a->number, registry_text(r, a->program));
        status = EXIT_BAD_INPUT;
    }
    return status;
}

int cmd_build(int argc, char **argv)
{
    struct arguments a = {.names = VENDOR_NAMES};
    struct registry r;
    struct entries entries = {0};
    struct buffer index = {0};
    parse_arguments(&argp, argc, argv, &a);
    registry_init(&r);
    int status = a.output ? EXIT_DONE : writer_begin();
    if (status == EXIT_DONE)
        status = a.registry ? inputs_rows(a.registry, &r) : inputs_installed_rows(&r);
    if (status == EXIT_DONE && a.date)
        registry_state_date(&r, a.date);
    if (status == EXIT_DONE)
        status = check_dates(&a, &r);
    if (status == EXIT_DONE)
        status = inputs_names(a.names, &r);
    if (status == EXIT_DONE)
        status = inputs_shipped_applications(a.shipped_applications, a.strict, &r);
    if (status == EXIT_DONE)
        status = add_files(&a, &r);
    if (status == EXIT_DONE && a.closed && r.local_file_count == 0)
        complain("--closed without a local file closes nothing; name one by --local, such as /etc/services");
    if (status == EXIT_DONE)
        status = inputs_compile(a.registry ? a.registry : "build", &r, &entries, &index);
    if (status == EXIT_DONE && a.strict)
        status = check_applications(&r, &entries,
                                    a.shipped_applications ? a.shipped_applications : VENDOR_APPLICATIONS);
    if (status == EXIT_DONE)
        status = write_index(a.output, &index, dates_best(registry_dates(&r)));
    if (status == EXIT_DONE && !options.quiet)
        print_summary(&r, &entries);
    if (status == EXIT_DONE)
        status = terminal_flush();
    entries_free(&entries);
    free(index.data);
    registry_free(&r);
    free(a.locals);
    free(a.applications);
    return status;
}
