/* SPDX-License-Identifier: MIT */
/* doctor: "files iana" or "iana files". The second is faster, since a miss in files reads all of
   /etc/services, and as true if that file is compiled into the index, which is then closed. */
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

/* The index of a source without actions; n->count if there is none. */
static size_t find_plain(const struct nsswitch *n, const char *name)
{
    size_t i = 0;
    while (i < n->count && (strcmp(n->source[i].name, name) != 0 || *n->source[i].actions))
        i++;
    return i;
}

/* Moves "iana" before "files". */
static void put_first(struct nsswitch *n, size_t files, size_t iana)
{
    struct source s = n->source[iana];
    memmove(&n->source[files + 1], &n->source[files], (iana - files) * sizeof s);
    n->source[files] = s;
}

static void note_files_first(struct findings *f, struct nsswitch *n, size_t files, size_t iana,
                             const char *build)
{
    finding_add(f, CHECK, VERDICT_NOTE,
                "files is asked before iana: each lookup that it misses reads all of " SERVICES_FILE
                "; iana first, with that file compiled in, gives the same answers faster");
    put_first(n, files, iana);
    fix_line(f, n);
    struct finding *last = &f->item[f->count - 1];
    char *line = last->command;
    finding_fix(f, "%s%s && %s", build, watch(), line);
    free(line);
}

void check_order(struct findings *f)
{
    struct nsswitch n;
    struct problem ignored;
    char *build;
    bool done = closed_build_is_done(&build);
    nsswitch_read(&n, &ignored);
    size_t files = find_plain(&n, "files"), iana = find_plain(&n, "iana");
    if (n.malformed || n.unfinished || files == n.count || iana == n.count ||
        access(SERVICES_FILE, F_OK) != 0) {
        /* Nothing to say, or other checks say it. */
    } else if (files < iana) {
        note_files_first(f, &n, files, iana, build);
    } else if (done) {
        finding_add(f, CHECK, VERDICT_OK, "iana is asked before files, and has the names of " SERVICES_FILE);
    } else {
        finding_add(f, CHECK, VERDICT_NOTE,
                    "iana is asked before files, and does not answer as " SERVICES_FILE " does");
        finding_fix(f, "%s%s", build, watch());
    }
    free(build);
    nsswitch_free(&n);
}
