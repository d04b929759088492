/* SPDX-License-Identifier: MIT */
/* An index that is read whole; see loaded_index.h. */
#include "store/loaded_index.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "index/live_path.h"
#include "store/pointer.h"

char *live_index_path(struct problem *problem)
{
    return pointer_target(LIVE_POINTER, GENERATIONS, problem);
}

bool live_index_exists(void)
{
    struct stat st;
    return lstat(LIVE_POINTER, &st) == 0;
}

char *vendor_index_path(struct problem *problem)
{
    return pointer_target(VENDOR_POINTER, VENDOR_DIRECTORY "/", problem);
}

/* *ret->path is to be freed also on failure. */
static int load(const char *path, struct loaded *ret, struct problem *problem)
{
    struct input in;
    int status = pointer_follow(path, &ret->path, &in, problem);
    if (status != EXIT_DONE)
        return status;
    if (!index_open(&ret->index, in.bytes, in.length, in.length)) {
        free(in.bytes);
        problem_set(problem, 0, "not an index that this version can use, or cut off; build it again");
        return EXIT_BAD_INPUT;
    }
    ret->bytes = in.bytes;
    ret->length = in.length;
    return EXIT_DONE;
}

/* Load the live index, if the module would use it. Complains unless there is none. */
static bool load_live(struct loaded *ret)
{
    struct problem problem;
    if (!live_index_exists())
        return false;
    char *path = live_index_path(&problem);
    bool loaded = path && index_acceptable(path, FORMAT_FILE_MAX, &problem);
    if (loaded && load(path, ret, &problem) != EXIT_DONE) {
        free(ret->path);
        loaded = false;
    }
    if (!loaded)
        complain("%s: %s; the vendor's index answers meanwhile", path ? path : LIVE_POINTER, problem.what);
    ret->live_is_bad = !loaded;
    free(path);
    return loaded;
}

/* There is no index: complain what was looked for, and what to do. Right after `make' an index is beside the
   command. */
static void complain_no_index(void)
{
    const char *slash = strrchr(program_invocation_name, '/');
    char *beside = alloc_format("%.*sservices.idx", slash ? (int)(slash - program_invocation_name) + 1 : 0,
                                program_invocation_name);
    bool is_beside = slash && access(beside, R_OK) == 0;
    complain("no index: neither %s nor %s exists; %s%s", LIVE_POINTER, VENDOR_POINTER,
             is_beside ? "use the one here: -i " : "install iana-services, or name an index by -i",
             is_beside ? beside : "");
    free(beside);
}

int index_load(const char *path, struct loaded *ret)
{
    struct problem problem;
    ret->live_is_bad = false;
    if (!path && load_live(ret))
        return EXIT_DONE;
    int status = load(path ? path : VENDOR_POINTER, ret, &problem);
    if (status != EXIT_DONE) {
        if (!path && access(VENDOR_POINTER, F_OK) != 0 && errno == ENOENT)
            complain_no_index();
        else
            complain_about(ret->path, &problem);
        free(ret->path);
        *ret = (struct loaded){0};
    }
    return status;
}

void index_unload(struct loaded *loaded)
{
    free(loaded->bytes);
    free(loaded->path);
}
