/* SPDX-License-Identifier: MIT */
/* The directory of the live index; see generations.h. */
#include "store/generations.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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

int generations_lock_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fail(path, "open");
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return EXIT_DONE; /* held until the process ends */
    if (errno != EWOULDBLOCK)
        return fail(path, "lock");
    complain("another iana-services is changing the live index; try again later");
    close(fd);
    return EXIT_NO;
}

int generations_lock(void)
{
    int status = make_directories(GENERATIONS);
    return status == EXIT_DONE ? generations_lock_file(LIVE_DIRECTORY "/lock") : status;
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

/* Remove all but the last generations, of which the live one is the first, and temporary files
   of writers that were killed: with the lock held, none is in use. */
static void tidy(void)
{
    struct generations all;
    char path[GENERATION_PATH_SIZE];
    generations_list(&all);
    for (size_t i = KEPT_GENERATIONS; i < all.count; i++)
        unlink(generations_path(all.item[i].name, path));
    remove_temporaries(LIVE_DIRECTORY);
    remove_temporaries(GENERATIONS);
    free(all.item);
}

/* nscd may hang, and so may a source that getent asks. */
static void run(char *const *arguments)
{
    static char *const environment[] = {NULL};
    pid_t child = fork();
    if (child == 0) {
        alarm(5);
        execve(arguments[0], arguments, environment);
        _exit(EXIT_SYSTEM);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
}

/* Empty nscd's cache. The module in nscd looks for a new index once a second, by one thread: what the
   others answer meanwhile is old, and would fill the cache again. So it is made to look before, by
   a question that no cache answers: no service's name has a blank, and nobody has asked for this one. */
static void tell_nscd(void)
{
    static const struct timespec module_looks = {1, 100000000};
    static char getent[] = "/usr/bin/getent", services[] = "services";
    static char nscd[] = "/usr/sbin/nscd", invalidate[] = "-i";
    struct timespec now;
    if (access("/run/nscd/socket", F_OK) != 0)
        return;
    nanosleep(&module_looks, NULL);
    clock_gettime(CLOCK_REALTIME, &now);
    char *name = alloc_format("no service %ld", now.tv_nsec);
    run((char *const[]){getent, services, name, NULL});
    run((char *const[]){nscd, invalidate, services, NULL});
    free(name);
}

static int set_current(const char *name)
{
    char *before = generations_live();
    int status = pointer_write(LIVE_POINTER, name);
    if (status == EXIT_DONE) {
        tidy();
        tell_nscd();
    } else if (before) {
        /* The sync of the directory failed, after the rename: undo it. */
        char *now = generations_live();
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
    struct generations all;
    generations_path(name, path);
    remove_temporaries(LIVE_DIRECTORY);
    remove_temporaries(GENERATIONS);
    generations_list(&all);
    int status = generations_record(name, &all, 0);
    free(all.item);
    /* A generation's file is never written to again, but one that was damaged is replaced. */
    if (status == EXIT_DONE && !holds(path, index))
        status = atomic_file_write(path, index, 0444);
    if (status == EXIT_DONE)
        status = set_current(name);
    free(name);
    return status;
}

/* ---- going back ---- */

/* The first sound generation from `first` on that the history has, with the hash of its registry, to be
   freed; all->ordered and NULL if there is none. */
static size_t find_sound(const struct generations *all, size_t first, char **ret_hash)
{
    *ret_hash = NULL;
    while (first < all->ordered && !(*ret_hash = generations_hash(all->item[first].name)))
        first++;
    return first;
}

int generations_sync(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int status = fd < 0 || fsync(fd) != 0 ? fail(directory, "sync") : EXIT_DONE;
    if (fd >= 0)
        close(fd);
    return status;
}

int generations_unlink(const char *pointer, const char *directory)
{
    return unlink(pointer) == 0 ? generations_sync(directory) : fail(pointer, "remove");
}

/* Without a live index the vendor's answers. */
static int remove_current(void)
{
    int status = generations_unlink(LIVE_POINTER, LIVE_DIRECTORY);
    if (status == EXIT_DONE)
        tell_nscd();
    return status;
}

/* Make all->item[to] live, or the vendor's index if there is no such; hash: of its registry. */
static int go_back(const struct generations *all, size_t to, const char *hash)
{
    char *live = generations_live(), *live_hash = live ? generations_hash(live) : NULL;
    bool refuse = live_hash && *live_hash && strcmp(live_hash, hash) != 0;
    int status = refuse ? generations_refuse(live_hash) : EXIT_DONE;
    if (status == EXIT_DONE)
        status = generations_record(NULL, all, to);
    if (status == EXIT_DONE)
        status = to < all->ordered ? set_current(all->item[to].name) : remove_current();
    free(live);
    free(live_hash);
    return status;
}

int generations_rollback(char **ret_name)
{
    struct generations all;
    int status = EXIT_NO;
    if (!live_index_exists()) {
        complain("there is no live index to go back from; the vendor's index answers");
        return status;
    }
    generations_list(&all);
    char *hash, *live = generations_live();
    size_t to = find_sound(&all, live ? 1 : 0, &hash);
    if (!hash)
        hash = generations_hash(NULL);
    if (hash)
        status = go_back(&all, to, hash);
    else
        complain("there is no sound generation before the live one in %s, and no sound vendor index",
                 GENERATIONS);
    if (status == EXIT_DONE)
        *ret_name = to < all.ordered ? alloc_string(all.item[to].name) : NULL;
    free(live);
    free(hash);
    free(all.item);
    return status;
}
