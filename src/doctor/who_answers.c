/* SPDX-License-Identifier: MIT */
/* doctor PORT|NAME: asks each source of the services line in turn, through libc, and
   says who answers what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "doctor/doctor.h"
#include "doctor/nss_probe.h"
#include "store/loaded_index.h"
#include "view/json.h"
#include "view/target.h"

/* One transport of what is asked. */
struct comparison {
    struct question question;
    struct reply *answer;  /* of each source */
    size_t winner;         /* which source's answer counts; their number: none's */
    struct reply meant;    /* what the whole line leads to */
    struct reply programs; /* what any program gets */
};

static bool is_found(const struct reply *a)
{
    return a->outcome == OUTCOME_SUCCESS;
}

/* Which source's answer is the one that counts; n->count where none is. libc said what
   counts; the actions tell equal answers apart. */
static size_t find_winner(const struct nsswitch *n, const struct comparison *l)
{
    size_t winner = n->count;
    for (size_t i = 0; i < n->count; i++) {
        if (is_found(&l->answer[i]) && is_found(&l->meant) && doctor_same_reply(&l->answer[i], &l->meant))
            winner = i;
        if (n->source[i].action[l->answer[i].outcome] == ACTION_RETURN)
            break;
    }
    return winner;
}

static void look_up(const struct nsswitch *n, struct comparison *l)
{
    char *line = nsswitch_text(n, true);
    l->answer = alloc_zero(n->count + 1, sizeof *l->answer);
    for (size_t i = 0; i < n->count; i++)
        nss_probe(n->source[i].name, &l->question, 1, &l->answer[i]);
    l->meant = (struct reply){.outcome = OUTCOME_UNAVAIL};
    if (!n->malformed)
        nss_probe(line, &l->question, 1, &l->meant);
    nss_probe(NULL, &l->question, 1, &l->programs);
    l->winner = find_winner(n, l);
    free(line);
}

/* Whether programs get what the services line leads to; nscd may remember otherwise. */
static bool agrees(const struct comparison *l)
{
    return doctor_same_reply(&l->meant, &l->programs);
}

/* ---- printing ---- */

static void add_answer(struct buffer *out, const struct reply *a)
{
    static const char *const other[] = {[OUTCOME_TRYAGAIN] = "busy, try again",
                                        [OUTCOME_UNAVAIL] = "not available",
                                        [OUTCOME_NOTFOUND] = "nothing"};
    if (a->outcome != OUTCOME_SUCCESS) {
        buffer_add_string(out, other[a->outcome]);
        return;
    }
    utf8_mask(out, a->name, strlen(a->name));
    buffer_printf(out, " %u/", a->port);
    utf8_mask(out, a->transport, strlen(a->transport));
    if (*a->aliases) {
        buffer_add_string(out, " (");
        utf8_mask(out, a->aliases, strlen(a->aliases));
        buffer_add_string(out, ")");
    }
}

static void add_source(struct buffer *out, const char *mark, const char *name, size_t width,
                       const struct reply *a)
{
    bool bold = *mark != ' ' && terminal_has_colour();
    buffer_printf(out, "%s  %s ", bold ? "\x1b[1m" : "", mark);
    size_t start = out->size;
    utf8_mask(out, name, strlen(name));
    size_t used = out->size - start;
    buffer_printf(out, "%*s  ", (int)(used < width ? width - used : 0), "");
    add_answer(out, a);
    buffer_printf(out, "%s\n", bold ? "\x1b[m" : "");
}

static void add_lookup(struct buffer *out, const struct nsswitch *n, const struct comparison *l)
{
    const char *of_programs = "programs";
    size_t width = agrees(l) ? 0 : strlen(of_programs);
    if (l->question.name)
        utf8_mask(out, l->question.name, strlen(l->question.name));
    else
        buffer_printf(out, "%u", l->question.port);
    buffer_printf(out, "/%s\n", l->question.transport);
    for (size_t i = 0; i < n->count; i++)
        width = strlen(n->source[i].name) > width ? strlen(n->source[i].name) : width;
    for (size_t i = 0; i < n->count; i++)
        add_source(out, i == l->winner ? "->" : "  ", n->source[i].name, width, &l->answer[i]);
    if (!agrees(l))
        add_source(out, "!!", of_programs, width, &l->programs);
}

static int print_text(const struct nsswitch *n, const struct comparison *l, size_t count,
                      const struct findings *f, bool quiet)
{
    struct buffer out = {0};
    char *line = nsswitch_text(n, true);
    if (!quiet) {
        buffer_add_string(&out, "services: ");
        utf8_mask(&out, line, strlen(line));
        buffer_add_string(&out, "\n");
    }
    for (size_t i = 0; i < count; i++)
        if (!quiet || !agrees(&l[i]))
            add_lookup(&out, n, &l[i]);
    for (size_t i = 0; i < f->count; i++)
        finding_render(&out, &f->item[i]);
    free(line);
    return terminal_print(&out);
}

static json_t *json_aliases(const struct reply *a)
{
    char copy[sizeof a->aliases], *rest = copy, *alias;
    json_t *array = json_array();
    snprintf(copy, sizeof copy, "%s", a->aliases);
    while ((alias = strsep(&rest, " ")))
        if (*alias)
            json_array_append_new(array, json_text(alias));
    return array;
}

/* source: whose answer it is, or NULL. */
static json_t *json_answer(const char *source, const struct reply *a)
{
    static const char *const outcomes[] = {[OUTCOME_TRYAGAIN] = "tryagain",
                                           [OUTCOME_UNAVAIL] = "unavailable",
                                           [OUTCOME_NOTFOUND] = "notfound",
                                           [OUTCOME_SUCCESS] = "success"};
    bool found = is_found(a);
    json_t *object = json_object();
    if (source)
        json_object_set_new(object, "source", json_text(source));
    json_object_set_new(object, "outcome", json_text(outcomes[a->outcome]));
    json_object_set_new(object, "name", json_text(a->name));
    json_object_set_new(object, "port", found ? json_integer(a->port) : json_null());
    json_object_set_new(object, "transport", json_text(a->transport));
    json_object_set_new(object, "aliases", json_aliases(a));
    return object;
}

static json_t *json_lookup(const struct nsswitch *n, const struct comparison *l)
{
    json_t *object = json_object(), *sources = json_array();
    json_object_set_new(object, "transport", json_text(l->question.transport));
    for (size_t i = 0; i < n->count; i++) {
        json_t *source = json_answer(n->source[i].name, &l->answer[i]);
        json_object_set_new(source, "wins", json_boolean(i == l->winner));
        json_array_append_new(sources, source);
    }
    json_object_set_new(object, "sources", sources);
    json_object_set_new(object, "programs", json_answer(NULL, &l->programs));
    json_object_set_new(object, "agrees", json_boolean(agrees(l)));
    return object;
}

static int print_json(const char *text, const struct nsswitch *n, const struct comparison *l, size_t count,
                      const struct findings *f, bool quiet)
{
    json_t *object = json_object(), *lookups = json_array();
    char *line = nsswitch_text(n, true);
    json_object_set_new(object, "query", json_text(text));
    json_object_set_new(object, "services", json_text(line));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(lookups, json_lookup(n, &l[i]));
    json_object_set_new(object, "lookups", lookups);
    json_object_set_new(object, "findings", findings_json(f, quiet));
    free(line);
    return json_print(object);
}

/* ---- asking ---- */

static int ask_all(const char *text, const struct target *q, const struct nsswitch *n, bool quiet, bool json)
{
    static const char *const usual[] = {"tcp", "udp"};
    struct comparison l[2] = {0};
    struct findings f = {0};
    size_t count = q->transport ? 1 : 2;
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        l[i].question =
            (struct question){q->is_port ? NULL : q->name, q->port, q->transport ? q->transport : usual[i]};
        look_up(n, &l[i]);
        found |= l[i].programs.outcome == OUTCOME_SUCCESS;
        if (!agrees(&l[i]) && f.count == 0) {
            finding_add(&f, "answers", VERDICT_WRONG,
                        "programs get another answer than the services line leads to");
            doctor_fix_nscd(&f);
        }
    }
    int status = json ? print_json(text, n, l, count, &f, quiet) : print_text(n, l, count, &f, quiet);
    if (status == EXIT_DONE && (!found || f.wrong > 0))
        status = EXIT_NO;
    for (size_t i = 0; i < count; i++)
        free(l[i].answer);
    findings_free(&f);
    return status;
}

int doctor_query(const char *text, bool quiet, bool json)
{
    struct loaded loaded = {0};
    struct nsswitch n;
    struct target q;
    struct problem problem;
    bool has_index = index_load(NULL, &loaded) == EXIT_DONE; /* for what is a transport; it does without */
    if (!target_parse(&loaded.index, text, &q)) {
        complain("%s: neither a port from 0 to 65535 nor a name", text);
        if (has_index)
            index_unload(&loaded);
        return EXIT_USAGE;
    }
    doctor_read_nsswitch(&n, &problem);
    int status = ask_all(text, &q, &n, quiet, json);
    nsswitch_free(&n);
    if (has_index)
        index_unload(&loaded);
    return status;
}
