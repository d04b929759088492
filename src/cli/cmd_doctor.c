/* SPDX-License-Identifier: MIT */
/* iana-services doctor [PORT|NAME]: why lookups do or do not come from here. */
#include "base/error.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "doctor/doctor.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
    const char **query = state->input;
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    if (state->arg_num > 0)
        argp_usage(state);
    *query = arg;
    return 0;
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "[PORT[/TRANSPORT]|NAME[/TRANSPORT]]",
    .children = checking_options,
    .doc = "Say why lookups do or do not come from the index, with the command that mends what is wrong; "
           "or, for a port or name, what each source of the services line answers, and whose answer counts.",
};

int cmd_doctor(int argc, char **argv)
{
    const char *query = NULL;
    struct findings f = {0};
    parse_arguments(&argp, argc, argv, &query);
    if (options.index) {
        complain("doctor looks at what the system uses; `iana-services verify INDEX' checks a file");
        return EXIT_USAGE;
    }
    if (query)
        return doctor_query(query, options.quiet, options.json);
    bool asked = doctor_nsswitch(&f), there = doctor_module(&f), filled = doctor_index(&f);
    doctor_answers(&f, asked && there && filled);
    doctor_confinement(&f);
    int status = findings_print(&f, options.quiet, options.json);
    findings_free(&f);
    return status;
}
