/* SPDX-License-Identifier: MIT */
/* The target of `show' and `doctor': a port, a range of ports or a name, perhaps with a transport. */
#ifndef IANA_TARGET_H
#define IANA_TARGET_H

#include "index/index.h"

struct target {
    bool is_port;
    uint16_t port, last_port; /* equal unless it is a range */
    char name[256];           /* "" if is_port */
    const char *transport;    /* as entries write it; NULL: any. Lives as long as the index */
};

static inline bool target_is_one_port(const struct target *t)
{
    return t->is_port && t->port == t->last_port;
}

/* Parses "80", "80/tcp", "tcp/80", "6000-6063", "http", "http/tcp", "_http._tcp" (a DNS-SD type), "cl/1",
   "cl/1/tcp", and what has a host before: ":443", "127.0.0.1:6443", "[::1]:53/udp", "host:https". What is a
   name of the index as a whole is that name, unless it is a number. Returns false, *ret undefined, for a
   number that is not a port, a range from a greater port to a lesser, "", and what is longer than a name can
   be. An index that is all zero (not opened) has no names. */
bool target_parse(const struct index *, const char *text, struct target *ret);

/* The transport with this name, ignoring case: one of IANA's four, or one that the index
   has, written as entries write it. NULL if there is none. It lives as long as the index. */
const char *target_transport(const struct index *, const char *name);

#endif
