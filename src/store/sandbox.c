/* SPDX-License-Identifier: MIT */
/* Children without privileges; see sandbox.h. */
#include "store/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

enum { RUN_SECONDS = 300, EXEC_SECONDS = 1200 };

static void limit(__rlimit_resource_t what, rlim_t to)
{
    struct rlimit r = {to, to};
    setrlimit(what, &r); /* fails if the limit is lower already */
}

/* A child of root becomes user and group UNUSED_IDS + its process id: an id that no other
   process has, so that none may trace it or write to its files. No allocator hands out
   UNUSED_IDS to UNUSED_IDS + 2^22, the largest process id: that is above what SSSD and
   FreeIPA give to users of a directory (200000 to 2000200000, ldap_idmap_range_max in
   sssd-ldap(5)) and systemd to containers (524288 to 1879048191), below systemd's ids of
   foreign images (from 2147352576, 0x7ffe0000) and FreeIPA's subordinate ids (from 2^31):
   "unused" in https://systemd.io/UIDS-GIDS/. NOBODY is for user namespaces that do not
   map ids so high. */
#define UNUSED_IDS 0x7f000000u
#define NOBODY 65534

static bool become(uid_t id)
{
    return setresgid(id, id, id) == 0 && setresuid(id, id, id) == 0;
}

/* seconds: after these an alarm ends the child, if the parent may not: to kill another user's process
   takes CAP_KILL. */
static void give_up_privileges(pid_t parent, int seconds)
{
    if (geteuid() == 0 &&
        (setgroups(0, NULL) != 0 || (!become(UNUSED_IDS + (uid_t)getpid()) && !become(NOBODY)))) {
        complain("cannot give up root's privileges: %s", strerror(errno));
        _exit(EXIT_SYSTEM);
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    /* After setresuid, which clears it. A parent without CAP_KILL sends no signal. It tells nothing of a
       parent that died before. */
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent)
        _exit(EXIT_SYSTEM);
    limit(RLIMIT_CORE, 0);
    alarm((unsigned)seconds);
}

/* Keep `output` as standard output and `file`, unless it is -1, as descriptor 3; close all
   others but standard error; standard input is empty. The two may have any numbers. */
static void keep_descriptors(int output, int file)
{
    output = fcntl(output, F_DUPFD, 4);
    int moved = file < 0 ? -1 : fcntl(file, F_DUPFD, 4);
    int empty = open("/dev/null", O_RDONLY);
    if (dup2(empty, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || (file >= 0 && dup2(moved, 3) < 0))
        _exit(EXIT_SYSTEM);
    closefrom(file < 0 ? 3 : 4); /* by /proc if the kernel has no close_range; aborts if it cannot */
}

_Noreturn static void be_child(int (*produce)(void *, struct buffer *), void *context, pid_t parent,
                               int output)
{
    struct buffer out = {0};
    keep_descriptors(output, -1);
    give_up_privileges(parent, RUN_SECONDS);
    limit(RLIMIT_CPU, 120);
    limit(RLIMIT_NOFILE, 16);
    limit(RLIMIT_NPROC, 0);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
    limit(RLIMIT_AS, (rlim_t)512 << 20);
#endif
    int status = produce(context, &out);
    if (status == EXIT_DONE && !file_write_all(STDOUT_FILENO, out.data, out.size))
        status = EXIT_SYSTEM;
    fflush(NULL);
    _exit(status);
}

static time_t seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* Append what comes from fd until its end; false if that fails, takes over RUN_SECONDS,
   or is over `most` bytes together. */
static bool read_in(int fd, size_t most, struct buffer *ret)
{
    unsigned char buffer[4096];
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    for (time_t end = seconds_now() + RUN_SECONDS;;) {
        time_t left = end - seconds_now();
        int ready = left > 0 ? poll(&readable, 1, (int)left * 1000) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t n = ready > 0 ? read(fd, buffer, sizeof buffer) : -1;
        if (n <= 0)
            return n == 0;
        if (ret->size + (size_t)n > most)
            return false;
        buffer_add(ret, buffer, (size_t)n);
    }
}

/* Wait this long at most, then kill. Returns the exit status, 128 plus a signal, or 127. */
static int wait_for(pid_t child, int seconds)
{
    static const struct timespec moment = {0, 10000000};
    int status;
    time_t end = seconds_now() + seconds;
    for (;;) {
        pid_t done = waitpid(child, &status, WNOHANG);
        if (done == child)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (done < 0 && errno != EINTR)
            return 127;
        if (seconds_now() >= end)
            kill(child, SIGKILL);
        nanosleep(&moment, NULL);
    }
}

int sandbox_run(int (*produce)(void *context, struct buffer *out), void *context, size_t most,
                struct buffer *ret)
{
    int ends[2];
    fflush(NULL);
    pid_t parent = getpid();
    pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? fork() : -1;
    if (child < 0) {
        complain("cannot start a child: %s", strerror(errno));
        return EXIT_SYSTEM;
    }
    if (child == 0)
        be_child(produce, context, parent, ends[1]);
    close(ends[1]);
    bool whole = read_in(ends[0], most, ret);
    close(ends[0]);
    int status = wait_for(child, whole ? 10 : 0);
    if (status <= EXIT_SYSTEM && (whole || status != EXIT_DONE))
        return status;
    complain(status > 128 ? "the compiling process was killed by signal %d"
                          : "the compiling process returned no index (%d)",
             status > 128 ? status - 128 : status);
    return EXIT_SYSTEM;
}

int sandbox_exec(const char *const argv[], size_t file_size_most, int file, int output)
{
    fflush(NULL);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        keep_descriptors(output, file);
        give_up_privileges(parent, EXEC_SECONDS);
        limit(RLIMIT_FSIZE, file_size_most);
        signal(SIGXFSZ, SIG_DFL);
        execvp(argv[0], (char *const *)(void *)argv); /* which changes none of them */
        _exit(127);
    }
    return child < 0 ? 127 : wait_for(child, EXEC_SECONDS);
}
