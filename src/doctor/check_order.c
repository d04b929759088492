/* SPDX-License-Identifier: MIT */
/* doctor: "files iana", or "iana [NOTFOUND=return] files". The second is faster: files reads all of
   /etc/services for each miss. The answers are the same if that file is compiled into the index, which is
   closed, and no other source is behind; files answers only if the index cannot be used. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "doctor/checks.h"
#include "doctor/closed_build.h"
#include "doctor/fix_line.h"

#define CHECK "order"

/* With systemd, the command that has the index built again when the vendor's index or /etc/services
   changes. */
static const char *watch(void)
{
    return access("/run/systemd/system", F_OK) == 0 ? " && systemctl enable --now iana-services-build.path"
                                                    : "";
}

/* The index of "files"; n->count if there is none, or one with actions. */
static size_t find_files(const struct nsswitch *n)
{
    size_t i = nsswitch_find(n, "files");
    return i < n->count && *n->source[i].actions ? n->count : i;
}

/* Another source behind the first of the two, which is not asked once "iana [NOTFOUND=return]" is there;
   NULL if there is none. */
static const char *find_cut_off(const struct nsswitch *n, size_t files, size_t iana)
{
    for (size_t i = files < iana ? files : iana; i < n->count; i++)
        if (i != files && i != iana)
            return n->source[i].name;
    return NULL;
}

/* Puts "iana [NOTFOUND=return]" before "files", if it is behind. */
static void put_first(struct nsswitch *n, size_t files, size_t iana)
{
    struct source s = n->source[iana];
    free(s.actions);
    s.actions = alloc_string("[NOTFOUND=return]");
    if (files < iana)
        memmove(&n->source[files + 1], &n->source[files], (iana - files) * sizeof s);
    n->source[files < iana ? files : iana] = s;
}

/* Sets as fix the command that builds the index if it must be, and writes the line if it must be. */
static void fix_order(struct findings *f, struct nsswitch *n, const char *build, bool with_build,
                      bool with_line)
{
    char *line = NULL;
    if (with_line) {
        put_first(n, find_files(n), nsswitch_find(n, "iana"));
        fix_line(f, n);
        line = f->item[f->count - 1].command;
    }
    finding_fix(f, "%s%s%s%s", with_build ? build : "", with_build ? watch() : "",
                with_build && with_line ? " && " : "", with_line ? line : "");
    free(line);
}

/* Both are on the line, "files" without actions. */
static void compare_order(struct findings *f, struct nsswitch *n, size_t files, size_t iana)
{
    const struct source *s = &n->source[iana];
    const char *cut_off = *s->actions ? NULL : find_cut_off(n, files, iana);
    char *build;
    bool done = closed_build_is_done(&build), returns = s->action[OUTCOME_NOTFOUND] == ACTION_RETURN;
    if (files < iana && cut_off) {
        finding_add(f, CHECK, VERDICT_OK,
                    "files is asked before iana; in the faster order %s would not be asked", cut_off);
    } else if (iana < files && done && (returns || cut_off)) {
        finding_add(f, CHECK, VERDICT_OK, "iana is asked before files, and has the names of " SERVICES_FILE);
    } else {
        finding_add(f, CHECK, VERDICT_NOTE, "%s",
                    files < iana ? "files is asked before iana, and reads all of " SERVICES_FILE
                                   " for each miss; faster, with the same answers:"
                    : done ? "files is asked after iana, and reads all of " SERVICES_FILE
                             " for each miss; faster, with the same answers:"
                           : "iana is asked before files, and does not answer as " SERVICES_FILE
                             " does; to have it do so:");
        fix_order(f, n, build, !done, !*s->actions && !cut_off);
    }
    free(build);
}

void check_order(struct findings *f)
{
    struct nsswitch n;
    struct problem ignored;
    nsswitch_read(&n, &ignored);
    size_t files = find_files(&n), iana = nsswitch_find(&n, "iana");
    bool is_plain = files > iana || (iana < n.count && !*n.source[iana].actions);
    /* Other checks tell what is wrong with the line. */
    if (!n.malformed && !n.unfinished && files < n.count && iana < n.count && is_plain &&
        access(SERVICES_FILE, F_OK) == 0)
        compare_order(f, &n, files, iana);
    nsswitch_free(&n);
}
