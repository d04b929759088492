/* SPDX-License-Identifier: MIT */
/* iana-services update and rollback: make a newer registry the live index, and go back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/diff_print.h"
#include "cli/options.h"
#include "compiler/index_decode.h"
#include "compiler/verify.h"
#include "index/live_path.h"
#include "registry/difference.h"
#include "registry/guard.h"
#include "registry/parse.h"
#include "store/fetch.h"
#include "store/generations.h"
#include "store/inputs.h"
#include "store/sandbox.h"
#include "store/writer.h"

#define IANA_URL "https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xml"

struct update {
    const char *source; /* FILE or URL */
    bool dry_run, force;
    struct registry current; /* of the index that answers now */
    bool is_live;            /* that is the live index */
    struct registry lines;   /* today's curated and local lines, and applications */
    struct validators validators;
    struct input in;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct update *u = state->input;
    switch (key) {
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
    {"force", 'f', NULL, 0,
     "Take it even if much would vanish, or it is older than the current one or was rolled back", 0},
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

static const char *provenance(const struct registry *r, enum format_provenance what)
{
    return registry_text(r, r->provenance[what]);
}

static bool is_url(const char *s)
{
    return strstr(s, "://") != NULL;
}

/* Get the bytes. EXIT_NO if they did not change since the live index was made of them. */
static int get(struct update *u)
{
    struct problem problem;
    const struct registry *c = &u->current;
    if (!is_url(u->source)) {
        int status = file_read_operand(u->source, &u->in, &problem);
        if (status != EXIT_DONE)
            complain_about(u->source, &problem);
        return status;
    }
    if (!u->force && u->is_live && strcmp(provenance(c, PROVENANCE_SOURCE), u->source) == 0) {
        struct validators *v = &u->validators;
        snprintf(v->etag, sizeof v->etag, "%s", provenance(c, PROVENANCE_ETAG));
        snprintf(v->last_modified, sizeof v->last_modified, "%s", provenance(c, PROVENANCE_LAST_MODIFIED));
    }
    return fetch(u->source, u->dry_run ? P_tmpdir : LIVE_DIRECTORY, options.quiet, &u->validators, &u->in);
}

/* Complain that it is refused. Returns EXIT_NO. */
static int refuse(const struct update *u, const struct problem *why)
{
    static const char advice[] = "look at it with --dry-run, or take it with --force";
    if (why->line > 0)
        complain("%s:%zu: refused: %s; %s", u->source, why->line, why->what, advice);
    else
        complain("%s: refused: %s; %s", u->source, why->what, advice);
    return EXIT_NO;
}

/* The bytes -> an index, in a child without privileges. */
static int produce(void *context, struct buffer *out)
{
    struct update *u = context;
    struct registry r;
    struct problem why;
    struct entries entries = {0};
    const char *slash = strrchr(u->source, '/');
    registry_init(&r);
    int status = inputs_parse(u->source, is_url(u->source) || !slash ? u->source : slash + 1, u->in, &r);
    if (status != EXIT_DONE)
        return status;
    if (!u->force && !u->dry_run && !guard_same_rows(&u->current, &r) && !guard_dates(&r, &why))
        return refuse(u, &why); /* only here the line is known */
    r.provenance[PROVENANCE_ETAG] = strtab_add(&r.text, u->validators.etag, strlen(u->validators.etag));
    r.provenance[PROVENANCE_LAST_MODIFIED] =
        strtab_add(&r.text, u->validators.last_modified, strlen(u->validators.last_modified));
    inputs_copy_lines(&u->lines, &r);
    return inputs_compile(u->source, &r, &entries, out);
}

/* Whether this can be the registry that follows the current one: EXIT_DONE, or complains and returns
   EXIT_NO. */
static int judge(const struct update *u, const struct registry *new, const struct diff *d)
{
    struct problem why;
    const char *hash = provenance(new, PROVENANCE_HASH);
    if (!guard_accepts(&u->current, new, d, &why))
        return refuse(u, &why);
    if (generations_refuses(hash) && strcmp(hash, provenance(&u->current, PROVENANCE_HASH)) != 0) {
        problem_set(&why, 0, "it was rolled back before");
        return refuse(u, &why);
    }
    return EXIT_DONE;
}

static int publish(const struct buffer *index, const struct registry *r)
{
    int status = generations_publish(index, dates_best(registry_dates(r)));
    if (status == EXIT_DONE)
        generations_forget_refused(provenance(r, PROVENANCE_HASH));
    return status;
}

static int print_changes(const struct diff *d)
{
    struct buffer text = {0};
    for (size_t i = 0; i < d->count; i++)
        diff_text(&d->item[i], terminal_has_colour(), &text);
    return terminal_print(&text);
}

/* "registry of DATE: " and what became of it. */
__attribute__((format(printf, 2, 3))) static void sum_up(const struct registry *r, const char *format, ...)
{
    char date[DATES_TEXT_SIZE];
    va_list args;
    if (options.quiet)
        return;
    va_start(args, format);
    char *text = alloc_vformat(format, args);
    va_end(args);
    terminal_say("registry of %s: %s", dates_text(registry_dates(r), date), text);
    free(text);
}

/* Take the new registry, whose index is sound, unless it is refused. */
static int take(const struct update *u, const struct registry *new, const struct buffer *index)
{
    struct diff d;
    registry_diff(&u->current, new, &d);
    int status = u->force || u->dry_run ? EXIT_DONE : judge(u, new, &d);
    if (status == EXIT_DONE && !u->dry_run)
        status = publish(index, new);
    if (u->dry_run && !options.quiet)
        status = print_changes(&d);
    if (status == EXIT_DONE)
        sum_up(new, "+%zu -%zu ~%zu", d.added, d.removed, d.changed);
    diff_free(&d);
    return status;
}

/* Remember what a transfer was of, so that the next one asks only for what is newer. Returns whether that is
   news. */
static bool remember_transfer(struct registry *r, const struct registry *from)
{
    static const enum format_provenance of_transfer[] = {PROVENANCE_SOURCE, PROVENANCE_HASH, PROVENANCE_ETAG,
                                                         PROVENANCE_LAST_MODIFIED};
    bool news = false;
    for (size_t i = 0; i < sizeof of_transfer / sizeof *of_transfer; i++) {
        const char *text = provenance(from, of_transfer[i]);
        news |= strcmp(provenance(r, of_transfer[i]), text) != 0;
        r->provenance[of_transfer[i]] = strtab_add(&r->text, text, strlen(text));
    }
    return news;
}

/* The rows did not change: compile those of the current registry again if the curated or local lines did,
   or if that index was taken away meanwhile. same: the registry with these rows, NULL if the server reports
   it. */
static int compile_again(struct update *u, const struct registry *same)
{
    struct registry *r = &u->current;
    struct entries entries = {0};
    struct buffer index = {0};
    int status = EXIT_DONE;
    bool news = same && is_url(u->source) && remember_transfer(r, same);
    if (!u->dry_run && (news || !inputs_same_lines(r, &u->lines) || !generations_live_exists())) {
        inputs_copy_lines(&u->lines, r);
        status = inputs_compile(u->source, r, &entries, &index);
        if (status == EXIT_DONE)
            status = generations_publish(&index, dates_best(registry_dates(r)));
    }
    if (status == EXIT_DONE)
        sum_up(r, same ? "unchanged" : "not modified");
    entries_free(&entries);
    free(index.data);
    return status;
}

/* Take a registry whose rows are those of the current one: it is never refused. One that does not tell
   more, as the CSV export of an XML file, leaves the current one as it is. */
static int take_same(struct update *u, const struct registry *new, const struct buffer *index)
{
    int status = EXIT_DONE;
    bool better =
        guard_supersedes(&u->current, new) && !generations_refuses(provenance(new, PROVENANCE_HASH));
    if (!better && !u->force)
        return compile_again(u, new);
    if (!u->dry_run)
        status = publish(index, new);
    if (status == EXIT_DONE)
        sum_up(new, "unchanged");
    return status;
}

/* Compile the bytes in a child, check what it returns, and take it. */
static int compile_and_take(struct update *u)
{
    struct registry new;
    struct verified verified;
    struct problem problem;
    struct buffer index = {0};
    registry_init(&new);
    int status = sandbox_run(produce, u, FORMAT_FILE_MAX, &index);
    struct input in = {(char *)index.data, index.size};
    if (status == EXIT_DONE && index_verify(in, &verified, &problem) && !verified.is_later &&
        index_decode(in, &new, &problem) && inputs_same_lines(&new, &u->lines)) {
        status = guard_same_rows(&u->current, &new) ? take_same(u, &new, &index) : take(u, &new, &index);
    } else if (status == EXIT_DONE) {
        complain("%s: the compiling process returned an index that is not sound; nothing was changed",
                 u->source);
        status = EXIT_SYSTEM;
    }
    registry_free(&new);
    free(index.data);
    return status;
}

static int update(struct update *u)
{
    int got = get(u);
    if (got != EXIT_DONE && got != EXIT_NO)
        return got;
    int status = inputs_names(VENDOR_NAMES, &u->lines);
    if (status == EXIT_DONE)
        status = inputs_shipped_applications(NULL, false, &u->lines);
    if (status == EXIT_DONE)
        status = inputs_locals_again(false, &u->current, &u->lines);
    if (status == EXIT_DONE)
        status = inputs_applications_again(false, &u->current, &u->lines);
    if (status == EXIT_DONE)
        status = got == EXIT_NO ? compile_again(u, NULL) : compile_and_take(u);
    free(u->in.bytes);
    return status;
}

int cmd_update(int argc, char **argv)
{
    struct update u = {.source = IANA_URL};
    parse_arguments(&update_argp, argc, argv, &u);
    int status = u.dry_run ? EXIT_DONE : writer_begin();
    if (status != EXIT_DONE)
        return status;
    u.is_live = generations_read_current(&u.current);
    registry_init(&u.lines);
    status = update(&u);
    if (status == EXIT_DONE)
        status = terminal_flush();
    registry_free(&u.current);
    registry_free(&u.lines);
    return status;
}

static const struct argp rollback_argp = {
    .children = writing_options,
    .doc = "Make the index live again that was live before, or, if there was none, let the vendor's answer. "
           "After that, update refuses the registry that was live.",
};

/* Whether the index that answers now is closed. */
static bool is_closed(void)
{
    struct registry r;
    generations_read_current(&r);
    bool closed = r.closed;
    registry_free(&r);
    return closed;
}

int cmd_rollback(int argc, char **argv)
{
    parse_arguments(&rollback_argp, argc, argv, NULL);
    char *name = NULL;
    int status = writer_begin();
    bool was_closed = status == EXIT_DONE && is_closed();
    if (status == EXIT_DONE)
        status = generations_rollback(&name);
    if (status == EXIT_DONE && !options.quiet)
        terminal_say("%s %s again", name ? name : "the vendor's index", name ? "is live" : "answers");
    if (status == EXIT_DONE && was_closed && !is_closed())
        complain("this index is not closed, as the one before was: names in local files gain transports; "
                 "`build --local FILE --closed' closes it");
    free(name);
    return status == EXIT_DONE ? terminal_flush() : status;
}
