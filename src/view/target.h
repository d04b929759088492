/* SPDX-License-Identifier: MIT */
/* The target of `show' and `doctor': a port or a name, perhaps with a transport. */
#ifndef IANA_TARGET_H
#define IANA_TARGET_H

#include "index/index.h"

struct target {
    bool is_port;
    uint16_t port;
    char name[256];        /* "" if is_port */
    const char *transport; /* as entries write it; NULL: any. Lives as long as the index */
};

/* Parses "80", "80/tcp", "http", "http/tcp", "_http._tcp" (a DNS-SD type), "cl/1",
   "cl/1/tcp": a transport after the last slash is split off, unless the whole is a name of
   the index. Returns false, *ret undefined, for a number that is not a port, for "", and for
   what is longer than a name can be. An index that is all zero (not opened) has no names. */
bool target_parse(const struct index *, const char *text, struct target *ret);

/* The transport with this name, ignoring case: one of IANA's four, or one that the index
   has, written as entries write it. NULL if there is none. It lives as long as the index. */
const char *target_transport(const struct index *, const char *name);

#endif
