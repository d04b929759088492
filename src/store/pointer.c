/* SPDX-License-Identifier: MIT */
/* Pointer files; see pointer.h. */
#include "store/pointer.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/atomic_file.h"
#include "compiler/index_writer.h"
#include "index/live_path.h"
#include "registry/registry.h"

/* As nss/snapshot.c checks `current` and an index. */
bool index_acceptable(const char *path, off_t most, struct problem *problem)
{
    struct stat st;
    if (stat(path, &st) != 0 && errno == ELOOP)
        return problem_set(problem, 0,
                           "a symbolic link that leads back to itself; remove it and build the index again");
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

char *pointer_name(const struct buffer *index, const char *date)
{
    return alloc_format("%s-%08x.idx", is_date(date) ? date : "0000-00-00", index_stored_crc(index->data));
}

char *pointer_target(const char *pointer, const char *folder, struct problem *problem)
{
    struct input name;
    char *path = NULL;
    if (!index_acceptable(pointer, GENERATION_NAME_MAX + 1, problem) ||
        file_read(pointer, &name, problem) != EXIT_DONE)
        return NULL;
    size_t length = generation_name_length(name.bytes, name.length);
    if (length == 0)
        problem_set(problem, 0, "does not hold the name of an index; build or install it again");
    else
        path = alloc_format("%s%.*s", folder, (int)length, name.bytes);
    free(name.bytes);
    return path;
}

int pointer_write(const char *pointer, const char *name)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n", name);
    int status = atomic_file_write(pointer, &text, 0444);
    free(text.data);
    return status;
}

int pointer_install(const char *folder, const struct buffer *index, const char *date)
{
    struct problem ignored;
    char *name = pointer_name(index, date), *path = alloc_format("%s/%s", folder, name);
    char *pointer = alloc_format("%s/services.idx", folder), *prefix = alloc_format("%s/", folder);
    char *before = pointer_target(pointer, prefix, &ignored);
    int status = atomic_file_write(path, index, 0444);
    if (status == EXIT_DONE)
        status = pointer_write(pointer, name);
    if (status == EXIT_DONE && before && strcmp(before, path) != 0)
        unlink(before);
    free(before);
    free(prefix);
    free(pointer);
    free(path);
    free(name);
    return status;
}

int pointer_follow(const char *path, char **ret_path, struct input *ret, struct problem *problem)
{
    const char *slash = strrchr(path, '/');
    *ret_path = alloc_string(path);
    int status = file_read_operand(path, ret, problem);
    size_t length = status == EXIT_DONE ? generation_name_length(ret->bytes, ret->length) : 0;
    if (length < 4 || memcmp(ret->bytes + length - 4, ".idx", 4) != 0)
        return status;
    free(*ret_path);
    *ret_path = alloc_format("%.*s%.*s", slash ? (int)(slash - path) + 1 : 0, path, (int)length, ret->bytes);
    free(ret->bytes);
    return file_read(*ret_path, ret, problem);
}
