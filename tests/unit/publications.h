/* SPDX-License-Identifier: MIT */
/* The module's snapshots from the inside, with its state, and an index that is published again
   and again. The module's clock goes on a second by later(). */
#ifndef TEST_PUBLICATIONS_H
#define TEST_PUBLICATIONS_H

#include <sys/stat.h>

/* What the module calls instead, if a test defines it: at which it may be kept, or told lies. */
#ifdef MODULE_STAT
static int MODULE_STAT(const char *path, struct stat *ret);
#define stat(path, ret) MODULE_STAT(path, ret)
#endif
#ifdef MODULE_FSTAT
static int MODULE_FSTAT(int fd, struct stat *ret);
#define fstat(fd, ret) MODULE_FSTAT(fd, ret)
#endif
#include "../../nss/entry.c"
#include "../../nss/snapshot.c"
#undef stat
#undef fstat

#include "support.h"

#define GENERATION "2026-01-02-01234567.idx"

static uint32_t second; /* of the module's clock, times SNAPSHOT_SECOND */

/* What the module calls: this program's symbol comes before libc's. */
__attribute__((visibility("default"))) time_t time(time_t *ret)
{
    time_t now = second / SNAPSHOT_SECOND;
    if (ret)
        *ret = now;
    return now;
}

static inline void write_file(const char *path, const void *bytes, size_t size, mode_t mode)
{
    char temporary[4096];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    unlink(temporary);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    close(fd);
    assert_int_equal(rename(temporary, path), 0);
}

static inline void copy_golden(void)
{
    static char bytes[1 << 20];
    char golden[4096];
    snprintf(golden, sizeof golden, "%s/tests/golden/golden.idx", getenv("TOP") ? getenv("TOP") : ".");
    FILE *f = fopen(golden, "r");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    write_file(GENERATIONS GENERATION, bytes, n, 0444);
}

static inline int begin(void **state)
{
    (void)state;
    mkdir(IANA_STATEDIR, 0755);
    mkdir(LIVE_DIRECTORY, 0755);
    mkdir(GENERATIONS, 0755);
    unlink(LIVE_POINTER);
    copy_golden();
    for (int i = 0; i < SNAPSHOTS_MAX; i++)
        if (slot[i] == PUBLISHED)
            munmap(taken[i].bytes, taken[i].size);
    memset(&snapshot_now, 0, sizeof snapshot_now);
    memset(taken, 0, sizeof taken);
    memset(slot, 0, sizeof slot);
    second = 1000 * SNAPSHOT_SECOND;
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    unlink(LIVE_POINTER);
    unlink(GENERATIONS GENERATION);
    rmdir(GENERATIONS);
    rmdir(LIVE_DIRECTORY);
    rmdir(IANA_STATEDIR);
    return 0;
}

static inline void publish_golden(void)
{
    write_file(LIVE_POINTER, GENERATION "\n", sizeof GENERATION, 0444);
}

static inline struct snapshot *current(void)
{
    return (struct snapshot *)(void *)(uintptr_t)atomic_load(&snapshot_now.index);
}

/* The snapshot, as it is a second later. */
static inline struct snapshot *later(void)
{
    int error = 0;
    errno = 77;
    second += SNAPSHOT_SECOND;
    assert_non_null(snapshot_look(atomic_load(&snapshot_now.index), second, &error));
    assert_int_equal(errno, 77);
    return current();
}

static inline int reserved_count(void)
{
    int n = 0;
    for (int i = 0; i < SNAPSHOTS_MAX; i++)
        n += slot[i] != FREE;
    return n;
}

/* Publishes a new file, which has the golden index too. */
static inline struct snapshot *publish_new(void)
{
    copy_golden();
    publish_golden();
    return later();
}

#endif
