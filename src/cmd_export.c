/* iana-services export: the whole registry in another form. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cold.h"
#include "publish.h"
#include "write.h"

struct arguments {
    const char *format, *output;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        return 0;
    case 'f':
        if (strcmp(arg, "services") != 0)
            argp_error(state, "unknown format `%s'; the formats are: services", arg);
        a->format = arg;
        return 0;
    case 'o':
        a->output = arg;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"format", 'f', "FORMAT", 0, "services (default): a services(5) file", 0},
    {"output", 'o', "FILE", 0, "Write to FILE, all or nothing, not to standard output", 0},
    {0},
};
static const struct argp argp = {
    .options = list, .parser = parse, .children = reading_options,
    .doc = "Write the whole registry in another form.",
};

int cmd_export(int argc, char **argv)
{
    struct arguments a = {.format = "services"};
    struct loaded loaded;
    struct cold cold;
    struct bytes out = {0};
    parse_arguments(&argp, argc, argv, &a);
    int status = index_load(&loaded);
    if (status != EXIT_DONE)
        return status;
    cold_open(&loaded, &cold);
    write_services(&loaded.index, cold_provenance(&cold, PROVENANCE_DATE), &out);
    if (a.output) {
        status = publish_file(a.output, &out, 0644);
    } else {
        fwrite(out.data, 1, out.size, stdout);
        status = finish_output();
    }
    free(out.data);
    index_unload(&loaded);
    return status;
}
