/* SPDX-License-Identifier: MIT */
/* iana-services verify [INDEX]: checks an index. */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "compiler/verify.h"
#include "store/loaded_index.h"
#include "store/pointer.h"
#include "view/json.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
    if (key != ARGP_KEY_ARG || state->arg_num > 0)
        return ARGP_ERR_UNKNOWN;
    options.index = arg;
    return 0;
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "[INDEX]",
    .children = reporting_options,
    .doc =
        "Check that an index is undamaged and that lookups in it answer what its rows have. Without INDEX: the index in use.",
};

/* problem: "" if the index is sound; else *v is undefined. */
static int print_json(const char *path, struct input in, const struct verified *v, const char *problem)
{
    json_t *object = json_object();
    bool sound = !*problem;
    json_object_set_new(object, "index", json_text(path));
    json_object_set_new(object, "sound", json_boolean(sound));
    json_object_set_new(object, "problem", json_text(problem));
    json_object_set_new(object, "date", json_text(sound ? v->date : ""));
    json_object_set_new(object, "date_kind", json_text(sound ? v->date_kind : ""));
    json_object_set_new(object, "newest_row", json_text(sound ? v->newest_row : ""));
    json_object_set_new(object, "rows", sound ? json_integer((json_int_t)v->rows) : json_null());
    json_object_set_new(object, "entries", sound ? json_integer((json_int_t)v->entries) : json_null());
    json_object_set_new(object, "bytes", json_integer((json_int_t)in.length));
    json_object_set_new(object, "lookup_bytes",
                        sound ? json_integer((json_int_t)v->lookup_size) : json_null());
    return json_print(object);
}

/* Returns an exit status: EXIT_BAD_INPUT if the index is not sound. */
static int verify(const char *path, struct input in)
{
    struct problem problem = {.what = ""};
    struct verified v;
    char date[DATES_TEXT_SIZE];
    int status;
    bool sound = index_verify(in, &v, &problem);
    if (!sound)
        complain_about(path, &problem);
    if (options.json) {
        status = print_json(path, in, &v, problem.what);
    } else {
        if (sound && !options.quiet)
            terminal_say(
                "%s: sound%s; registry of %s, %zu rows, %zu entries; %zu bytes, %zu of them for lookups",
                path, v.is_later ? " in what this version knows: a later one wrote it" : "",
                dates_text(verified_dates(&v), date), v.rows, v.entries, in.length, v.lookup_size);
        status = terminal_flush();
    }
    return status == EXIT_DONE && !sound ? EXIT_BAD_INPUT : status;
}

int cmd_verify(int argc, char **argv)
{
    struct problem problem;
    struct loaded loaded;
    struct input in;
    parse_arguments(&argp, argc, argv, NULL);
    if (!options.index) {
        int status = index_load(options.index, &loaded);
        if (status == EXIT_DONE) {
            status = verify(loaded.path, (struct input){loaded.bytes, loaded.length});
            if (loaded.live_is_bad && status == EXIT_DONE)
                status = EXIT_BAD_INPUT;
            index_unload(&loaded);
        }
        return status;
    }
    char *path;
    int status = pointer_follow(options.index, &path, &in, &problem);
    if (status == EXIT_DONE) {
        status = verify(path, in);
        free(in.bytes);
    } else {
        complain_about(path, &problem);
    }
    free(path);
    return status;
}
