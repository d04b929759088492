/* SPDX-License-Identifier: MIT */
/* Finished bytes -> a file; see publish.h. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/error.h"

static int fail(const char *path, const char *what)
{
    complain("%s: cannot be %s: %s", path, what, strerror(errno));
    return EXIT_SYSTEM;
}

static bool write_all(int fd, const unsigned char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            data += n;
            size -= (size_t)n;
        }
    }
    return true;
}

/* What comes back must be what was meant. */
static int verify_written(int fd, const char *path, const struct buffer *bytes)
{
    unsigned char chunk[1 << 16];
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
    complain("%s: does not hold what was written to it: check the disk", path);
    return EXIT_SYSTEM;
}

static int fill(int fd, const char *path, const struct buffer *bytes, unsigned mode)
{
    if (!write_all(fd, bytes->data, bytes->size) || fsync(fd) != 0)
        return fail(path, "written");
    int status = verify_written(fd, path, bytes);
    if (status == EXIT_DONE && fchmod(fd, mode) != 0)
        status = fail(path, "made readable");
    return status;
}

/* As the kernel's fs.protected_symlinks has it, which is not on everywhere: in a directory
   that all may write to, such as /tmp, the link of another user leads nowhere. There
   nobody else can put something in the place of a link of ours. */
static bool is_trusted(const char *path, const struct stat *link)
{
    const mode_t shared = S_ISVTX | S_IWOTH;
    struct stat directory;
    char *copy = strdup(path);
    bool known = copy && stat(dirname(copy), &directory) == 0;
    free(copy);
    return known && (link->st_uid == geteuid() || link->st_uid == directory.st_uid ||
                     (directory.st_mode & shared) != shared);
}

/* The file that `path` means, links followed; a string to free. NULL with errno
   where there is one that a file cannot take the place of. */
static char *real_target(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT ? strdup(path) : NULL;
    bool is_link = S_ISLNK(st.st_mode);
    if (is_link && !is_trusted(path, &st)) {
        errno = EACCES;
        return NULL;
    }
    char *target = is_link ? realpath(path, NULL) : strdup(path);
    if (!target && errno == ENOENT)
        return strdup(path); /* a dangling link, which is replaced */
    if (target && is_link && stat(target, &st) != 0)
        st.st_mode = S_IFREG; /* gone since */
    if (target && !S_ISREG(st.st_mode)) {
        free(target);
        errno = S_ISDIR(st.st_mode) ? EISDIR : ENOTSUP;
        return NULL;
    }
    return target;
}

static int replace(const char *path, const struct buffer *bytes, unsigned mode, const char *directory,
                   int directory_fd)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s/" TEMPORARY_PREFIX "XXXXXX", directory) < 0)
        return fail(path, "created");
    int fd = mkostemp(temporary, O_CLOEXEC);
    int status = fd < 0 ? fail(path, "created") : fill(fd, path, bytes, mode);
    if (fd >= 0 && close(fd) != 0 && status == EXIT_DONE)
        status = fail(path, "written");
    if (status == EXIT_DONE && rename(temporary, path) != 0)
        status = fail(path, "replaced");
    if (fd >= 0 && status != EXIT_DONE)
        unlink(temporary);
    else if (fd >= 0 && fsync(directory_fd) != 0)
        status = fail(directory, "synced");
    free(temporary);
    return status;
}

int atomic_file_write(const char *path, const struct buffer *bytes, unsigned mode)
{
    char *target = real_target(path), *copy = target ? strdup(target) : NULL;
    if (!copy) {
        free(target);
        return fail(path, "replaced by a file");
    }
    const char *directory = dirname(copy);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int status = fd < 0 ? fail(path, "created") : replace(target, bytes, mode, directory, fd);
    if (fd >= 0)
        close(fd);
    free(copy);
    free(target);
    return status;
}
