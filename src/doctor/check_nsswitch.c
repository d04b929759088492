/* SPDX-License-Identifier: MIT */
/* doctor: whether the services line names "iana" and lookups reach it. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "doctor/checks.h"
#include "doctor/fix_line.h"
#include "doctor/nsswitch_conf.h"

#define CHECK "nsswitch"

/* The line is well-formed and names "iana". An action of the last source has no effect on others. */
static void check_actions(struct findings *f, const struct nsswitch *n)
{
    size_t iana = nsswitch_find(n, "iana");
    for (size_t i = 0; i <= iana && i + 1 < n->count; i++) {
        const struct source *s = &n->source[i];
        const char *harm = source_harm(s, i < iana);
        if (!harm)
            continue;
        finding_add(f, CHECK, VERDICT_WRONG, NSSWITCH_CONF ":%zu: %s after \"%s\" %s", n->number, s->actions,
                    s->name, harm);
        fix_line(f, n);
        return;
    }
    for (size_t i = 0; i < n->count; i++)
        if (n->source[i].name[0] == '#') {
            finding_add(f, CHECK, VERDICT_NOTE,
                        NSSWITCH_CONF ":%zu: glibc 2.33 and newer take the words of a comment for sources",
                        n->number);
            fix_line(f, n);
            return;
        }
    char *text = nsswitch_text(n);
    finding_add(f, CHECK, VERDICT_OK, "services: %s", text);
    free(text);
}

static void check_line(struct findings *f, const struct nsswitch *n)
{
    char *text = nsswitch_text(n);
    if (n->malformed)
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF ":%zu: a malformed action in brackets: libc finds nothing, in any database",
                    n->number);
    else if (n->lines == 0)
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF ": no services line, so glibc's default \"%s\" applies, without iana",
                    NSSWITCH_DEFAULT);
    else if (nsswitch_find(n, "iana") == n->count)
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF ":%zu: \"services: %s\" does not name iana, so libc never asks it",
                    n->number, text);
    free(text);
    if (n->malformed || n->lines == 0 || nsswitch_find(n, "iana") == n->count)
        fix_line(f, n);
    else
        check_actions(f, n);
    if (n->lines > 1)
        finding_add(
            f, CHECK, VERDICT_NOTE,
            NSSWITCH_CONF
            ": %zu services lines; glibc 2.33 and newer take the last, line %zu, older ones the first",
            n->lines, n->number);
}

bool check_nsswitch(struct findings *f)
{
    size_t wrong = f->wrong;
    struct problem problem;
    struct nsswitch n;
    bool readable = nsswitch_read(&n, &problem);
    if (!readable && access(NSSWITCH_CONF, F_OK) == 0) {
        finding_add(f, CHECK, VERDICT_WRONG, NSSWITCH_CONF ": %s", problem.what);
        check_readable(f, CHECK, NSSWITCH_CONF);
    } else if (!readable) {
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF " does not exist, so glibc's default \"%s\" applies, without iana",
                    NSSWITCH_DEFAULT);
        fix_line(f, &n);
    } else if (n.unfinished) {
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF ": the services line is the last and lacks a newline: glibc ignores it");
        finding_fix(f, "echo >>" NSSWITCH_CONF);
    } else {
        check_line(f, &n);
        check_readable(f, CHECK, NSSWITCH_CONF);
    }
    nsswitch_free(&n);
    return f->wrong == wrong;
}
