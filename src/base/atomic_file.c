/* SPDX-License-Identifier: MIT */
/* Finished bytes -> a file; see atomic_file.h. */
#include "base/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"

static int fail(const char *path, const char *verb)
{
    complain("%s: cannot %s: %s", path, verb, strerror(errno));
    return EXIT_SYSTEM;
}

/* Read the file back and compare: some disks lose what they took. */
static int verify_written(int fd, const char *path, const struct buffer *bytes)
{
    unsigned char chunk[4096];
    size_t at = 0;
    ssize_t n;
    while ((n = TEMP_FAILURE_RETRY(pread(fd, chunk, sizeof chunk, (off_t)at))) > 0) {
        if ((size_t)n > bytes->size - at || memcmp(chunk, bytes->data + at, (size_t)n) != 0)
            break;
        at += (size_t)n;
    }
    if (n < 0)
        return fail(path, "read back");
    if (n == 0 && at == bytes->size)
        return EXIT_DONE;
    complain("%s: reads back otherwise than written: check the disk", path);
    return EXIT_SYSTEM;
}

static int fill(int fd, const char *path, const struct buffer *bytes, unsigned mode)
{
    if (!file_write_all(fd, bytes->data, bytes->size) || fsync(fd) != 0)
        return fail(path, "write");
    int status = verify_written(fd, path, bytes);
    if (status == EXIT_DONE && fchmod(fd, mode) != 0)
        status = fail(path, "change the mode");
    return status;
}

/* What the kernel's fs.protected_symlinks does, which is not on everywhere: in a directory
   that all may write to, such as /tmp, do not follow another user's link. A link of ours there
   nobody else can replace: the directory is sticky. */
static bool is_trusted(const char *path, const struct stat *link)
{
    const mode_t shared = S_ISVTX | S_IWOTH;
    struct stat directory;
    char *copy = alloc_string(path);
    bool known = stat(dirname(copy), &directory) == 0;
    free(copy);
    return known && (link->st_uid == geteuid() || link->st_uid == directory.st_uid ||
                     (directory.st_mode & shared) != shared);
}

/* The file that `path` means, links followed; a string to free. NULL with errno if there is
   something that may not be replaced by a file. */
static char *real_target(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT ? alloc_string(path) : NULL;
    bool is_link = S_ISLNK(st.st_mode);
    if (is_link && !is_trusted(path, &st)) {
        errno = EACCES;
        return NULL;
    }
    char *target = is_link ? realpath(path, NULL) : alloc_string(path);
    if (!target && errno == ENOENT)
        return alloc_string(path); /* a dangling link, which is replaced */
    if (target && is_link && stat(target, &st) != 0)
        st.st_mode = S_IFREG; /* gone since */
    if (target && !S_ISREG(st.st_mode)) {
        free(target);
        errno = S_ISDIR(st.st_mode) ? EISDIR : ENOTSUP;
        return NULL;
    }
    return target;
}

/* directory_fd: the directory of `path`, open, to be synced. */
static int replace(const char *path, const struct buffer *bytes, unsigned mode, const char *directory,
                   int directory_fd)
{
    char *temporary = alloc_format("%s/" TEMPORARY_PREFIX "XXXXXX", directory);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0) {
        int status = fail(path, "create");
        free(temporary);
        return status;
    }
    int status = fill(fd, path, bytes, mode);
    if (close(fd) != 0 && status == EXIT_DONE)
        status = fail(path, "write");
    if (status == EXIT_DONE && rename(temporary, path) != 0)
        status = fail(path, "replace");
    if (status != EXIT_DONE)
        unlink(temporary);
    else if (fsync(directory_fd) != 0)
        status = fail(directory, "sync");
    free(temporary);
    return status;
}

int atomic_file_write(const char *path, const struct buffer *bytes, unsigned mode)
{
    char *target = real_target(path);
    if (!target && (errno == EISDIR || errno == ENOTSUP || errno == ELOOP)) {
        complain("%s: not a regular file, so not replaced; remove it if it should not be there", path);
        return EXIT_SYSTEM;
    }
    if (!target)
        return fail(path, "replace");
    char *copy = alloc_string(target);
    const char *directory = dirname(copy);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int status = fd < 0 ? fail(path, "create") : replace(target, bytes, mode, directory, fd);
    if (fd >= 0)
        close(fd);
    free(copy);
    free(target);
    return status;
}
