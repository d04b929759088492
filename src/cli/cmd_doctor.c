/* SPDX-License-Identifier: MIT */
/* iana-services doctor [PORT|NAME]: why lookups do or do not come from the index. */
#include "base/error.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "doctor/checks.h"
#include "doctor/who_answers.h"

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
    .doc = "Show why lookups do or do not come from the index, with a command that fixes each problem; or, "
           "for a port or name, what each source of the services line answers, and whose answer counts.",
};

int cmd_doctor(int argc, char **argv)
{
    const char *query = NULL;
    struct findings f = {0};
    parse_arguments(&argp, argc, argv, &query);
    if (options.index) {
        complain("doctor checks what the system uses; to check a file, run `iana-services verify INDEX'");
        return EXIT_USAGE;
    }
    if (query)
        return who_answers(query, options.quiet, options.json);
    bool named = check_nsswitch(&f), loadable = check_module(&f), usable = check_index(&f);
    check_generations(&f);
    if (usable) {
        check_order(&f);
        check_firewalls(&f, named);
        if (!named) /* close the index before names gain transports */
            findings_last_first(&f);
    }
    check_answers(&f, named && loadable && usable);
    check_confinement(&f);
    int status = findings_print(&f, options.quiet, options.json);
    findings_free(&f);
    return status;
}
