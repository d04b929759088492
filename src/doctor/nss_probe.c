/* SPDX-License-Identifier: MIT */
/* What libc answers; see nss_probe.h. */
#include "doctor/nss_probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <nss.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sources that ask a network may be slow. */
#define TIMEOUT_SECONDS 10

static void copy_answer(const struct servent *s, struct reply *ret)
{
    size_t used = 0;
    ret->outcome = OUTCOME_SUCCESS;
    ret->port = ntohs((uint16_t)s->s_port);
    snprintf(ret->transport, sizeof ret->transport, "%s", s->s_proto);
    snprintf(ret->name, sizeof ret->name, "%s", s->s_name);
    for (char **alias = s->s_aliases; *alias && used < sizeof ret->aliases; alias++)
        used += (size_t)snprintf(ret->aliases + used, sizeof ret->aliases - used, "%s%s", used ? " " : "",
                                 *alias);
}

/* libc returns 0 and a result; 0 and none for NOTFOUND; otherwise the errno of a source that is not
   available. */
static void ask_libc(const struct question *q, struct reply *ret)
{
    static char buffer[1 << 16];
    struct servent s, *result = NULL;
    errno = ENOENT; /* libc leaves it alone if it finds no module of the source */
    int error = q->name ? getservbyname_r(q->name, q->transport, &s, buffer, sizeof buffer, &result)
                        : getservbyport_r(htons(q->port), q->transport, &s, buffer, sizeof buffer, &result);
    if (result)
        copy_answer(result, ret);
    else
        ret->outcome = error == 0 ? OUTCOME_NOTFOUND : error == EAGAIN ? OUTCOME_TRYAGAIN : OUTCOME_UNAVAIL;
    ret->error = error;
}

void nss_probe(const char *sources, const struct question *q, size_t count, struct reply *ret)
{
    size_t size = count * sizeof *ret;
    struct reply *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = -1;
    if (shared != MAP_FAILED) {
        for (size_t i = 0; i < count; i++)
            shared[i] = (struct reply){.outcome = OUTCOME_UNAVAIL, .error = ETIMEDOUT};
        child = fork();
    }
    if (child == 0) {
        alarm(TIMEOUT_SECONDS);
        if (sources && __nss_configure_lookup("services", sources) != 0)
            _exit(1);
        for (size_t i = 0; i < count; i++)
            ask_libc(&q[i], &shared[i]);
        _exit(0);
    }
    for (size_t i = 0; i < count; i++)
        ret[i] = (struct reply){.outcome = OUTCOME_UNAVAIL, .error = errno};
    if (child > 0) {
        waitpid(child, NULL, 0);
        memcpy(ret, shared, size);
    }
    if (shared != MAP_FAILED)
        munmap(shared, size);
}

bool reply_equal(const struct reply *a, const struct reply *b)
{
    if (a->outcome != OUTCOME_SUCCESS || b->outcome != OUTCOME_SUCCESS)
        return (a->outcome == OUTCOME_SUCCESS) == (b->outcome == OUTCOME_SUCCESS);
    return a->port == b->port && strcmp(a->name, b->name) == 0 && strcmp(a->transport, b->transport) == 0 &&
           strcmp(a->aliases, b->aliases) == 0;
}
