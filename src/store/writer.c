/* SPDX-License-Identifier: MIT */
/* How each command begins that changes the live index; see writer.h. */
#include "store/writer.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "compiler/index_decode.h"
#include "compiler/index_writer.h"
#include "store/generations.h"
#include "store/inputs.h"
#include "store/pointer.h"

#define OLD FORMAT_0_DIRECTORY
#define OLD_POINTER OLD "/current"

/* Read the live index of format 0 into *r, which must be fresh. */
static bool read_old(struct registry *r, struct problem *problem)
{
    struct input in;
    char *path = pointer_target(OLD_POINTER, OLD "/gen/", problem);
    bool sound = path && index_acceptable(path, FORMAT_FILE_MAX, problem) &&
                 file_read(path, &in, problem) == EXIT_DONE;
    free(path);
    if (!sound)
        return false;
    sound = in.length >= FORMAT_FILE_MIN && index_stored_crc(in.bytes) == index_crc(in.bytes, in.length);
    sound = sound ? index_decode_0(in, r, problem)
                  : problem_set(problem, 0, "the index that it names is damaged or cut off");
    free(in.bytes);
    return sound;
}

/* Whether all of these paths are among the others. */
static bool has_files(const struct registry *r, const uint32_t *files, size_t count,
                      const struct registry *other, const uint32_t *others, size_t other_count)
{
    for (size_t i = 0, k; i < count; i++) {
        for (k = 0; k < other_count; k++)
            if (strcmp(registry_text(r, files[i]), registry_text(other, others[k])) == 0)
                break;
        if (k == other_count)
            return false;
    }
    return true;
}

/* Whether the live index has the files of the old one: then a writer was killed while it took over. */
static bool has_all(const struct registry *live, const struct registry *old)
{
    return (live->closed == old->closed || old->local_file_count == 0) &&
           has_files(old, old->local_files, old->local_file_count, live, live->local_files,
                     live->local_file_count) &&
           has_files(old, old->application_files, old->application_file_count, live, live->application_files,
                     live->application_file_count);
}

static int publish(struct registry *old)
{
    struct entries entries = {0};
    struct buffer index = {0};
    int status = generations_take_refused(OLD "/refused");
    if (status == EXIT_DONE)
        status = inputs_compile(OLD_POINTER, old, &entries, &index);
    if (status == EXIT_DONE)
        status = generations_publish(&index, dates_best(registry_dates(old)));
    entries_free(&entries);
    free(index.data);
    return status;
}

static int take_over(void)
{
    struct registry old, live;
    struct problem problem;
    struct stat st;
    if (lstat(OLD_POINTER, &st) != 0 && errno == ENOENT) /* the vendor's index answered */
        return generations_take_refused(OLD "/refused");
    registry_init(&old);
    if (!read_old(&old, &problem)) {
        complain("%s: %s; it may have local files: remove %s, and name them again by build --local",
                 OLD_POINTER, problem.what, OLD);
        registry_free(&old);
        return EXIT_BAD_INPUT;
    }
    int status = EXIT_DONE;
    if (!generations_read_live(&live)) {
        status = publish(&old);
    } else if (!has_all(&live, &old)) { /* written by an older version after a downgrade */
        complain(
            "%s has files that %s has not, or only one of them is closed; remove the one that should not be",
            OLD_POINTER, LIVE_POINTER);
        status = EXIT_BAD_INPUT;
    }
    registry_free(&old);
    registry_free(&live);
    return status;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

/* What cannot be removed does not keep the new live index from being used. */
static void remove_rest(void)
{
    if (nftw(OLD, remove_one, 4, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0)
        complain("%s: cannot remove: %s; it is not used any more", OLD, strerror(errno));
}

int writer_begin(void)
{
    struct stat st;
    int status = generations_lock();
    bool there = stat(OLD, &st) == 0;
    if (status == EXIT_DONE && !there && errno != ENOENT) {
        complain("%s: cannot open: %s", OLD, strerror(errno));
        return EXIT_SYSTEM;
    }
    if (status != EXIT_DONE || !there || !S_ISDIR(st.st_mode))
        return status;
    /* An older version may be at work. */
    status = generations_lock_file(OLD "/lock");
    if (status == EXIT_DONE)
        status = take_over();
    if (status == EXIT_DONE)
        status = generations_sync(IANA_STATEDIR); /* has 1 */
    /* The pointer first: a rest without it is never taken for a live index. */
    if (status == EXIT_DONE && lstat(OLD_POINTER, &st) == 0)
        status = generations_unlink(OLD_POINTER, OLD);
    if (status == EXIT_DONE)
        remove_rest();
    return status;
}
