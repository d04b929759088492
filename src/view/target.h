/* SPDX-License-Identifier: MIT */
/* What a person asks for: a port or a name, perhaps with its transport. */
#ifndef IANA_TARGET_H
#define IANA_TARGET_H

#include "index/index.h"

struct target {
    bool is_port;
    uint16_t port;
    char name[256];        /* "" where a port is asked for */
    const char *transport; /* as entries spell it; NULL: any */
};

/* Reads "80", "80/tcp", "http", "http/tcp", "_http._tcp" (a DNS-SD type), "cl/1",
   "cl/1/tcp": the last slash splits off a transport unless the whole is a name.
   False where this is a number but no port, nothing, or longer than a name can be. An
   index that was not opened, all zero, knows no names. */
bool target_parse(const struct index *, const char *text, struct target *ret);

/* The transport that is called s, or that but for case: one of IANA's or of the
   index's, as entries spell it; lives as long as the index. NULL where there is none. */
const char *target_transport(const struct index *, const char *s);

#endif
