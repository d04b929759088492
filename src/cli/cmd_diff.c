/* SPDX-License-Identifier: MIT */
/* iana-services diff OLD [NEW]: what changed from one registry, index or services(5) file
   to another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/diff_print.h"
#include "cli/options.h"
#include "compiler/index_decode.h"
#include "compiler/index_writer.h"
#include "export/export.h"
#include "index/live_path.h"
#include "registry/difference.h"
#include "registry/parse.h"
#include "store/inputs.h"
#include "store/loaded_index.h"
#include "store/pointer.h"
#include "view/json.h"

enum form { REGISTRY, INDEX, SERVICES };

struct operand {
    const char *argument; /* "-": standard input; NULL: the index in use */
    char *path;           /* of the file that was read; NULL if it was not */
    enum form form;
    struct registry registry;
};

static const char *const kind_names[DIFF_KINDS] = {"added", "removed", "renamed", "moved", "changed"};

static bool chosen[DIFF_KINDS]; /* by --only; all without it */
static bool as_ldif;            /* by --format */

/* The kinds of "added,renamed". */
static void choose_kinds(char *list, const struct argp_state *state)
{
    for (char *word, *rest = list; (word = strsep(&rest, ","));) {
        int k = 0;
        while (k < DIFF_KINDS && strcmp(word, kind_names[k]) != 0)
            k++;
        if (k == DIFF_KINDS)
            argp_error(state, "--only: `%s' is none of added, removed, renamed, moved, changed", word);
        else
            chosen[k] = true;
    }
}

/* The key of an option without a letter. */
enum { ONLY = 256 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct operand *operands = state->input;
    switch (key) {
    case ARGP_KEY_INIT: memset(chosen, true, sizeof chosen); return 0;
    case 'f':
        if (strcmp(arg, "ldif") != 0)
            argp_error(state, "unknown format `%s'; there is only ldif", arg);
        as_ldif = true;
        return 0;
    case ONLY:
        memset(chosen, false, sizeof chosen);
        choose_kinds(arg, state);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1)
            argp_usage(state);
        operands[state->arg_num].argument = arg;
        return 0;
    case ARGP_KEY_END:
        if (state->arg_num < 1)
            argp_usage(state);
        if (as_ldif && (options.json || memchr(chosen, 0, sizeof chosen)))
            argp_error(state, "-f ldif has all changes, and is no JSON; leave out --json and --only");
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"format", 'f', "FORMAT", 0, "ldif: change records for a directory that has the entries of OLD", 0},
    {"only", ONLY, "KINDS", 0, "Only these, separated by commas: added, removed, renamed, moved, changed", 0},
    {0},
};
static const struct argp argp = {
    .options = list,
    .parser = parse,
    .args_doc = "OLD [NEW]",
    .children = comparing_options,
    .doc =
        "Print what changed from OLD to NEW, each a registry (CSV or XML), an index or a services(5) file; `-' "
        "is standard input. Without NEW: to the index in use. If one is a services(5) file, what lookups "
        "answer is compared; also if both are indexes with the same rows.",
};

/* ---- reading ---- */

static bool starts_with(struct input in, const char *s)
{
    return in.length >= strlen(s) && memcmp(in.bytes, s, strlen(s)) == 0;
}

/* Whether it is a services(5) file, which may be empty: at least as many of its lines can be
   used as cannot. (A few lines of IANA's XML file can be.) */
static bool is_services(struct input in)
{
    struct strtab text;
    struct lines lines = {0};
    strtab_init(&text);
    size_t bad = parse_services(in, "", &text, &lines, NULL, NULL);
    strtab_free(&text);
    free(lines.line);
    return lines.count >= bad;
}

static bool read_bytes(struct input in, struct operand *o, struct problem *problem)
{
    if (starts_with(in, FORMAT_MAGIC)) {
        o->form = INDEX;
        if (in.length < FORMAT_FILE_MIN || index_stored_crc(in.bytes) != index_crc(in.bytes, in.length))
            return problem_set(problem, 0,
                               "its checksum is wrong: the index is damaged or cut off; build it again");
        return index_decode(in, &o->registry, problem);
    }
    if (!is_services(in))
        return parse_registry(in, &o->registry, problem);
    o->form = SERVICES;
    parse_services(in, o->path, &o->registry.text, &o->registry.locals, parse_complain, o->path);
    return true;
}

/* Reads an operand, which is released by free_operand, also on failure. Complains and returns
   an exit status other than EXIT_DONE if it cannot be read. */
static int read_operand(struct operand *o)
{
    struct input in = {0};
    struct loaded loaded;
    struct problem problem;
    int status;
    if (o->argument) {
        status = pointer_follow(o->argument, &o->path, &in, &problem);
    } else {
        status = index_load(options.index, &loaded);
        if (status != EXIT_DONE)
            return status;
        in = (struct input){loaded.bytes, loaded.length};
        o->path = loaded.path;
    }
    if (status == EXIT_DONE && !read_bytes(in, o, &problem))
        status = EXIT_BAD_INPUT;
    if (status != EXIT_DONE)
        complain_about(o->path, &problem);
    free(in.bytes);
    return status;
}

static void free_operand(struct operand *o)
{
    registry_free(&o->registry);
    free(o->path);
}

/* ---- what lookups answer ---- */

/* Adds the curated names of the index in use, if there is one. */
static int add_curated(struct registry *r)
{
    struct operand in_use = {.argument = NULL};
    int status = EXIT_DONE;
    registry_init(&in_use.registry);
    if (options.index || live_index_exists() || access(VENDOR_POINTER, F_OK) == 0)
        status = read_operand(&in_use);
    inputs_copy_lines(&in_use.registry, r);
    r->locals.count = r->local_file_count = 0;
    free_operand(&in_use);
    return status;
}

/* Replaces the rows by one for each name of each entry, as a services(5) file has no more
   than a name, a port and a transport. If lines have the same port and transport, a name is
   kept once. */
static int keep_entries(struct operand *o)
{
    struct registry *r = &o->registry;
    struct entries entries;
    struct problem problem;
    struct strtab seen;
    int status = o->form == REGISTRY ? add_curated(r) : EXIT_DONE;
    if (status != EXIT_DONE)
        return status;
    bool sound = entries_compile(r, &entries, &problem);
    strtab_init(&seen);
    r->row_count = r->entry_bound = 0;
    for (const struct entry *e = entries.entry; sound && e < entries.entry + entries.count; e++)
        for (uint32_t i = 0; sound && i < e->name_count; i++) {
            char key[2 * NAME_LENGTH_MAX + 16];
            uint32_t name = entries.names[e->first_name + i], known = seen.count;
            int n = snprintf(key, sizeof key, "%u/%s %s", e->port, registry_text(r, e->transport),
                             registry_text(r, name));
            strtab_add(&seen, key, (size_t)n);
            struct row row = {.column = {[COLUMN_NAME] = name, [COLUMN_TRANSPORT] = e->transport},
                              .ports = {e->port, e->port}};
            if (seen.count > known)
                sound = registry_push_row(r, row, 0, &problem);
        }
    strtab_free(&seen);
    entries_free(&entries);
    if (sound)
        return EXIT_DONE;
    complain_about(o->path, &problem);
    return EXIT_BAD_INPUT;
}

/* ---- printing ---- */

/* last: the kind that is printed after the others, or DIFF_KINDS. */
static int print_text(const struct diff *d, enum diff_kind last)
{
    struct buffer out = {0};
    bool colour = terminal_has_colour();
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < d->count; i++)
            if (chosen[d->item[i].kind] && (d->item[i].kind == last) == (pass == 1))
                diff_text(&d->item[i], colour, &out);
    for (int k = 0; k < DIFF_KINDS; k++)
        buffer_printf(&out, "%s%zu %s", k ? ", " : "", d->kinds[k], kind_names[k]);
    buffer_add_string(&out, "\n");
    return terminal_page(&out);
}

static int print_json(const struct diff *d, const struct operand operands[2])
{
    json_t *kinds[DIFF_KINDS], *object = json_object();
    json_object_set_new(object, "old", json_text(operands[0].path));
    json_object_set_new(object, "new", json_text(operands[1].path));
    for (int k = 0; k < DIFF_KINDS; k++)
        if (chosen[k])
            json_object_set_new(object, kind_names[k], kinds[k] = json_array());
    for (size_t i = 0; i < d->count; i++)
        if (chosen[d->item[i].kind])
            json_array_append_new(kinds[d->item[i].kind], diff_json(&d->item[i]));
    return json_print(object);
}

static int print(const struct diff *d, const struct operand operands[2])
{
    bool old_is_services = operands[0].form == SERVICES, new_is_services = operands[1].form == SERVICES;
    /* A short file lacks most of the registry, which would hide the other differences. */
    enum diff_kind last = old_is_services == new_is_services ? DIFF_KINDS
                          : old_is_services                  ? DIFF_ADDED
                                                             : DIFF_REMOVED;
    return options.json ? print_json(d, operands) : options.quiet ? EXIT_DONE : print_text(d, last);
}

/* Compares rows, or with by_entries what lookups answer. Release *ret by diff_free. */
static int compare(struct operand operands[2], bool by_entries, struct diff *ret)
{
    int status = EXIT_DONE;
    *ret = (struct diff){.item = NULL};
    for (int i = 0; i < 2 && by_entries && status == EXIT_DONE; i++)
        status = keep_entries(&operands[i]);
    if (status == EXIT_DONE)
        registry_diff(&operands[0].registry, &operands[1].registry, ret);
    return status;
}

/* Returns EXIT_NO if they differ, in the kinds that were chosen; else EXIT_DONE. */
static int diff(struct operand operands[2])
{
    struct diff d;
    int status = compare(operands, operands[0].form == SERVICES || operands[1].form == SERVICES, &d);
    /* Local lines and curated names are not rows. */
    if (status == EXIT_DONE && d.count == 0 && operands[0].form == INDEX && operands[1].form == INDEX) {
        diff_free(&d);
        status = compare(operands, true, &d);
    }
    if (status == EXIT_DONE)
        status = print(&d, operands);
    for (int k = 0; k < DIFF_KINDS; k++)
        if (status == EXIT_DONE && chosen[k] && d.kinds[k] > 0)
            status = EXIT_NO;
    diff_free(&d);
    return status;
}

/* ---- for a directory ---- */

/* Compile an operand. *ret points into *bytes, to be freed also on failure. */
static int compile(struct operand *o, struct buffer *bytes, struct index *ret)
{
    struct entries entries = {0};
    int status = o->form == REGISTRY ? add_curated(&o->registry) : EXIT_DONE;
    if (status == EXIT_DONE)
        status = inputs_compile(o->path, &o->registry, &entries, bytes);
    entries_free(&entries);
    if (status == EXIT_DONE && !index_open(ret, bytes->data, bytes->size, bytes->size)) {
        complain("%s: it was compiled to an index that cannot be used", o->path);
        status = EXIT_SYSTEM;
    }
    return status;
}

/* Returns EXIT_NO if the directory's entries differ, else EXIT_DONE. */
static int diff_ldif(struct operand operands[2])
{
    struct buffer bytes[2] = {0}, out = {0};
    struct index index[2];
    int status = compile(&operands[0], &bytes[0], &index[0]);
    if (status == EXIT_DONE)
        status = compile(&operands[1], &bytes[1], &index[1]);
    if (status == EXIT_DONE)
        export_ldif_changes(&index[0], &index[1], options.base, &out);
    bool differ = out.size > 0;
    if (status == EXIT_DONE && !options.quiet)
        status = terminal_print_masked(&out);
    free(bytes[0].data);
    free(bytes[1].data);
    free(out.data);
    return status == EXIT_DONE && differ ? EXIT_NO : status;
}

int cmd_diff(int argc, char **argv)
{
    struct operand operands[2] = {0};
    int status = EXIT_DONE;
    parse_arguments(&argp, argc, argv, operands);
    for (int i = 0; i < 2; i++) {
        registry_init(&operands[i].registry);
        if (status == EXIT_DONE)
            status = read_operand(&operands[i]);
    }
    if (status == EXIT_DONE)
        status = (as_ldif ? diff_ldif : diff)(operands);
    free_operand(&operands[0]);
    free_operand(&operands[1]);
    return status;
}
