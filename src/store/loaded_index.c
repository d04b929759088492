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

/* As nss/snapshot.c checks `current` and an index. */
bool index_acceptable(const char *path, off_t most, struct problem *problem)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return problem_set(problem, 0, "cannot open: %s", strerror(errno));
    if (!S_ISREG(st.st_mode))
        return problem_set(problem, 0, "not a regular file; remove it and build the index again");
    if (st.st_mode & S_IWOTH)
        return problem_set(problem, 0, "writable by everybody, so not used; run chmod o-w on it");
    if (st.st_size > most)
        return problem_set(problem, 0, "%jd bytes are too many; build the index again", (intmax_t)st.st_size);
    return true;
}

char *live_index_path(struct problem *problem)
{
    struct input name;
    char *path = NULL;
    if (!index_acceptable(LIVE_POINTER, GENERATION_NAME_MAX + 1, problem) ||
        file_read(LIVE_POINTER, &name, problem) != EXIT_DONE)
        return NULL;
    size_t length = generation_name_length(name.bytes, name.length);
    if (length == 0)
        problem_set(problem, 0, "does not hold the name of a generation; build the index again");
    else
        path = alloc_format("%s%.*s", GENERATIONS, (int)length, name.bytes);
    free(name.bytes);
    return path;
}

/* Takes `path` over if it returns EXIT_DONE. */
static int load(char *path, bool is_operand, struct loaded *ret, struct problem *problem)
{
    struct input in;
    int status = (is_operand ? file_read_operand : file_read)(path, &in, problem);
    if (status != EXIT_DONE)
        return status;
    if (!index_open(&ret->index, in.bytes, in.length, in.length)) {
        free(in.bytes);
        problem_set(problem, 0, "not an index that this version can use, or cut off; build it again");
        return EXIT_BAD_INPUT;
    }
    ret->bytes = in.bytes;
    ret->length = in.length;
    ret->path = path;
    return EXIT_DONE;
}

/* Load the live index, if the module would use it. Complains unless there is none. */
static bool load_live(struct loaded *ret)
{
    struct problem problem;
    const char *what = LIVE_POINTER;
    char *path = access(what, F_OK) == 0 ? live_index_path(&problem) : NULL;
    if (!path && access(what, F_OK) != 0)
        return false;
    if (path && index_acceptable(path, FORMAT_FILE_MAX, &problem) &&
        load(path, false, ret, &problem) == EXIT_DONE)
        return true;
    complain("%s: %s; the vendor's index answers meanwhile", path ? path : what, problem.what);
    ret->live_is_bad = true;
    free(path);
    return false;
}

int index_load(const char *path, struct loaded *ret)
{
    struct problem problem;
    ret->live_is_bad = false;
    if (!path && load_live(ret))
        return EXIT_DONE;
    char *copy = alloc_string(path ? path : VENDOR_INDEX);
    int status = load(copy, path != NULL, ret, &problem);
    if (status != EXIT_DONE) {
        complain_about(copy, &problem);
        free(copy);
    }
    return status;
}

void index_unload(struct loaded *loaded)
{
    free(loaded->bytes);
    free(loaded->path);
}
