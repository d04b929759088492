/* SPDX-License-Identifier: MIT */
/* slowfs FOLDER HANG MOUNTPOINT: a file system that passes FOLDER through until it is unmounted.
   Opening a file takes 50 ms; while the file HANG exists, every request waits. */
#define FUSE_USE_VERSION 31
#include <errno.h>
#include <fcntl.h>
#include <fuse3/fuse.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder, *hang;

static void wait_if_hung(void)
{
    while (access(hang, F_OK) == 0)
        usleep(20000);
}

static const char *inside(const char *path, char ret[static 4096])
{
    snprintf(ret, 4096, "%s%s", folder, path);
    return ret;
}

static int get_attributes(const char *path, struct stat *ret, struct fuse_file_info *unused)
{
    char full[4096];
    (void)unused;
    wait_if_hung();
    return lstat(inside(path, full), ret) == 0 ? 0 : -errno;
}

static int open_slowly(const char *path, struct fuse_file_info *file)
{
    char full[4096];
    wait_if_hung();
    usleep(50000);
    int fd = open(inside(path, full), O_RDONLY | O_CLOEXEC);
    file->fh = (uint64_t)fd;
    return fd < 0 ? -errno : 0;
}

static int read_slowly(const char *path, char *buffer, size_t size, off_t at, struct fuse_file_info *file)
{
    (void)path;
    wait_if_hung();
    ssize_t n = pread((int)file->fh, buffer, size, at);
    return n < 0 ? -errno : (int)n;
}

static int close_file(const char *path, struct fuse_file_info *file)
{
    (void)path;
    return close((int)file->fh) == 0 ? 0 : -errno;
}

/* The kernel remembers nothing: each stat and open asks this program. */
static void *begin(struct fuse_conn_info *connection, struct fuse_config *config)
{
    (void)connection;
    config->attr_timeout = config->entry_timeout = config->negative_timeout = 0;
    config->use_ino = 1;
    return NULL;
}

int main(int argc, char **argv)
{
    static const struct fuse_operations operations = {.getattr = get_attributes,
                                                      .open = open_slowly,
                                                      .read = read_slowly,
                                                      .release = close_file,
                                                      .init = begin};
    if (argc != 4)
        return 2;
    folder = argv[1];
    hang = argv[2];
    char *arguments[] = {argv[0], (char[]){"-f"}, argv[3], NULL};
    return fuse_main(3, arguments, &operations, NULL);
}
