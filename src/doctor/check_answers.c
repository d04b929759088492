/* SPDX-License-Identifier: MIT */
/* doctor: whether libc gets answers from the module, and programs get them from libc or nscd. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "doctor/checks.h"
#include "doctor/nscd.h"
#include "doctor/nss_probe.h"
#include "doctor/nsswitch_conf.h"
#include "store/loaded_index.h"
#include "view/entry_iter.h"

/* The first local lines, and entries from all over the index; few enough not to crowd nscd's
   cache. */
enum { LOCAL_SAMPLES = 64, SAMPLES_MAX = 128 };

struct samples {
    struct question question[SAMPLES_MAX];
    char transport[SAMPLES_MAX][32];
    size_t count;
};

static void add_sample(struct samples *s, const struct service *entry)
{
    char *transport = s->transport[s->count];
    snprintf(transport, sizeof s->transport[0], "%s", entry->transport);
    s->question[s->count++] = (struct question){NULL, entry->port, transport};
}

static void choose_samples(const struct index *x, struct samples *ret)
{
    struct service entry;
    uint32_t cursor = 0;
    ret->count = 0;
    while (ret->count < LOCAL_SAMPLES && entry_iter_next(x, &cursor, &entry) && entry.flags & ENTRY_LOCAL)
        add_sample(ret, &entry);
    uint32_t spread = MIN(SAMPLES_MAX - (uint32_t)ret->count, x->entry_count);
    for (uint32_t i = 0; i < spread; i++)
        if (index_entry(x, (uint32_t)((uint64_t)x->entry_count * i / spread), &entry))
            add_sample(ret, &entry);
}

/* Asks the module alone, through libc. Returns whether it answers every sample. */
static bool check_iana(struct findings *f, const struct samples *s)
{
    static struct reply reply[SAMPLES_MAX]; /* large for a stack */
    nss_probe("iana", s->question, s->count, reply);
    for (size_t i = 0; i < s->count; i++) {
        const struct question *q = &s->question[i];
        bool unavailable = reply[i].outcome == OUTCOME_UNAVAIL;
        if (reply[i].outcome == OUTCOME_SUCCESS)
            continue;
        finding_add(f, "answers", VERDICT_WRONG, "the module does not answer %u/%s%s%s; to see why:", q->port,
                    q->transport, unavailable ? ": " : "", unavailable ? strerror(reply[i].error) : "");
        char *word = finding_quote(q->transport);
        finding_fix(f, "LD_DEBUG=libs getent -s services:iana services %u/%s", q->port, word);
        free(word);
        return false;
    }
    finding_add(f, "answers", VERDICT_OK, "libc gets all %zu sample answers from the module", s->count);
    return true;
}

static const char *name_or_nothing(const struct reply *a)
{
    return a->outcome == OUTCOME_SUCCESS ? a->name : "nothing";
}

/* Asks as programs do, and compares with what the sources of the services line answer. */
static void check_programs(struct findings *f, const struct samples *s, const char *sources, bool has_nscd)
{
    static struct reply expected[SAMPLES_MAX], actual[SAMPLES_MAX];
    nss_probe(sources, s->question, s->count, expected);
    nss_probe(NULL, s->question, s->count, actual);
    for (size_t i = 0; i < s->count; i++) {
        if (reply_equal(&expected[i], &actual[i]))
            continue;
        finding_add(f, has_nscd ? "nscd" : "answers", VERDICT_WRONG,
                    "%s: programs get %s for %u/%s, but the services line gives %s",
                    has_nscd ? "nscd has old answers" : "libc does not use the services line",
                    name_or_nothing(&actual[i]), s->question[i].port, s->question[i].transport,
                    name_or_nothing(&expected[i]));
        nscd_fix(f);
        return;
    }
    if (has_nscd)
        finding_add(f, "nscd", VERDICT_OK, "running; its answers match the services line (%zu samples)",
                    s->count);
}

void check_answers(struct findings *f, bool reachable)
{
    static struct samples s;
    struct loaded loaded;
    struct nsswitch n;
    struct problem ignored;
    bool has_nscd = nscd_find() != 0;
    if (!has_nscd)
        finding_add(f, "nscd", VERDICT_OK, "not running");
    if (!reachable || index_load(NULL, &loaded) != EXIT_DONE)
        return;
    choose_samples(&loaded.index, &s);
    nsswitch_read(&n, &ignored);
    char *sources = nsswitch_text(&n);
    if (check_iana(f, &s))
        check_programs(f, &s, sources, has_nscd);
    free(sources);
    nsswitch_free(&n);
    index_unload(&loaded);
}
