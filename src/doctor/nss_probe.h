/* SPDX-License-Identifier: MIT */
/* What libc answers, asked in a child process: libc reads which sources to ask once per process,
   and a source may hang or crash. */
#ifndef IANA_NSS_PROBE_H
#define IANA_NSS_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "doctor/nsswitch_conf.h"

struct question {
    const char *name; /* NULL to ask for the port */
    uint16_t port;    /* in host byte order */
    const char *transport;
};

struct reply {
    enum outcome outcome;
    int error; /* if OUTCOME_UNAVAIL: an errno */
    /* If OUTCOME_SUCCESS: */
    uint16_t port; /* in host byte order */
    char transport[32];
    char name[256];
    char aliases[1024]; /* separated by blanks; cut off if longer */
};

/* Asks libc `count' questions and fills as many replies. sources: in the words of a services line,
   asked without nscd; NULL to ask as any program does, by /etc/nsswitch.conf and nscd. Questions
   that are not answered within 10 seconds all together, or that crash, are OUTCOME_UNAVAIL with
   ETIMEDOUT; if there is no child process, all are OUTCOME_UNAVAIL with the errno of that. */
void nss_probe(const char *sources, const struct question *, size_t count, struct reply *ret);

/* Whether two replies are the same answer, or neither is an answer. */
bool reply_equal(const struct reply *, const struct reply *);

#endif
