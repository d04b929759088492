/* SPDX-License-Identifier: MIT */
/* doctor PORT|NAME: what each source of the services line answers; see who_answers.h. */
#include "doctor/who_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "doctor/findings.h"
#include "doctor/fix_line.h"
#include "doctor/nscd.h"
#include "doctor/nss_probe.h"
#include "store/loaded_index.h"
#include "view/json.h"
#include "view/target.h"

/* What the sources and programs answer to one question. */
struct comparison {
    struct question question;
    struct reply *reply;   /* of each source, asked alone */
    struct reply expected; /* of the whole services line */
    struct reply actual;   /* what programs get, which may come from nscd */
    size_t winner;         /* the source whose answer counts; the number of sources if none's does */
};

static bool is_found(const struct reply *a)
{
    return a->outcome == OUTCOME_SUCCESS;
}

/* The source whose answer counts; n->count if there is none. It is one that answers as the whole line
   does; of several, the last that the actions let libc ask. */
static size_t find_winner(const struct nsswitch *n, const struct comparison *c)
{
    size_t winner = n->count;
    for (size_t i = 0; i < n->count; i++) {
        if (is_found(&c->reply[i]) && is_found(&c->expected) && reply_equal(&c->reply[i], &c->expected))
            winner = i;
        if (n->source[i].action[c->reply[i].outcome] == ACTION_RETURN)
            break;
    }
    return winner;
}

/* Adds that an action ends a lookup before a source that has an answer, if so. Returns whether it is so. */
static bool add_end(struct findings *f, const struct nsswitch *n, const struct comparison *c)
{
    size_t end = 0, later;
    while (end < n->count && n->source[end].action[c->reply[end].outcome] != ACTION_RETURN)
        end++;
    for (later = end; later < n->count && !is_found(&c->reply[later]); later++)
        ;
    if (later == end || later >= n->count)
        return false;
    bool is_ours = later == nsswitch_find(n, "iana");
    finding_add(f, "nsswitch", is_ours ? VERDICT_WRONG : VERDICT_NOTE,
                "%s:%zu: %s after \"%s\" ends the lookup: %s, which has an answer, is not asked", n->path,
                n->number, n->source[end].actions, n->source[end].name, n->source[later].name);
    if (is_ours)
        fix_line(f, n);
    return true;
}

/* Asks c->question and fills in the rest; the caller frees c->reply. */
static void compare(const struct nsswitch *n, struct comparison *c)
{
    char *line = nsswitch_text(n);
    c->reply = alloc_zero(n->count + 1, sizeof *c->reply);
    for (size_t i = 0; i < n->count; i++)
        nss_probe(n->source[i].name, &c->question, 1, &c->reply[i]);
    c->expected = (struct reply){.outcome = OUTCOME_UNAVAIL};
    if (!n->malformed)
        nss_probe(line, &c->question, 1, &c->expected);
    nss_probe(NULL, &c->question, 1, &c->actual);
    c->winner = find_winner(n, c);
    free(line);
}

/* Whether programs get what the services line gives; nscd may have an older answer. */
static bool agrees(const struct comparison *c)
{
    return reply_equal(&c->expected, &c->actual);
}

/* ---- printing ---- */

static void add_reply(struct buffer *out, const struct reply *a)
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
    add_reply(out, a);
    buffer_printf(out, "%s\n", bold ? "\x1b[m" : "");
}

static void add_comparison(struct buffer *out, const struct nsswitch *n, const struct comparison *c)
{
    const char *programs = "programs";
    size_t width = agrees(c) ? 0 : strlen(programs);
    if (c->question.name)
        utf8_mask(out, c->question.name, strlen(c->question.name));
    else
        buffer_printf(out, "%u", c->question.port);
    buffer_printf(out, "/%s\n", c->question.transport);
    for (size_t i = 0; i < n->count; i++)
        width = strlen(n->source[i].name) > width ? strlen(n->source[i].name) : width;
    for (size_t i = 0; i < n->count; i++)
        add_source(out, i == c->winner ? "->" : "  ", n->source[i].name, width, &c->reply[i]);
    if (!agrees(c))
        add_source(out, "!!", programs, width, &c->actual);
}

static int print_text(const struct nsswitch *n, const struct comparison *c, size_t count,
                      const struct findings *f, bool quiet)
{
    struct buffer out = {0};
    char *line = nsswitch_text(n);
    if (!quiet) {
        buffer_add_string(&out, "services: ");
        utf8_mask(&out, line, strlen(line));
        buffer_add_string(&out, "\n");
    }
    for (size_t i = 0; i < count; i++)
        if (!quiet || !agrees(&c[i]))
            add_comparison(&out, n, &c[i]);
    for (size_t i = 0; i < f->count; i++)
        if (!quiet || f->item[i].verdict == VERDICT_WRONG)
            finding_render(&out, &f->item[i]);
    free(line);
    return terminal_page(&out);
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

/* source: whose reply it is; NULL for that of programs. */
static json_t *json_reply(const char *source, const struct reply *a)
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

static json_t *json_comparison(const struct nsswitch *n, const struct comparison *c)
{
    json_t *sources = json_array();
    for (size_t i = 0; i < n->count; i++) {
        json_t *source = json_reply(n->source[i].name, &c->reply[i]);
        json_object_set_new(source, "wins", json_boolean(i == c->winner));
        json_array_append_new(sources, source);
    }
    return json_pack("{s:o, s:o, s:o, s:b}", "transport", json_text(c->question.transport), "sources",
                     sources, "programs", json_reply(NULL, &c->actual), "agrees", agrees(c));
}

static int print_json(const char *text, const struct nsswitch *n, const struct comparison *c, size_t count,
                      const struct findings *f, bool quiet)
{
    json_t *lookups = json_array();
    char *line = nsswitch_text(n);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(lookups, json_comparison(n, &c[i]));
    json_t *object = json_pack("{s:o, s:o, s:o, s:o}", "query", json_text(text), "services", json_text(line),
                               "lookups", lookups, "findings", findings_json(f, quiet));
    free(line);
    return json_print(object);
}

/* ---- asking ---- */

/* Asks for tcp and udp if no transport is given. */
static int compare_all(const char *text, const struct target *q, const struct nsswitch *n, bool quiet,
                       bool json)
{
    static const char *const usual[] = {"tcp", "udp"};
    struct comparison c[2] = {0};
    struct findings f = {0};
    size_t count = q->transport ? 1 : 2;
    bool found = false, is_ended = false, is_other = false;
    for (size_t i = 0; i < count; i++) {
        c[i].question =
            (struct question){q->is_port ? NULL : q->name, q->port, q->transport ? q->transport : usual[i]};
        compare(n, &c[i]);
        found |= c[i].actual.outcome == OUTCOME_SUCCESS;
        is_ended = is_ended || (!n->malformed && add_end(&f, n, &c[i]));
        if (!agrees(&c[i]) && !is_other) {
            is_other = true;
            finding_add(&f, "answers", VERDICT_WRONG,
                        "programs get another answer than the services line gives");
            nscd_fix(&f);
        }
    }
    int status = json ? print_json(text, n, c, count, &f, quiet) : print_text(n, c, count, &f, quiet);
    if (status == EXIT_DONE && (!found || f.wrong > 0))
        status = EXIT_NO;
    for (size_t i = 0; i < count; i++)
        free(c[i].reply);
    findings_free(&f);
    return status;
}

int who_answers(const char *text, bool quiet, bool json)
{
    struct loaded loaded;
    struct nsswitch n;
    struct target q;
    struct problem problem;
    int status = EXIT_USAGE;
    index_load(NULL, &loaded); /* for its transports; not needed otherwise */
    if (!target_parse(&loaded.index, text, &q)) {
        complain("%s: neither a port from 0 to 65535 nor a name", text);
    } else if (q.is_port && !target_is_one_port(&q)) {
        complain("%s: a range; ask for one port", text);
    } else {
        nsswitch_read(&n, &problem);
        status = compare_all(text, &q, &n, quiet, json);
        nsswitch_free(&n);
    }
    index_unload(&loaded);
    return status;
}
