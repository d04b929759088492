/* SPDX-License-Identifier: MIT */
/* The command that fixes the services line, also if authselect manages it; see fix_line.h. */
#include "doctor/fix_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"

#define AUTHSELECT_CONF "/etc/authselect/authselect.conf"
#define COPY "cp " NSSWITCH_VENDOR " " NSSWITCH_CONF " && "

const char *source_harm(const struct source *s, bool comes_before)
{
    if (s->action[OUTCOME_SUCCESS] == ACTION_MERGE)
        return "makes lookups fail that it answers: services cannot be merged";
    if (s->action[OUTCOME_SUCCESS] == ACTION_CONTINUE)
        return comes_before ? "drops what it finds: the answer of later sources counts, even if it is nothing"
                            : "drops the answers of iana: the answer of later sources counts";
    if (comes_before && s->action[OUTCOME_NOTFOUND] == ACTION_RETURN)
        return "ends each lookup that it misses: iana is never asked";
    if (comes_before && s->action[OUTCOME_UNAVAIL] == ACTION_RETURN)
        return "ends each lookup while it is not available: iana is not asked then";
    return NULL;
}

/* The sources as they should be: with "iana" last if it is missing, and without harmful actions and the words
   of a comment. A string that the caller frees. */
static char *fixed_sources(const struct nsswitch *n)
{
    struct buffer b = {0};
    size_t iana = nsswitch_find(n, "iana"), i;
    for (i = 0; i < n->count && n->source[i].name[0] != '#'; i++) {
        const struct source *s = &n->source[i];
        buffer_printf(&b, "%s%s", i ? " " : "", s->name);
        if (*s->actions && (i > iana || !source_harm(s, i < iana)))
            buffer_printf(&b, " %s", s->actions);
    }
    if (iana >= i)
        buffer_printf(&b, "%s iana", i == 0 ? NSSWITCH_DEFAULT : "");
    return buffer_string(&b);
}

/* authselect's profile and its features, in the words of its command line: "custom/x with-this
   with-that". A string that the caller frees; NULL if authselect is not in use. */
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

/* For s/// of sed, with the sources: what is before them stays, so they stay in their column. */
#define SED "\\(services.[[:blank:]]*\\).*/\\1%s"

/* authselect overwrites nsswitch.conf from its profile, so the profile is what must change. */
static void fix_profile(struct findings *f, const char *profile, const char *sources)
{
    static const char custom[] = "custom/";
    size_t name = strcspn(profile, " ");
    if (strncmp(profile, custom, sizeof custom - 1) == 0)
        finding_fix(f, "sed -i 's/^" SED "/' /etc/authselect/%.*s/nsswitch.conf && authselect apply-changes",
                    sources, (int)name, profile);
    else
        finding_fix(f,
                    "authselect create-profile iana --base-on=%.*s --symlink-meta --symlink-pam && "
                    "sed -i 's/^" SED
                    "/' /etc/authselect/custom/iana/nsswitch.conf && authselect select custom/iana%s",
                    (int)name, profile, sources, profile + name);
}

void fix_line(struct findings *f, const struct nsswitch *n)
{
    struct stat st;
    char *sources = fixed_sources(n), *profile = authselect_profile();
    bool is_vendors = strcmp(n->path, NSSWITCH_CONF) != 0; /* the copy has its other databases, too */
    bool is_link = lstat(NSSWITCH_CONF, &st) == 0 && S_ISLNK(st.st_mode);
    if (strpbrk(sources, "'\\/&\n") || (profile && profile[strspn(profile, FINDING_UNQUOTED " ")]))
        finding_fix(f, "editor " NSSWITCH_CONF);
    else if (profile && *profile)
        fix_profile(f, profile, sources);
    else if (n->lines > 0)
        finding_fix(f, "%ssed -i%s '%zus/" SED "/' " NSSWITCH_CONF, is_vendors ? COPY : "",
                    is_link ? " --follow-symlinks" : "", n->number, sources);
    else
        finding_fix(f, "%secho 'services: %s' >>" NSSWITCH_CONF, is_vendors ? COPY : "", sources);
    free(sources);
    free(profile);
}
