/* SPDX-License-Identifier: MIT */
/* What libc says of services, asked in a child process: a process cannot take back
   which sources it asks, and a source may hang or crash. */
#ifndef IANA_NSS_PROBE_H
#define IANA_NSS_PROBE_H

#include <stddef.h>
#include <stdint.h>

#include "doctor/nsswitch_conf.h"

struct question {
    const char *name; /* or NULL: the port is asked for */
    uint16_t port;
    const char *transport;
};

struct reply {
    enum outcome outcome;
    int error; /* an errno where the source is not available */
    uint16_t port;
    char transport[32];
    char name[256];
    char aliases[1024]; /* between blanks; cut off where they are more */
};

/* Asks each question of `sources`, written as on the services line, without nscd; or,
   where that is NULL, as any program asks, with nscd where it runs. A question that was
   not answered in time is OUTCOME_UNAVAIL with ETIMEDOUT. */
void nss_probe(const char *sources, const struct question *, size_t count, struct reply *ret);

#endif
