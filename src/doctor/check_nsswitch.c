/* SPDX-License-Identifier: MIT */
/* doctor: whether "iana" stands on the services line and is reached; authselect. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "doctor/doctor.h"

#define CHECK "nsswitch"
#define AUTHSELECT_CONF "/etc/authselect/authselect.conf"

bool doctor_read_nsswitch(struct nsswitch *ret, struct problem *problem)
{
    struct input in = {.bytes = NULL};
    bool there = file_read(NSSWITCH_CONF, &in, problem) == EXIT_DONE;
    nsswitch_parse(there ? in : (struct input){"", 0}, ret);
    if (there)
        free(in.bytes);
    return there;
}

/* Whether this action of a source keeps "iana" behind it from answering, or its own
   answer from counting. */
static bool is_harmful(const struct source *s, bool before)
{
    return s->action[OUTCOME_SUCCESS] != ACTION_RETURN ||
           (before &&
            (s->action[OUTCOME_NOTFOUND] == ACTION_RETURN || s->action[OUTCOME_UNAVAIL] == ACTION_RETURN));
}

/* The line as it should be: "iana" last where it is missing, and no harmful actions. */
static char *mended_line(const struct nsswitch *n)
{
    struct buffer b = {0};
    size_t iana = nsswitch_find_iana(n), i;
    buffer_add_string(&b, "services:");
    for (i = 0; i < n->count && n->source[i].name[0] != '#'; i++) {
        const struct source *s = &n->source[i];
        buffer_printf(&b, " %s", s->name);
        if (*s->actions && !(i <= iana && is_harmful(s, i < iana)))
            buffer_printf(&b, " %s", s->actions);
    }
    if (iana >= i)
        buffer_printf(&b, "%s iana", i == 0 ? " " NSSWITCH_DEFAULT : "");
    buffer_add(&b, "", 1);
    return (char *)b.data;
}

/* "custom/x with-this with-that" of authselect.conf, a profile and its features, a
   string to be freed; NULL where authselect is not in charge. */
static char *authselect_profile(void)
{
    struct input in;
    struct problem ignored;
    if (access(AUTHSELECT_CONF, F_OK) != 0 || file_read(AUTHSELECT_CONF, &in, &ignored) != EXIT_DONE)
        return NULL;
    for (char *p = in.bytes; *p; p++)
        if (*p == '\n')
            *p = p[1] ? ' ' : '\0';
    return in.bytes;
}

/* authselect writes the file anew from its profile: the line is the profile's. */
static void mend_profile(struct findings *f, const char *profile, const char *line)
{
    static const char custom[] = "custom/";
    size_t name = strcspn(profile, " ");
    if (strncmp(profile, custom, sizeof custom - 1) == 0)
        finding_fix(
            f, "sed -i 's/^services:.*/%s/' /etc/authselect/%.*s/nsswitch.conf && authselect apply-changes",
            line, (int)name, profile);
    else
        finding_fix(
            f,
            "authselect create-profile iana --base-on=%.*s --symlink-meta --symlink-pam && "
            "sed -i 's/^services:.*/%s/' /etc/authselect/custom/iana/nsswitch.conf && authselect select custom/iana%s",
            (int)name, profile, line, profile + name);
}

/* The command that puts the mended line into the file. */
static void mend(struct findings *f, const struct nsswitch *n)
{
    struct stat st;
    char *line = mended_line(n), *profile = authselect_profile();
    bool is_link = lstat(NSSWITCH_CONF, &st) == 0 && S_ISLNK(st.st_mode);
    if (strpbrk(line, "'\\/&\n") || (profile && profile[strspn(profile, FINDING_PLAIN " ")]))
        finding_fix(f, "editor " NSSWITCH_CONF);
    else if (profile && *profile)
        mend_profile(f, profile, line);
    else if (n->lines > 0)
        finding_fix(f, "sed -i%s '%zuc %s' " NSSWITCH_CONF, is_link ? " --follow-symlinks" : "", n->number,
                    line);
    else
        finding_fix(f, "echo '%s' >>" NSSWITCH_CONF, line);
    free(line);
    free(profile);
}

static void check_source(struct findings *f, const struct nsswitch *n, const struct source *s, bool before)
{
    const char *why =
        s->action[OUTCOME_SUCCESS] == ACTION_MERGE
            ? "makes lookups fail that it answers: services cannot be merged"
        : s->action[OUTCOME_SUCCESS] == ACTION_CONTINUE
            ? (before ? "drops what it finds: what the sources behind say counts, even where that is nothing"
                      : "drops the answers of iana: what stands behind counts")
        : s->action[OUTCOME_NOTFOUND] == ACTION_RETURN
            ? "ends each lookup that it misses: iana is never asked"
            : "ends each lookup while it is not available: iana is not asked then";
    finding_add(f, CHECK, VERDICT_WRONG, NSSWITCH_CONF ":%zu: %s behind \"%s\" %s", n->number, s->actions,
                s->name, why);
    mend(f, n);
}

static void check_sources(struct findings *f, const struct nsswitch *n)
{
    size_t iana = nsswitch_find_iana(n), wrong = f->wrong;
    for (size_t i = 0; i < n->count && i <= iana && f->wrong == wrong; i++)
        if (is_harmful(&n->source[i], i < iana) && !(i == iana && i + 1 == n->count))
            check_source(f, n, &n->source[i], i < iana);
    for (size_t i = 0; i < n->count && f->wrong == wrong; i++)
        if (n->source[i].name[0] == '#') {
            finding_add(
                f, CHECK, VERDICT_NOTE,
                NSSWITCH_CONF
                ":%zu: glibc 2.33 and newer take the words of a comment behind the sources for sources",
                n->number);
            mend(f, n);
            return;
        }
    if (f->wrong > wrong)
        return;
    char *text = nsswitch_text(n, true);
    finding_add(f, CHECK, VERDICT_OK, "services: %s", text);
    free(text);
}

static void check_line(struct findings *f, const struct nsswitch *n)
{
    char *text = nsswitch_text(n, true);
    if (n->malformed)
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF
                    ":%zu: a malformed action in brackets; libc finds nothing at all, in no database",
                    n->number);
    else if (n->lines == 0)
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF ": no services line, so glibc's default \"%s\" stands, without iana",
                    NSSWITCH_DEFAULT);
    else if (nsswitch_find_iana(n) == n->count)
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF ":%zu: \"services: %s\" does not name iana, so libc never asks it",
                    n->number, text);
    free(text);
    if (n->malformed || n->lines == 0 || nsswitch_find_iana(n) == n->count)
        mend(f, n);
    else
        check_sources(f, n);
    if (n->lines > 1)
        finding_add(
            f, CHECK, VERDICT_NOTE,
            NSSWITCH_CONF
            ": %zu services lines; glibc 2.33 and newer take the last, line %zu, older ones the first",
            n->lines, n->number);
}

bool doctor_nsswitch(struct findings *f)
{
    size_t wrong = f->wrong;
    struct problem problem;
    struct nsswitch n;
    bool there = doctor_read_nsswitch(&n, &problem);
    if (!there && access(NSSWITCH_CONF, F_OK) == 0) {
        finding_add(f, CHECK, VERDICT_WRONG, NSSWITCH_CONF ": %s", problem.what);
        finding_readable(f, CHECK, NSSWITCH_CONF);
    } else if (!there) {
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF " does not exist, so glibc's default \"%s\" stands, without iana",
                    NSSWITCH_DEFAULT);
        mend(f, &n);
    } else if (n.unfinished) {
        finding_add(f, CHECK, VERDICT_WRONG,
                    NSSWITCH_CONF
                    ": the services line is the last and lacks a newline: glibc passes over it");
        finding_fix(f, "echo >>" NSSWITCH_CONF);
    } else {
        check_line(f, &n);
        finding_readable(f, CHECK, NSSWITCH_CONF);
    }
    nsswitch_free(&n);
    return f->wrong == wrong;
}
