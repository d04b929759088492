/* SPDX-License-Identifier: MIT */
/* The services line of /etc/nsswitch.conf, read as glibc reads it (nss/nss_database.c,
   nss/nss_action_parse.c of 2.36, and tried on it). */
#ifndef IANA_NSSWITCH_CONF_H
#define IANA_NSSWITCH_CONF_H

#include "base/file.h"

#define NSSWITCH_CONF "/etc/nsswitch.conf"

/* What a source can say of a lookup, and what the line makes of it. */
enum outcome { OUTCOME_TRYAGAIN, OUTCOME_UNAVAIL, OUTCOME_NOTFOUND, OUTCOME_SUCCESS, OUTCOMES };
enum action { ACTION_CONTINUE, ACTION_RETURN, ACTION_MERGE };

struct source {
    char *name;    /* "files" */
    char *actions; /* as written, "[NOTFOUND=return]", or "" */
    enum action action[OUTCOMES];
};

struct nsswitch {
    struct source *source;
    size_t count;
    size_t lines;    /* services lines; the last one counts. 0: glibc's default stands here */
    size_t number;   /* of the line that counts */
    bool malformed;  /* glibc then finds nothing, in any database */
    bool unfinished; /* a services line without a newline at its end, which glibc passes over */
};

/* What glibc asks where there is no line, or no file. */
#define NSSWITCH_DEFAULT "files"

/* Release by nsswitch_free. */
void nsswitch_parse(struct input, struct nsswitch *ret);
void nsswitch_free(struct nsswitch *);

/* Where in the line "iana" stands; ret->count where it does not. */
size_t nsswitch_find_iana(const struct nsswitch *);

/* The sources of a line as text, to be freed; with their actions if wanted. */
char *nsswitch_text(const struct nsswitch *, bool with_actions);

#endif
