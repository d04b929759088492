/* SPDX-License-Identifier: MIT */
/* The services line of /etc/nsswitch.conf, parsed as glibc does (nss/nss_database.c and
   nss/nss_action_parse.c of 2.36; compared with it by tests). */
#ifndef IANA_NSSWITCH_CONF_H
#define IANA_NSSWITCH_CONF_H

#include "base/file.h"

#define NSSWITCH_CONF "/etc/nsswitch.conf"
#define NSSWITCH_VENDOR "/usr/etc/nsswitch.conf" /* openSUSE's glibc reads it if there is no NSSWITCH_CONF */

/* The outcomes of asking a source, and what libc does next: ask the next source, end the lookup, or
   merge the answers of both. */
enum outcome { OUTCOME_TRYAGAIN, OUTCOME_UNAVAIL, OUTCOME_NOTFOUND, OUTCOME_SUCCESS, OUTCOMES };
enum action { ACTION_CONTINUE, ACTION_RETURN, ACTION_MERGE };

struct source {
    char *name;    /* "files" */
    char *actions; /* as written, "[NOTFOUND=return]", or "" */
    enum action action[OUTCOMES];
};

struct nsswitch {
    const char *path; /* NSSWITCH_CONF or NSSWITCH_VENDOR */
    struct source *source;
    size_t count;
    size_t lines;    /* number of services lines, of which the last counts; if 0, the sources are
                        NSSWITCH_DEFAULT */
    size_t number;   /* line number, from 1, of the one that counts */
    bool malformed;  /* a malformed action: glibc then finds nothing, in any database */
    bool unfinished; /* the file ends in a services line without a newline, which glibc ignores */
};

/* The sources that glibc asks if there is no services line, or no file. */
#define NSSWITCH_DEFAULT "files"

/* Parses an nsswitch.conf. The caller calls nsswitch_free; *ret points to nothing of the input. */
void nsswitch_parse(struct input, struct nsswitch *ret);

/* Reads and parses the file that libc reads. If it cannot be read, returns false with *problem set, and *ret
   has the default sources. The caller calls nsswitch_free, also on failure. */
bool nsswitch_read(struct nsswitch *ret, struct problem *);

void nsswitch_free(struct nsswitch *);

/* The index in n->source of the first source of this name; n->count if there is none. */
size_t nsswitch_find(const struct nsswitch *n, const char *name);

/* The sources and their actions, as in "files [NOTFOUND=return] iana"; a string that the caller
   frees. Malformed actions are left out. */
char *nsswitch_text(const struct nsswitch *);

#endif
