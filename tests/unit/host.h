/* SPDX-License-Identifier: MIT */
/* What tests of somebody else's process share: lookups of one port, directly and through
   libc; a live index that can be made another one; what a process has open and mapped. */
#ifndef TEST_HOST_H
#define TEST_HOST_H

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "module.h"

/* The module asks for the time: this program's symbol comes before libc's. If it is
   set going, every lookup looks for a new index. */
static bool every_lookup_looks;

__attribute__((visibility("default"))) time_t time(time_t *ret)
{
    struct timespec t = {.tv_sec = 1};
    if (every_lookup_looks) {
        static _Atomic time_t seconds;
        t.tv_sec = ++seconds;
    } else {
        clock_gettime(CLOCK_REALTIME_COARSE, &t);
    }
    if (ret)
        *ret = t.tv_sec;
    return t.tv_sec;
}

static inline bool is_https(const struct servent *s)
{
    return strcmp(s->s_name, "sun-sr-https") == 0 && s->s_port == htons(6443) &&
           strcmp(s->s_proto, "tcp") == 0 && !s->s_aliases[0];
}

/* One port and one name, errno untouched. Small: it is called on small stacks. A
   handler's lookup leaves errno to the code that it interrupts. */
static inline bool look_up_directly(void)
{
    struct servent s;
    char buffer[128];
    int error = 0, before = errno;
    errno = 4711;
    bool found =
        getservbyport_m(htons(6443), NULL, &s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS &&
        is_https(&s) &&
        getservbyname_m("sun-sr-https", "tcp", &s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS &&
        is_https(&s);
    bool kept = errno == 4711;
    errno = before;
    return found && kept;
}

/* libc itself sets errno to 0 if it succeeds. */
static inline bool look_up_by_libc(void)
{
    struct servent s, *r;
    char buffer[1024];
    int before = errno;
    bool found = getservbyport_r(htons(6443), NULL, &s, buffer, sizeof buffer, &r) == 0 && r && is_https(r) &&
                 getservbyname_r("sun-sr-https", "tcp", &s, buffer, sizeof buffer, &r) == 0 && r &&
                 is_https(r);
    errno = before;
    return found;
}

static inline bool look_up_both_ways(void)
{
    return look_up_directly() && look_up_by_libc();
}

static inline void live_index_path(const char *rest, char path[static 4096])
{
    const char *build = getenv("BUILD");
    snprintf(path, 4096, "%s/test/host/state%s", build ? build : "build", rest);
}

/* Takes the live index away; the vendor's answers processes that come after. */
static inline void live_remove(void)
{
    static const char *const paths[] = {"/1/current", "/1/gen/x.idx", "/1/gen", "/1", ""};
    char path[4096];
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        live_index_path(paths[i], path);
        remove(path);
    }
}

/* The vendor's index, which its pointer names. */
static inline void vendor_path(char path[static 4096])
{
    const char *build = getenv("BUILD");
    int folder = snprintf(path, 4096, "%s/test/host/data/iana-services/", build ? build : "build");
    strcpy(path + folder, "services.idx");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, path + folder, 65);
    assert_true(fd >= 0 && n > 1 && close(fd) == 0);
    path[folder + n - 1] = '\0'; /* the newline */
}

/* Makes a copy of the vendor's index the live one: each time a new file, so that the module
   takes it anew. System calls only after the first time, so that a signal's handler may do it. */
static inline void live_publish(void)
{
    static char vendor[4096];
    char from[4096], to[4096];
    if (!vendor[0])
        vendor_path(vendor);
    live_index_path("", from), mkdir(from, 0755);
    live_index_path("/1", from), mkdir(from, 0755);
    live_index_path("/1/gen", from), mkdir(from, 0755);
    live_index_path("/1/gen/next", from);
    live_index_path("/1/gen/x.idx", to);
    int in = open(vendor, O_RDONLY | O_CLOEXEC),
        out = open(from, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(in >= 0 && out >= 0);
    while (sendfile(out, in, NULL, 1 << 24) > 0)
        ;
    assert_true(close(in) == 0 && close(out) == 0 && rename(from, to) == 0);
    live_index_path("/1/next", from);
    live_index_path("/1/current", to);
    int fd = open(from, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0444);
    assert_true(fd >= 0 && write(fd, "x.idx\n", 6) == 6 && close(fd) == 0 && rename(from, to) == 0);
}

static inline int count_descriptors(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    assert_non_null(d);
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

/* What the child's function returned; 128 and more: the signal that ended it. */
static inline int in_child(int (*run)(long), long argument)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        alarm(60); /* what is left locked hangs */
        _exit(run(argument));
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#endif
