/* iana-services verify [INDEX]: checks an index. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "verify.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
    if (key != ARGP_KEY_ARG || state->arg_num > 0)
        return ARGP_ERR_UNKNOWN;
    options.index = arg;
    return 0;
}

static const struct argp argp = {
    .parser = parse, .args_doc = "[INDEX]", .children = reading_options,
    .doc = "Check that an index is whole and answers what its own rows say. Without INDEX: the one the system uses.",
};

static int verify(const char *path, struct input in)
{
    struct problem problem;
    struct verified v;
    if (!index_verify(in, &v, &problem)) {
        complain_about(path, &problem);
        return EXIT_BAD_INPUT;
    }
    if (!options.quiet)
        printf("%s: sound; registry of %s, %zu rows, %zu entries; %zu bytes, %zu of them for lookups\n",
               path, *v.date ? v.date : "unknown date", v.rows, v.entries, in.length, v.hot_size);
    return finish_output();
}

int cmd_verify(int argc, char **argv)
{
    struct problem problem;
    struct loaded loaded;
    struct input in;
    parse_arguments(&argp, argc, argv, NULL);
    if (!options.index) {
        int status = index_load(&loaded);
        if (status == EXIT_DONE) {
            status = verify(loaded.path, (struct input){loaded.bytes, loaded.length});
            if (loaded.live_is_bad)
                status = EXIT_BAD_INPUT;
            index_unload(&loaded);
        }
        return status;
    }
    int status = input_read(options.index, &in, &problem);
    if (status != EXIT_DONE) {
        complain_about(options.index, &problem);
        return status;
    }
    status = verify(options.index, in);
    free(in.bytes);
    return status;
}
