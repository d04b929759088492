/* SPDX-License-Identifier: MIT */
/* Reading whole files; see file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"

static int read_all(int fd, struct input *ret, struct problem *problem)
{
    struct stat st;
    size_t capacity = 1 << 16;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && (size_t)st.st_size <= INPUT_SIZE_MAX)
        capacity = (size_t)st.st_size + 2;
    *ret = (struct input){.bytes = alloc_bytes(capacity)};
    for (;;) {
        ssize_t n = read(fd, ret->bytes + ret->length, capacity - ret->length - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            problem_set(problem, 0, "cannot read: %s", strerror(errno));
            return EXIT_SYSTEM;
        }
        ret->length += (size_t)n;
        ret->bytes[ret->length] = '\0';
        if (n == 0)
            return EXIT_DONE;
        if (ret->length > INPUT_SIZE_MAX) {
            problem_set(problem, 0, "over %zu MiB; this cannot be the registry", INPUT_SIZE_MAX >> 20);
            return EXIT_BAD_INPUT;
        }
        if (capacity - ret->length == 1)
            ret->bytes = alloc_resize(ret->bytes, capacity *= 2);
    }
}

/* Reads from fd, -1 with errno if there is none, and closes it unless it is standard input. */
static int read_and_close(int fd, struct input *ret, struct problem *problem)
{
    *ret = (struct input){0};
    if (fd < 0) {
        problem_set(problem, 0, "cannot open: %s", strerror(errno));
        return EXIT_SYSTEM;
    }
    int status = read_all(fd, ret, problem);
    if (fd != STDIN_FILENO)
        close(fd);
    if (status != EXIT_DONE) {
        free(ret->bytes);
        *ret = (struct input){0};
    }
    return status;
}

int file_read(const char *path, struct input *ret, struct problem *problem)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &st) != 0 || S_ISREG(st.st_mode))
        return read_and_close(fd, ret, problem);
    close(fd);
    *ret = (struct input){0};
    problem_set(problem, 0, "not a regular file");
    return EXIT_SYSTEM;
}

int file_read_operand(const char *path, struct input *ret, struct problem *problem)
{
    static bool stdin_is_read;
    bool is_stdin = strcmp(path, "-") == 0;
    *ret = (struct input){0};
    if (is_stdin && stdin_is_read) { /* it would be empty */
        problem_set(problem, 0, "standard input is already read; `-' can be given once");
        return EXIT_USAGE;
    }
    stdin_is_read |= is_stdin;
    return read_and_close(is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), ret, problem);
}

bool file_write_all(int fd, const void *bytes, size_t size)
{
    for (const char *p = bytes, *end = p + size; p < end;) {
        ssize_t n = write(fd, p, (size_t)(end - p));
        if (n < 0 && errno != EINTR)
            return false;
        p += n > 0 ? n : 0;
    }
    return true;
}
