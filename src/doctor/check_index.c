/* SPDX-License-Identifier: MIT */
/* doctor: the vendor's and the live index, the age of their registry, and the local files in the live
   index. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "compiler/verify.h"
#include "doctor/checks.h"
#include "doctor/closed_build.h"
#include "doctor/host.h"
#include "index/live_path.h"
#include "registry/parse.h"
#include "store/generations.h"
#include "store/inputs.h"
#include "store/loaded_index.h"
#include "store/pointer.h"
#include "store/writer.h"

/* SNAPSHOT_DATE, the date of the snapshot, is the Makefile's. */
#define SNAPSHOT VENDOR_DIRECTORY "/service-names-port-numbers.csv"

/* IANA changes the registry nearly every week; a year without news means that it is not updated. */
#define OLD_DAYS 365

/* Whether the module accepts an index and it is sound; if not, sets *problem. */
static bool verify_file(const char *path, struct verified *ret, struct problem *problem)
{
    struct input in;
    if (!index_acceptable(path, FORMAT_FILE_MAX, problem) || file_read(path, &in, problem) != EXIT_DONE)
        return false;
    bool sound = index_verify(in, ret, problem);
    free(in.bytes);
    return sound;
}

/* The fix for an index, or the live pointer, that cannot be used. `build` is the command that writes
   it anew. */
static void fix_file(struct findings *f, const char *path, const char *build)
{
    struct stat st;
    char *word = finding_quote(path);
    bool exists = lstat(path, &st) == 0;
    if (exists && S_ISREG(st.st_mode) && st.st_mode & S_IWOTH)
        finding_fix(f, "chmod 444 %s", word);
    else if (exists && !S_ISREG(st.st_mode))
        finding_fix(f, "rm -r %s && %s", word, build);
    else
        finding_fix(f, "%s", build);
    free(word);
}

/* Whether this user may not read the file. If so, adds the findings that explain it. */
static bool is_forbidden(struct findings *f, const char *check, const char *path)
{
    return access(path, R_OK) != 0 && errno == EACCES && !check_readable(f, check, path);
}

/* Checks the index that a pointer names. Returns its path, which the caller frees; NULL if it cannot be
   used: then the finding ends with `else_what`, and `build` is its fix. *ret_readable: all users may read it. */
static char *check_pointed(struct findings *f, const char *check, const char *pointer,
                           char *(*find)(struct problem *), const char *else_what, const char *build,
                           struct verified *ret, bool *ret_readable)
{
    struct problem problem;
    if (is_forbidden(f, check, pointer))
        return NULL;
    char *path = find(&problem);
    if (path && is_forbidden(f, check, path)) {
        free(path);
        return NULL;
    }
    if (!path || !verify_file(path, ret, &problem)) {
        finding_add(f, check, VERDICT_WRONG, "%s: %s%s", path ? path : pointer, problem.what, else_what);
        fix_file(f, path ? path : pointer, build);
        free(path);
        return NULL;
    }
    bool readable = check_readable_itself(f, check, pointer);
    *ret_readable = check_readable(f, check, path) && readable;
    return path;
}

static bool check_vendor(struct findings *f, struct verified *ret)
{
    const char *where = "";
    char *build = access(SNAPSHOT, F_OK) == 0 ? alloc_string("iana-services build -q --date " SNAPSHOT_DATE
                                                             " -o " VENDOR_DIRECTORY " " SNAPSHOT)
                                              : host_reinstall("iana-services-data", "all", &where);
    if (!build)
        build = alloc_string("make install");
    char date[DATES_TEXT_SIZE];
    bool readable;
    char *path = check_pointed(f, "vendor", VENDOR_POINTER, vendor_index_path, where, build, ret, &readable);
    free(build);
    if (!path)
        return false;
    if (readable)
        finding_add(f, "vendor", VERDICT_OK, "%s: sound, registry of %s", path,
                    dates_text(verified_dates(ret), date));
    free(path);
    return true;
}

/* Nothing is live. */
static void add_not_live(struct findings *f, bool has_vendor)
{
    size_t refused = generations_refused();
    char *more = refused == 0 ? alloc_string("")
                              : alloc_format("; %zu registr%s that %s rolled back %s refused by update",
                                             refused, refused == 1 ? "y" : "ies",
                                             refused == 1 ? "was" : "were", refused == 1 ? "is" : "are");
    finding_add(f, "live", has_vendor ? VERDICT_OK : VERDICT_NOTE, "no live index; %s%s",
                has_vendor ? "the vendor's index answers" : "without the vendor's, nothing answers", more);
    free(more);
}

/* The path of the live index, a string that the caller frees; NULL if there is none that can be
   used. */
static char *check_live(struct findings *f, bool has_vendor, struct verified *ret)
{
    struct stat st;
    char date[DATES_TEXT_SIZE];
    bool readable;
    if (lstat(LIVE_POINTER, &st) != 0 && errno != EACCES) {
        add_not_live(f, has_vendor);
        return NULL;
    }
    char *path = check_pointed(f, "live", LIVE_POINTER, live_index_path,
                               has_vendor ? "; the vendor's index answers meanwhile"
                                          : "; without the vendor's, nothing answers",
                               "iana-services build -q", ret, &readable);
    if (path && readable)
        finding_add(f, "live", VERDICT_OK, "%s: sound, registry of %s, %zu entries; it answers", path,
                    dates_text(verified_dates(ret), date), ret->entries);
    return path;
}

/* What a version before 1.0 left. */
static void check_format_0(struct findings *f)
{
    if (access(FORMAT_0_DIRECTORY "/", F_OK) != 0)
        return;
    finding_add(
        f, "live", VERDICT_NOTE,
        "%s: a live index of a version before 1.0, which does not answer, until the next build takes it over",
        FORMAT_0_DIRECTORY);
    finding_fix(f, "iana-services build -q");
}

static void check_age(struct findings *f, const struct verified *used)
{
    char today[DATE_SIZE];
    const char *date = dates_best(verified_dates(used));
    long days = days_between(date, date_after_today(0, today));
    if (days <= OLD_DAYS)
        return;
    finding_add(f, "age", VERDICT_NOTE, "%s in use is of %s, %ld years ago; a newer registry may name more",
                *used->date ? "the registry" : "the newest row of the registry", date, days / 365);
    finding_fix(f, "iana-services update");
}

/* Notes that the vendor's registry is newer than the live index's, if it is. */
static bool check_newer(struct findings *f, const struct verified *vendor, const struct verified *live)
{
    char vendor_date[DATES_TEXT_SIZE], live_date[DATES_TEXT_SIZE];
    if (dates_compare(verified_dates(vendor), verified_dates(live)) <= 0)
        return false;
    finding_add(f, "age", VERDICT_NOTE, "the vendor's registry of %s is newer than the live index's of %s",
                dates_text(verified_dates(vendor), vendor_date), dates_text(verified_dates(live), live_date));
    finding_fix(f, "iana-services build -q");
    return true;
}

/* ---- local files ---- */

/* Whether the lines of a local file in the live index are those of the file today, which are all that
   *now has. */
static bool same_lines(const struct registry *live, const char *path, const struct registry *now)
{
    size_t k = 0;
    for (size_t i = 0; i < live->locals.count; i++) {
        const struct line *a = &live->locals.line[i], *b = &now->locals.line[k];
        if (strcmp(registry_text(live, a->file), path) != 0)
            continue;
        if (k++ == now->locals.count || a->number != b->number || a->port != b->port ||
            strcmp(registry_text(live, a->names), registry_text(now, b->names)) != 0 ||
            strcmp(registry_text(live, a->transport), registry_text(now, b->transport)) != 0)
            return false;
    }
    return k == now->locals.count;
}

/* Sets as fix the command that builds with all local files but one. */
static void fix_without(struct findings *f, const struct registry *live, size_t missing)
{
    struct buffer command = {0};
    buffer_add_string(&command, "iana-services build -q");
    for (size_t i = 0; i < live->local_file_count; i++)
        if (i != missing)
            closed_build_add_local(&command, registry_text(live, live->local_files[i]));
    if (live->local_file_count == 1)
        buffer_add_string(&command, " --local ''");
    finding_fix(f, "%s", buffer_string(&command));
    free(command.data);
}

static void check_local(struct findings *f, const struct registry *live, size_t i)
{
    const char *path = registry_text(live, live->local_files[i]);
    struct input in;
    struct problem problem;
    struct registry now;
    if (strcmp(path, "-") == 0) {
        finding_add(f, "local", VERDICT_OK, "lines of standard input are compiled into the live index");
        return;
    }
    if (file_read(path, &in, &problem) != EXIT_DONE) {
        finding_add(
            f, "local", VERDICT_WRONG,
            "%s, compiled into the live index: %s; its last lines still answer. Restore it, or build without it:",
            path, problem.what);
        fix_without(f, live, i);
        return;
    }
    registry_init(&now);
    parse_services(in, path, &now.text, &now.locals, NULL, NULL);
    if (same_lines(live, path, &now)) {
        finding_add(f, "local", VERDICT_OK,
                    "%s: unchanged since it was compiled into the live index, %zu lines", path,
                    now.locals.count);
    } else {
        finding_add(f, "local", VERDICT_WRONG, "%s changed since it was compiled into the live index", path);
        finding_fix(f, "iana-services build -q");
    }
    registry_free(&now);
    free(in.bytes);
}

static void check_locals(struct findings *f, const char *path)
{
    struct registry live;
    if (generations_read(path, &live))
        for (size_t i = 0; i < live.local_file_count; i++)
            check_local(f, &live, i);
    registry_free(&live);
}

bool check_index(struct findings *f)
{
    struct verified vendor, live;
    bool has_vendor = check_vendor(f, &vendor);
    char *path = check_live(f, has_vendor, &live);
    check_format_0(f);
    bool newer = path && has_vendor && check_newer(f, &vendor, &live);
    if ((path || has_vendor) && !newer)
        check_age(f, path ? &live : &vendor);
    if (path)
        check_locals(f, path);
    bool usable = path || has_vendor;
    free(path);
    return usable;
}
