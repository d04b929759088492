/* SPDX-License-Identifier: MIT */
/* The directory of the live index; see generations.h. */
#include "store/generations.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/atomic_file.h"
#include "base/error.h"
#include "compiler/index_writer.h"
#include "index/live_path.h"
#include "registry/parse.h"
#include "store/loaded_index.h"
#include "store/pointer.h"

#define REFUSED LIVE_DIRECTORY "/refused"
#define KEPT_GENERATIONS 3

static int fail(const char *path, const char *verb)
{
    const char *what_to_do =
        (errno == EACCES || errno == EPERM) && geteuid() != 0 ? "; run this as root" : "";
    complain("%s: cannot %s: %s%s", path, verb, strerror(errno), what_to_do);
    return EXIT_SYSTEM;
}

static int make_directory(const char *path)
{
    if (mkdir(path, 0755) == 0) /* less the umask */
        return chmod(path, 0755) == 0 ? EXIT_DONE : fail(path, "change the mode");
    return errno == EEXIST ? EXIT_DONE : fail(path, "create");
}

/* mkdir -p with mode 0755, whatever the umask; directories that exist stay as they are.
   path: up to its last slash. */
static int make_directories(const char *path)
{
    char *part = alloc_string(path);
    int status = EXIT_DONE;
    for (char *slash = strchr(part + 1, '/'); slash && status == EXIT_DONE; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = make_directory(part);
        *slash = '/';
    }
    free(part);
    return status;
}

int generations_lock(void)
{
    int status = make_directories(GENERATIONS);
    if (status != EXIT_DONE)
        return status;
    int fd = open(LIVE_DIRECTORY "/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fail(LIVE_DIRECTORY "/lock", "open");
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return EXIT_DONE; /* held until the process ends */
    if (errno != EWOULDBLOCK)
        return fail(LIVE_DIRECTORY "/lock", "lock");
    complain("another iana-services is changing the live index; try again later");
    close(fd);
    return EXIT_NO;
}

/* ---- generations, by the time when they were last made live ---- */

const char *generations_path(const char *name, char ret[static GENERATION_PATH_SIZE])
{
    snprintf(ret, GENERATION_PATH_SIZE, "%s%s", GENERATIONS, name);
    return ret;
}

static int newest_first(const void *a, const void *b)
{
    const struct timespec x = ((const struct generation *)a)->time, y = ((const struct generation *)b)->time;
    if (x.tv_sec != y.tv_sec)
        return x.tv_sec > y.tv_sec ? -1 : 1;
    return x.tv_nsec > y.tv_nsec ? -1 : x.tv_nsec < y.tv_nsec;
}

static bool is_generation(const char *name)
{
    size_t n = strlen(name);
    return n > 0 && generation_name_length(name, n) == n;
}

void generations_list(struct generations *ret)
{
    DIR *directory = opendir(GENERATIONS);
    struct dirent *entry;
    *ret = (struct generations){0};
    while (directory && (entry = readdir(directory))) {
        struct stat st;
        struct generation g;
        if (!is_generation(entry->d_name) ||
            fstatat(dirfd(directory), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        memcpy(g.name, entry->d_name, strlen(entry->d_name) + 1);
        g.time = st.st_mtim;
        ret->item = alloc_grow(ret->item, ret->count, sizeof g);
        ret->item[ret->count++] = g;
    }
    if (directory)
        closedir(directory);
    if (ret->count > 0)
        qsort(ret->item, ret->count, sizeof *ret->item, newest_first);
}

/* The name of the live generation, a string to free, or NULL. */
static char *live_name(void)
{
    struct problem ignored;
    char *path = live_index_path(&ignored);
    char *name = path ? alloc_string(strrchr(path, '/') + 1) : NULL;
    free(path);
    return name;
}

bool generations_live_exists(void)
{
    struct problem ignored;
    char *path = live_index_path(&ignored);
    bool exists = path && access(path, R_OK) == 0;
    free(path);
    return exists;
}

static void remove_temporaries(const char *path)
{
    DIR *directory = opendir(path);
    struct dirent *entry;
    while (directory && (entry = readdir(directory)))
        if (strncmp(entry->d_name, TEMPORARY_PREFIX, sizeof TEMPORARY_PREFIX - 1) == 0)
            unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory)
        closedir(directory);
}

/* Remove all but the last generations and the live one, and temporary files of writers that
   were killed: with the lock held, none is in use. */
static void tidy(void)
{
    struct generations all;
    char path[GENERATION_PATH_SIZE], *live = live_name();
    generations_list(&all);
    for (size_t i = KEPT_GENERATIONS; live && i < all.count; i++)
        if (strcmp(all.item[i].name, live) != 0)
            unlink(generations_path(all.item[i].name, path));
    remove_temporaries(LIVE_DIRECTORY);
    remove_temporaries(GENERATIONS);
    free(all.item);
    free(live);
}

/* Empty nscd's cache. The module in nscd checks for a new index once a second, and must have
   done so before: else old answers fill the cache again. */
static void tell_nscd(void)
{
    static const struct timespec module_checks = {1, 100000000};
    static char program[] = "/usr/sbin/nscd", option[] = "-i", database[] = "services";
    static char *const arguments[] = {program, option, database, NULL};
    static char *const environment[] = {NULL};
    pid_t child;
    if (access("/run/nscd/socket", F_OK) != 0)
        return;
    nanosleep(&module_checks, NULL);
    if (posix_spawn(&child, program, NULL, NULL, arguments, environment) == 0)
        waitpid(child, NULL, 0);
}

static int set_current(const char *name)
{
    char *before = live_name();
    int status = pointer_write(LIVE_POINTER, name);
    if (status == EXIT_DONE) {
        tidy();
        tell_nscd();
    } else if (before) {
        /* The sync of the directory failed, after the rename: undo it. */
        char *now = live_name();
        if (now && strcmp(now, before) != 0)
            pointer_write(LIVE_POINTER, before);
        free(now);
    }
    free(before);
    return status;
}

/* Whether the file has exactly these bytes; then its mode is made right. */
static bool holds(const char *path, const struct buffer *bytes)
{
    struct input in;
    struct problem problem;
    if (access(path, F_OK) != 0 || file_read(path, &in, &problem) != EXIT_DONE)
        return false;
    bool same = in.length == bytes->size && memcmp(in.bytes, bytes->data, in.length) == 0;
    free(in.bytes);
    return same && chmod(path, 0444) == 0;
}

int generations_publish(const struct buffer *index, const char *date)
{
    char *name = pointer_name(index, date), path[GENERATION_PATH_SIZE];
    generations_path(name, path);
    remove_temporaries(LIVE_DIRECTORY);
    remove_temporaries(GENERATIONS);
    /* A generation's file is never written to again. One that was damaged is replaced; one
       that is sound becomes the last one again by its time. */
    int status = EXIT_DONE;
    if (!holds(path, index))
        status = atomic_file_write(path, index, 0444);
    else if (utimensat(AT_FDCWD, path, NULL, 0) != 0)
        status = fail(path, "set the time");
    if (status == EXIT_DONE)
        status = set_current(name);
    free(name);
    return status;
}

/* ---- going back ---- */

static int remember_refused(const char *hash)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n", hash);
    int status = atomic_file_write(REFUSED, &text, 0444);
    free(text.data);
    return status;
}

/* The generation before the live one, of those that are sound and were not rolled back
   themselves, with its hash, to be freed; NULL, both, if there is none. */
static const char *find_before(const struct generations *all, const char *live, char **ret_hash)
{
    size_t i = 0;
    while (i < all->count && strcmp(all->item[i].name, live) != 0)
        i++;
    for (i++; i < all->count; i++) {
        *ret_hash = generations_hash(all->item[i].name);
        if (*ret_hash && !generations_refuses(*ret_hash))
            return all->item[i].name;
        free(*ret_hash);
    }
    *ret_hash = NULL;
    return NULL;
}

int generations_rollback(char **ret_name)
{
    struct generations all;
    char *live = live_name(), *hash = NULL, *live_hash = live ? generations_hash(live) : NULL;
    generations_list(&all);
    const char *before = live ? find_before(&all, live, &hash) : NULL;
    int status = before ? EXIT_DONE : EXIT_NO;
    if (!before)
        complain("there is no generation before the live one in %s", GENERATIONS);
    else if (live_hash && *live_hash && strcmp(live_hash, hash) != 0)
        status = remember_refused(live_hash);
    if (status == EXIT_DONE)
        status = set_current(before);
    if (status == EXIT_DONE)
        *ret_name = alloc_string(before);
    free(all.item);
    free(live);
    free(hash);
    free(live_hash);
    return status;
}

void generations_forget_refused(const char *hash)
{
    if (generations_refuses(hash))
        unlink(REFUSED);
}

bool generations_refuses(const char *hash)
{
    struct input in;
    struct problem ignored;
    if (!*hash || access(REFUSED, F_OK) != 0 || file_read(REFUSED, &in, &ignored) != EXIT_DONE)
        return false;
    in.bytes[strcspn(in.bytes, "\n")] = '\0';
    bool same = strcmp(in.bytes, hash) == 0;
    free(in.bytes);
    return same;
}
