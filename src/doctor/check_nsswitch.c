/* SPDX-License-Identifier: MIT */
/* doctor: whether the services line names "iana" and lookups reach it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor/checks.h"
#include "doctor/closed_build.h"
#include "doctor/fix_line.h"
#include "doctor/nsswitch_conf.h"

#define CHECK "nsswitch"

/* Whether the actions of a source do harm only while it is not available, which "files" always is here. */
static bool is_harmless_here(const struct source *s)
{
    return strcmp(s->name, "files") == 0 && access(SERVICES_FILE, F_OK) == 0 &&
           s->action[OUTCOME_SUCCESS] == ACTION_RETURN && s->action[OUTCOME_NOTFOUND] != ACTION_RETURN;
}

/* The line is well-formed and names "iana". An action of the last source has no effect on others. */
static void check_actions(struct findings *f, const struct nsswitch *n)
{
    size_t iana = nsswitch_find(n, "iana"), before = f->count;
    for (size_t i = 0; i <= iana && i + 1 < n->count; i++) {
        const struct source *s = &n->source[i];
        const char *harm = source_harm(s, i < iana);
        if (!harm)
            continue;
        bool is_note = is_harmless_here(s);
        finding_add(f, CHECK, is_note ? VERDICT_NOTE : VERDICT_WRONG, "%s:%zu: %s after \"%s\" %s%s", n->path,
                    n->number, s->actions, s->name, harm,
                    is_note ? "; it is while " SERVICES_FILE " exists" : "");
        fix_line(f, n);
        if (!is_note)
            return;
    }
    for (size_t i = 0; i < n->count; i++)
        if (n->source[i].name[0] == '#') {
            finding_add(f, CHECK, VERDICT_NOTE,
                        "%s:%zu: glibc 2.33 and newer take the words of a comment for sources", n->path,
                        n->number);
            fix_line(f, n);
            return;
        }
    if (f->count > before)
        return;
    char *text = nsswitch_text(n);
    finding_add(f, CHECK, VERDICT_OK, "services: %s", text);
    free(text);
}

static void check_line(struct findings *f, const struct nsswitch *n)
{
    char *text = nsswitch_text(n);
    if (n->malformed)
        finding_add(f, CHECK, VERDICT_WRONG,
                    "%s:%zu: a malformed action in brackets: libc finds nothing, in any database", n->path,
                    n->number);
    else if (n->lines == 0)
        finding_add(f, CHECK, VERDICT_WRONG,
                    "%s: no services line, so glibc's default \"%s\" applies, without iana", n->path,
                    NSSWITCH_DEFAULT);
    else if (nsswitch_find(n, "iana") == n->count)
        finding_add(f, CHECK, VERDICT_WRONG,
                    "%s:%zu: \"services: %s\" does not name iana, so libc never asks it", n->path, n->number,
                    text);
    free(text);
    if (n->malformed || n->lines == 0 || nsswitch_find(n, "iana") == n->count)
        fix_line(f, n);
    else
        check_actions(f, n);
    if (n->lines > 1)
        finding_add(
            f, CHECK, VERDICT_NOTE,
            "%s: %zu services lines; glibc 2.33 and newer take the last, line %zu, older ones the first",
            n->path, n->lines, n->number);
}

bool check_nsswitch(struct findings *f)
{
    size_t wrong = f->wrong;
    struct problem problem;
    struct nsswitch n;
    bool readable = nsswitch_read(&n, &problem);
    if (!readable && access(n.path, F_OK) == 0) {
        finding_add(f, CHECK, VERDICT_WRONG, "%s: %s", n.path, problem.what);
        check_readable(f, CHECK, n.path);
    } else if (!readable) {
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF " does not exist, so glibc's default \"%s\" applies, without iana",
                    NSSWITCH_DEFAULT);
        fix_line(f, &n);
    } else if (n.unfinished) {
        finding_add(f, CHECK, VERDICT_WRONG,
                    "%s: the services line is the last and lacks a newline: glibc ignores it", n.path);
        finding_fix(f, "echo >>%s", n.path);
    } else {
        check_line(f, &n);
        check_readable(f, CHECK, n.path);
    }
    nsswitch_free(&n);
    return f->wrong == wrong;
}
