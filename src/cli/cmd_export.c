/* SPDX-License-Identifier: MIT */
/* iana-services export: the whole registry in another format. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "export/export.h"
#include "store/loaded_index.h"
#include "view/records.h"

static const char *base = "dc=example,dc=com";

static void export_ldif_below_base(const struct index *index, const struct records *records,
                                   struct buffer *ret)
{
    (void)records;
    export_ldif(index, base, ret);
}

static const struct format {
    const char *name;
    void (*write)(const struct index *, const struct records *, struct buffer *ret);
} formats[] = {
    {"services", export_services}, {"csv", export_csv},
    {"xml", export_xml},           {"txt", export_txt},
    {"json", export_json},         {"ldif", export_ldif_below_base},
    {"html", export_html},         {"applications", export_applications},
};
enum { FORMATS = sizeof formats / sizeof *formats };

struct arguments {
    const struct format *format;
    const char *output;
};

static const struct format *find_format(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(name, formats[i].name) == 0)
            return &formats[i];
    return NULL;
}

static _Noreturn void refuse_format(const struct argp_state *state, const char *name)
{
    struct buffer names = {0};
    for (size_t i = 0; i < FORMATS; i++)
        buffer_printf(&names, " %s", formats[i].name);
    argp_error(state, "unknown format `%s'; the formats are:%s", name, buffer_string(&names));
    exit(EXIT_USAGE);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 'f':
        a->format = find_format(arg);
        if (!a->format)
            refuse_format(state, arg);
        return 0;
    case 'b':
        if (!strchr(arg, '='))
            argp_error(state, "`%s' is not a DN like dc=example,dc=com", arg);
        base = arg;
        return 0;
    case 'o': a->output = arg; return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"format", 'f', "FORMAT", 0,
     "services (default): a services(5) file; csv, xml: as IANA's files; txt: a table; "
     "json: an array of rows; ldif: entries for a directory; html: a web page; applications: services(5) lines for build --local",
     0},
    {"base", 'b', "DN", 0, "ldif: put the entries below ou=services,DN (default: dc=example,dc=com)", 0},
    {"output", 'o', "FILE", 0, "Write to FILE (replaced at once, or not at all), not to standard output", 0},
    {0},
};
static const struct argp argp = {
    .options = list,
    .parser = parse,
    .children = reading_options,
    .doc = "Write the whole registry in another format.",
};

/* The mode of the file that is replaced, if it is ours; another user must not choose it. */
static unsigned output_mode(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_uid == geteuid() ? st.st_mode & 0777 : 0644;
}

int cmd_export(int argc, char **argv)
{
    struct arguments a = {.format = formats};
    struct loaded loaded;
    struct records records;
    struct buffer out = {0};
    parse_arguments(&argp, argc, argv, &a);
    int status = index_load(options.index, &loaded);
    if (status != EXIT_DONE)
        return status;
    records_open(&loaded, &records);
    a.format->write(&loaded.index, &records, &out);
    status =
        a.output ? atomic_file_write(a.output, &out, output_mode(a.output)) : terminal_print_masked(&out);
    free(out.data);
    index_unload(&loaded);
    return status;
}
