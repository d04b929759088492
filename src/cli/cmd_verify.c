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
        "Check that an index is whole and answers what its own rows say. Without INDEX: the one the system uses.",
};

static int report(const char *path, struct input in, const struct verified *v, const char *problem)
{
    json_t *object = json_object();
    bool sound = !*problem;
    json_object_set_new(object, "index", json_text(path));
    json_object_set_new(object, "sound", json_boolean(sound));
    json_object_set_new(object, "problem", json_text(problem));
    json_object_set_new(object, "date", json_text(sound ? v->date : ""));
    json_object_set_new(object, "rows", sound ? json_integer((json_int_t)v->rows) : json_null());
    json_object_set_new(object, "entries", sound ? json_integer((json_int_t)v->entries) : json_null());
    json_object_set_new(object, "bytes", json_integer((json_int_t)in.length));
    json_object_set_new(object, "lookup_bytes",
                        sound ? json_integer((json_int_t)v->lookup_size) : json_null());
    return json_print(object);
}

static int verify(const char *path, struct input in)
{
    struct problem problem = {.what = ""};
    struct verified v;
    bool sound = index_verify(in, &v, &problem);
    if (!sound)
        complain_about(path, &problem);
    int status = EXIT_DONE;
    if (options.json)
        status = report(path, in, &v, sound ? "" : problem.what);
    else if (sound && !options.quiet)
        printf("%s: sound; registry of %s, %zu rows, %zu entries; %zu bytes, %zu of them for lookups\n", path,
               *v.date ? v.date : "unknown date", v.rows, v.entries, in.length, v.lookup_size);
    if (status == EXIT_DONE)
        status = terminal_finish();
    return sound ? status : EXIT_BAD_INPUT;
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
            if (loaded.live_is_bad)
                status = EXIT_BAD_INPUT;
            index_unload(&loaded);
        }
        return status;
    }
    int status = file_read(options.index, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(options.index, &problem);
        return status;
    }
    status = verify(options.index, in);
    free(in.bytes);
    return status;
}
