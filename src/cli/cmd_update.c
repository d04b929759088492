/* SPDX-License-Identifier: MIT */
/* iana-services update and rollback: a newer registry becomes the live index, and the
   way back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/diff_text.h"
#include "cli/options.h"
#include "compiler/index_decode.h"
#include "compiler/verify.h"
#include "index/live_path.h"
#include "registry/diff.h"
#include "registry/parse.h"
#include "store/fetch.h"
#include "store/generations.h"
#include "store/inputs.h"
#include "store/sandbox.h"

#define IANA_URL "https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xml"

struct update {
    const char *source; /* FILE or URL */
    bool dry_run, force;
    struct registry current; /* what answers now */
    bool live_is_sound;      /* it is the live index */
    struct registry lines;   /* today's curated and local lines */
    struct validators validators;
    struct input in;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct update *u = state->input;
    switch (key) {
    case ARGP_KEY_INIT: return 0;
    case 'd': u->dry_run = true; return 0;
    case 'f': u->force = true; return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            argp_usage(state);
        u->source = arg;
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option list[] = {
    {"dry-run", 'd', NULL, 0, "Print what would change, and change nothing", 0},
    {"force", 'f', NULL, 0, "Take it even where much would vanish, or it is older than what is there", 0},
    {0},
};
static const struct argp update_argp = {
    .options = list,
    .parser = parse,
    .args_doc = "[FILE|URL]",
    .children = writing_options,
    .doc =
        "Get a registry, by default IANA's, and make it the live index, with the local files of the one before.",
};

static bool is_url(const char *s)
{
    return strstr(s, "://") != NULL;
}

static void copy_string(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
}

/* Gets the bytes. EXIT_NO where they did not change since the current index. */
static int get(struct update *u)
{
    struct problem problem;
    int status;
    if (is_url(u->source)) {
        const struct registry *c = &u->current;
        if (!u->force && u->live_is_sound &&
            strcmp(registry_text(c, c->provenance[PROVENANCE_SOURCE]), u->source) == 0) {
            copy_string(u->validators.etag, sizeof u->validators.etag,
                        registry_text(c, c->provenance[PROVENANCE_ETAG]));
            copy_string(u->validators.last_modified, sizeof u->validators.last_modified,
                        registry_text(c, c->provenance[PROVENANCE_LAST_MODIFIED]));
        }
        return fetch(u->source, u->dry_run ? P_tmpdir : LIVE_DIRECTORY, options.quiet, &u->validators,
                     &u->in);
    }
    status = file_read(u->source, &u->in, &problem);
    if (status != EXIT_DONE)
        complain_about(u->source, &problem);
    return status;
}

/* In the child: the bytes -> an index. */
static int produce(void *context, struct buffer *out)
{
    struct update *u = context;
    struct registry r;
    struct entries entries = {0};
    const char *slash = strrchr(u->source, '/');
    registry_init(&r);
    int status = inputs_parse(u->source, is_url(u->source) || !slash ? u->source : slash + 1, u->in, &r);
    if (status != EXIT_DONE)
        return status;
    r.provenance[PROVENANCE_ETAG] = strtab_add(&r.text, u->validators.etag, strlen(u->validators.etag));
    r.provenance[PROVENANCE_LAST_MODIFIED] =
        strtab_add(&r.text, u->validators.last_modified, strlen(u->validators.last_modified));
    inputs_copy_lines(&u->lines, &r);
    return inputs_compile(u->source, &r, &entries, out);
}

static size_t named_rows(const struct registry *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->row_count; i++)
        n += r->rows[i].column[COLUMN_NAME] != 0;
    return n;
}

static bool refuse(const struct update *u, const char *why)
{
    complain("%s: refused: %s; look at it with --dry-run, or take it with --force", u->source, why);
    return false;
}

/* The guards: whether this can be the registry that follows the current one. */
static bool plausible(const struct update *u, const struct registry *new, const struct diff *d)
{
    char why[160];
    const char *is = registry_text(new, new->provenance[PROVENANCE_DATE]),
               *was = registry_text(&u->current, u->current.provenance[PROVENANCE_DATE]);
    if (named_rows(new) < 10000) {
        snprintf(why, sizeof why, "only %zu rows have a name", named_rows(new));
        return refuse(u, why);
    }
    if (d->removed * 100 > d->old_keys) {
        snprintf(why, sizeof why, "%zu of %zu ports would lose their names, over 1 %%", d->removed,
                 d->old_keys);
        return refuse(u, why);
    }
    if (d->added * 5 > d->old_keys && d->old_keys > 0) {
        snprintf(why, sizeof why, "%zu ports would be added to %zu, over 20 %%", d->added, d->old_keys);
        return refuse(u, why);
    }
    if (strcmp(is, was) < 0) {
        snprintf(why, sizeof why, "it is of %s, the current one of %s", is, was);
        return refuse(u, why);
    }
    const char *hash = registry_text(new, new->provenance[PROVENANCE_HASH]);
    if (generations_refuses(hash) &&
        strcmp(hash, registry_text(&u->current, u->current.provenance[PROVENANCE_HASH])) != 0)
        return refuse(u, "it was rolled back before");
    return true;
}

/* In the parent: looks at what the child made, and publishes it. */
static int take(const struct update *u, const struct buffer *index)
{
    struct registry new;
    struct verified verified;
    struct problem problem;
    struct diff d;
    struct buffer text = {0};
    struct input in = {(char *)index->data, index->size};
    registry_init(&new);
    int status = EXIT_SYSTEM;
    if (index->size == 0 || !index_verify(in, &verified, &problem) || !index_decode(in, &new, &problem) ||
        !inputs_same_lines(&new, &u->lines)) {
        complain("%s: the index that the child made is not sound; nothing was changed", u->source);
    } else {
        registry_diff(&u->current, &new, &d);
        status = u->force || u->dry_run || plausible(u, &new, &d) ? EXIT_DONE : EXIT_NO;
        for (size_t i = 0; i < d.count && u->dry_run && !options.quiet; i++)
            diff_text(&d.item[i], terminal_has_colour(), &text);
        if (text.size > 0)
            fwrite(text.data, 1, text.size, stdout);
        if (!u->dry_run && status == EXIT_DONE &&
            (status = generations_publish(index, verified.date)) == EXIT_DONE)
            generations_forget_refused(registry_text(&new, new.provenance[PROVENANCE_HASH]));
        if (status == EXIT_DONE && !options.quiet)
            printf("registry of %s: +%zu -%zu ~%zu\n", verified.date, d.added, d.removed, d.changed);
        diff_free(&d);
    }
    registry_free(&new);
    free(text.data);
    return status;
}

/* The file at the address is the one that the live index has: today's curated and local
   lines are compiled in all the same. */
static int compile_again(struct update *u)
{
    struct registry r;
    struct entries entries = {0};
    struct buffer index = {0};
    int status = EXIT_DONE;
    if (generations_read_live(&r) && !u->dry_run) {
        const char *date = registry_text(&r, r.provenance[PROVENANCE_DATE]);
        char kept[16];
        snprintf(kept, sizeof kept, "%s", date);
        if (!inputs_same_lines(&r, &u->lines)) {
            r.curated.count = r.locals.count = r.local_file_count = 0;
            inputs_copy_lines(&u->lines, &r);
            status = inputs_compile(u->source, &r, &entries, &index);
            if (status == EXIT_DONE)
                status = generations_publish(&index, kept);
        }
    }
    if (status == EXIT_DONE && !options.quiet)
        printf("registry of %s: not modified\n", registry_text(&r, r.provenance[PROVENANCE_DATE]));
    entries_free(&entries);
    free(index.data);
    registry_free(&r);
    return status;
}

/* Gets the registry, and makes of it what it is good for. */
static int update(struct update *u)
{
    struct buffer index = {0};
    int got = get(u), status = got == EXIT_NO ? EXIT_DONE : got;
    if (status == EXIT_DONE)
        status = inputs_names(VENDOR_NAMES, &u->lines);
    if (status == EXIT_DONE)
        status = inputs_locals_again(false, &u->current, &u->lines);
    if (status == EXIT_DONE && got == EXIT_NO)
        status = compile_again(u);
    else if (status == EXIT_DONE)
        status = sandbox_run(produce, u, FORMAT_FILE_MAX, &index);
    if (status == EXIT_DONE && got != EXIT_NO)
        status = take(u, &index);
    if (got == EXIT_DONE)
        free(u->in.bytes);
    free(index.data);
    return status;
}

int cmd_update(int argc, char **argv)
{
    struct update u = {.source = IANA_URL};
    parse_arguments(&update_argp, argc, argv, &u);
    int status = u.dry_run ? EXIT_DONE : generations_lock();
    if (status != EXIT_DONE)
        return status;
    u.live_is_sound = generations_read_current(&u.current);
    registry_init(&u.lines);
    status = update(&u);
    if (status == EXIT_DONE)
        status = terminal_finish();
    registry_free(&u.current);
    registry_free(&u.lines);
    return status;
}

static const struct argp rollback_argp = {
    .children = writing_options,
    .doc =
        "Make the index live again that was live before. The registry that is left is not taken by update again.",
};

int cmd_rollback(int argc, char **argv)
{
    parse_arguments(&rollback_argp, argc, argv, NULL);
    char *name = NULL;
    int status = generations_lock();
    if (status == EXIT_DONE)
        status = generations_rollback(&name);
    if (status == EXIT_DONE && !options.quiet)
        printf("%s is live again\n", name);
    free(name);
    return status == EXIT_DONE ? terminal_finish() : status;
}
