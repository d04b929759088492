/* SPDX-License-Identifier: MIT */
/* iana-services diff OLD NEW: what changed from one registry, index or services(5) file
   to another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/diff_text.h"
#include "cli/options.h"
#include "compiler/index_decode.h"
#include "compiler/index_writer.h"
#include "index/live_path.h"
#include "registry/diff.h"
#include "registry/parse.h"
#include "store/inputs.h"
#include "store/loaded_index.h"
#include "view/json.h"

enum form { REGISTRY, INDEX, SERVICES };

struct operand {
    const char *argument;
    char *path;
    enum form form;
    struct registry registry;
};

static const char *const kind_names[DIFF_KINDS] = {"added", "removed", "renamed", "moved", "changed"};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct operand *operands = state->input;
    switch (key) {
    case ARGP_KEY_INIT: return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1)
            argp_usage(state);
        operands[state->arg_num].argument = arg;
        return 0;
    case ARGP_KEY_END:
        if (state->arg_num < 2)
            argp_usage(state);
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "OLD NEW",
    .children = reporting_options,
    .doc =
        "Print what changed from OLD to NEW, each a registry (CSV or XML), an index, a services(5) file, or `-', "
        "the index that answers now. With a services(5) file, what lookups answer is compared; "
        "of two indexes with the same rows, too.",
};

/* ---- reading ---- */

static void count(void *context, const struct problem *problem)
{
    (void)problem;
    ++*(size_t *)context;
}

static void warn(void *context, const struct problem *problem)
{
    complain_about(context, problem);
}

static bool starts_with(struct input in, const char *s)
{
    return in.length >= strlen(s) && memcmp(in.bytes, s, strlen(s)) == 0;
}

/* Whether it is a services(5) file, which may be empty: no fewer lines can be used as such
   than not. (One or two in the text of IANA's XML file can.) */
static bool is_services(struct input in)
{
    struct strtab text;
    struct lines lines = {0};
    size_t bad = 0;
    strtab_init(&text);
    parse_services(in, "", &text, &lines, count, &bad);
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
    parse_services(in, o->path, &o->registry.text, &o->registry.locals, warn, o->path);
    return true;
}

/* Reads an operand. Complains and returns an exit status where it cannot. */
static int read_operand(struct operand *o)
{
    struct input in = {0};
    struct loaded loaded;
    struct problem problem;
    int status;
    if (strcmp(o->argument, "-") == 0) {
        status = index_load(options.index, &loaded);
        if (status != EXIT_DONE)
            return status;
        in = (struct input){loaded.bytes, loaded.length};
        o->path = loaded.path;
    } else {
        o->path = strdup(o->argument);
        status = file_read(o->path, &in, &problem);
    }
    if (status == EXIT_DONE && !read_bytes(in, o, &problem))
        status = EXIT_BAD_INPUT;
    if (status != EXIT_DONE)
        complain_about(o->path, &problem);
    free(in.bytes);
    return status;
}

/* ---- what lookups answer ---- */

/* Adds the curated names of the index in use, where there is one. */
static int add_curated(struct registry *r)
{
    struct operand index = {.argument = "-"};
    int status = EXIT_DONE;
    registry_init(&index.registry);
    if (options.index || access(LIVE_POINTER, F_OK) == 0 || access(VENDOR_INDEX, F_OK) == 0)
        status = read_operand(&index);
    inputs_copy_lines(&index.registry, r);
    r->locals.count = r->local_file_count = 0;
    registry_free(&index.registry);
    free(index.path);
    return status;
}

/* Makes rows of the entries, one for each name: a name, a port and a transport are all
   that a services(5) file can say. Where lines share a port and transport, a name that an
   earlier one has is left out. */
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
            struct row row = {.column = {[COLUMN_NAME] = name,
                                         [COLUMN_PORT] = e->port | (uint32_t)e->port << 16,
                                         [COLUMN_TRANSPORT] = e->transport}};
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

/* last: the kind that comes behind the others, or DIFF_KINDS. */
static int print_text(const struct diff *d, enum diff_kind last)
{
    struct buffer out = {0};
    bool colour = terminal_has_colour();
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < d->count; i++)
            if ((d->item[i].kind == last) == (pass == 1))
                diff_text(&d->item[i], colour, &out);
    for (int k = 0; k < DIFF_KINDS; k++)
        buffer_printf(&out, "%s%zu %s", k ? ", " : "", d->kinds[k], kind_names[k]);
    buffer_add_string(&out, "\n");
    return terminal_print(&out);
}

static json_t *json_names(const struct part *p, size_t n, bool moved_too)
{
    json_t *names = json_array();
    for (size_t i = 0; i < n; i++)
        if ((moved_too || !p[i].moved) && *part_column(&p[i], COLUMN_NAME))
            json_array_append_new(names, json_text(part_column(&p[i], COLUMN_NAME)));
    return names;
}

static json_t *json_columns(const struct part *old, const struct part *new)
{
    json_t *columns = json_array();
    for (enum column c = COLUMN_NAME; part_differs(old, new, c, &c); c++) {
        json_t *column = json_object();
        json_object_set_new(column, "column", json_text(column_key(c)));
        json_object_set_new(column, "old", json_text(part_column(old, c)));
        json_object_set_new(column, "new", json_text(part_column(new, c)));
        json_array_append_new(columns, column);
    }
    return columns;
}

static json_t *json_difference(const struct difference *d)
{
    const struct part *p = d->new ? d->new : d->old;
    json_t *object = json_object();
    bool single = d->kind == DIFF_ADDED || d->kind == DIFF_REMOVED;
    json_set_ports(object, "", p->first <= p->last, p->first, d->new ? d->new_last : d->old_last);
    json_object_set_new(object, "transport", json_text(p->transport));
    json_object_set_new(object, "names", json_names(p, d->new ? d->new_count : d->old_count, !single));
    if (single)
        json_object_set_new(object, "description", json_text(part_column(p, COLUMN_DESCRIPTION)));
    if (d->kind == DIFF_RENAMED)
        json_object_set_new(object, "old_names", json_names(d->old, d->old_count, true));
    if (d->kind == DIFF_MOVED)
        json_set_ports(object, "old_", d->old->first <= d->old->last, d->old->first, d->old_last);
    if (d->kind == DIFF_MOVED || d->kind == DIFF_CHANGED)
        json_object_set_new(object, "columns", json_columns(d->old, d->new));
    return object;
}

static int print_json(const struct diff *d, const struct operand operands[2])
{
    json_t *kinds[DIFF_KINDS], *object = json_object();
    json_object_set_new(object, "old", json_text(operands[0].path));
    json_object_set_new(object, "new", json_text(operands[1].path));
    for (int k = 0; k < DIFF_KINDS; k++)
        json_object_set_new(object, kind_names[k], kinds[k] = json_array());
    for (size_t i = 0; i < d->count; i++)
        json_array_append_new(kinds[d->item[i].kind], json_difference(&d->item[i]));
    return json_print(object);
}

static int keep_all_entries(struct operand operands[2])
{
    int status = keep_entries(&operands[0]);
    return status == EXIT_DONE ? keep_entries(&operands[1]) : status;
}

static int print(const struct diff *d, const struct operand operands[2])
{
    bool old_is_services = operands[0].form == SERVICES, new_is_services = operands[1].form == SERVICES;
    /* What a short file lacks of the whole registry would hide the rest. */
    enum diff_kind last = old_is_services == new_is_services ? DIFF_KINDS
                          : old_is_services                  ? DIFF_ADDED
                                                             : DIFF_REMOVED;
    return options.json ? print_json(d, operands) : options.quiet ? EXIT_DONE : print_text(d, last);
}

/* EXIT_DONE where they are equal, EXIT_NO where not. */
static int compare(struct operand operands[2])
{
    struct diff d = {.item = NULL};
    int status =
        operands[0].form == SERVICES || operands[1].form == SERVICES ? keep_all_entries(operands) : EXIT_DONE;
    if (status != EXIT_DONE)
        return status;
    registry_diff(&operands[0].registry, &operands[1].registry, &d);
    /* Local lines and curated names are no rows. */
    if (d.count == 0 && operands[0].form == INDEX && operands[1].form == INDEX) {
        diff_free(&d);
        d = (struct diff){.item = NULL};
        status = keep_all_entries(operands);
        if (status == EXIT_DONE)
            registry_diff(&operands[0].registry, &operands[1].registry, &d);
    }
    if (status == EXIT_DONE)
        status = print(&d, operands);
    if (status == EXIT_DONE && d.count > 0)
        status = EXIT_NO;
    diff_free(&d);
    return status;
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
        status = compare(operands);
    for (int i = 0; i < 2; i++) {
        registry_free(&operands[i].registry);
        free(operands[i].path);
    }
    return status;
}
