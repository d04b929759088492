/* SPDX-License-Identifier: MIT */
/* doctor: whether libc gets answers out of the module, and programs get them from libc;
   nscd, which answers from a cache of its own. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"
#include "doctor/doctor.h"
#include "store/loaded_index.h"
#include "view/entry_iter.h"

#define NSCD_SOCKET "/run/nscd/socket"

/* nscd's process, or 0 where it does not run: a socket of a dead one refuses. */
static pid_t find_nscd(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = NSCD_SOCKET};
    struct ucred peer = {0};
    socklen_t size = sizeof peer;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return 0;
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        peer.pid = 0;
    close(fd);
    return peer.pid;
}

/* Whether nscd has the module mapped that is installed. True where that cannot be seen. */
static bool has_module(pid_t pid)
{
    char path[64], *line = NULL;
    size_t size = 0;
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    FILE *maps = fopen(path, "re");
    if (!maps)
        return true;
    while (getline(&line, &size, maps) > 0)
        found |= strstr(line, "/libnss_iana.so.2\n") != NULL;
    free(line);
    fclose(maps);
    return found;
}

void doctor_fix_nscd(struct findings *f)
{
    pid_t pid = find_nscd();
    if (pid == 0)
        return;
    /* What it could not load when it first asked, it never tries again. */
    if (has_module(pid))
        finding_fix(f, "nscd -i services");
    else
        finding_fix(f, "service nscd restart");
}

bool doctor_same_reply(const struct reply *a, const struct reply *b)
{
    if (a->outcome != OUTCOME_SUCCESS || b->outcome != OUTCOME_SUCCESS)
        return (a->outcome == OUTCOME_SUCCESS) == (b->outcome == OUTCOME_SUCCESS);
    return a->port == b->port && strcmp(a->name, b->name) == 0 && strcmp(a->transport, b->transport) == 0 &&
           strcmp(a->aliases, b->aliases) == 0;
}

/* ---- samples ---- */

/* Few enough to leave nscd's cache as it is: the first local lines, and entries from all
   over the index. */
enum { LOCAL_SAMPLES = 64, SPREAD_SAMPLES = 64, SAMPLES_MAX = LOCAL_SAMPLES + SPREAD_SAMPLES };

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
    for (uint32_t i = 0; i < SPREAD_SAMPLES && x->entry_count > 0; i++)
        if (index_entry(x, (uint32_t)((uint64_t)x->entry_count * i / SPREAD_SAMPLES), &entry))
            add_sample(ret, &entry);
}

static const char *name_or_nothing(const struct reply *a)
{
    return a->outcome == OUTCOME_SUCCESS ? a->name : "nothing";
}

/* Whether the module itself answers, asked through libc without the other sources. */
static bool check_module(struct findings *f, const struct samples *s)
{
    struct reply answer[SAMPLES_MAX];
    nss_probe("iana", s->question, s->count, answer);
    for (size_t i = 0; i < s->count; i++)
        if (answer[i].outcome != OUTCOME_SUCCESS) {
            const struct question *q = &s->question[i];
            finding_add(f, "answers", VERDICT_WRONG,
                        "asked for %u/%s, the module answers nothing%s%s; to see why:", q->port, q->transport,
                        answer[i].outcome == OUTCOME_UNAVAIL ? ": " : "",
                        answer[i].outcome == OUTCOME_UNAVAIL ? strerror(answer[i].error) : "");
            char *word = finding_word(q->transport);
            finding_fix(f, "LD_DEBUG=libs getent -s services:iana services %u/%s", q->port, word);
            free(word);
            return false;
        }
    finding_add(f, "answers", VERDICT_OK, "libc gets %zu of %zu answers from the module", s->count, s->count);
    return true;
}

/* Whether programs get what the services line leads to. */
static void check_programs(struct findings *f, const struct samples *s, const char *line, bool has_nscd)
{
    struct reply meant[SAMPLES_MAX], got[SAMPLES_MAX];
    nss_probe(line, s->question, s->count, meant);
    nss_probe(NULL, s->question, s->count, got);
    for (size_t i = 0; i < s->count; i++)
        if (!doctor_same_reply(&meant[i], &got[i])) {
            const struct question *q = &s->question[i];
            finding_add(f, has_nscd ? "nscd" : "answers", VERDICT_WRONG,
                        "%s: programs get %s for %u/%s, where the services line leads to %s",
                        has_nscd ? "nscd has old answers" : "libc does not use " NSSWITCH_CONF,
                        name_or_nothing(&got[i]), q->port, q->transport, name_or_nothing(&meant[i]));
            doctor_fix_nscd(f);
            return;
        }
    if (has_nscd)
        finding_add(f, "nscd", VERDICT_OK, "runs, and answers as the services line does (asked %zu times)",
                    s->count);
}

void doctor_answers(struct findings *f, bool reached)
{
    static struct samples s;
    struct loaded loaded;
    struct nsswitch n;
    struct problem ignored;
    bool has_nscd = find_nscd() != 0;
    if (!has_nscd)
        finding_add(f, "nscd", VERDICT_OK, "does not run");
    if (!reached || index_load(NULL, &loaded) != EXIT_DONE)
        return;
    choose_samples(&loaded.index, &s);
    doctor_read_nsswitch(&n, &ignored);
    char *line = nsswitch_text(&n, true);
    if (check_module(f, &s))
        check_programs(f, &s, line, has_nscd);
    free(line);
    nsswitch_free(&n);
    index_unload(&loaded);
}
