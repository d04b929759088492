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

static void limit(__rlimit_resource_t what, rlim_t to)
{
    struct rlimit r = {to, to};
    setrlimit(what, &r); /* what is lower already stays so */
}

/* Users of this number and above are assigned to nobody: one for each process keeps
   other processes of "nobody" from tracing the child or writing to its files. Where user
   namespaces do not map so high, it is "nobody". */
#define OWN_USERS 0x70000000u
#define NOBODY 65534

static bool become(uid_t id)
{
    return setresgid(id, id, id) == 0 && setresuid(id, id, id) == 0;
}

static void give_up_privileges(void)
{
    if (geteuid() == 0 &&
        (setgroups(0, NULL) != 0 || (!become(OWN_USERS + (uid_t)getpid()) && !become(NOBODY)))) {
        complain("cannot give up root's privileges: %s", strerror(errno));
        _exit(EXIT_SYSTEM);
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
}

/* Leaves these descriptors open, as 3, 4 ..., and closes all others but the standard
   ones; standard input is empty. */
static void keep_descriptors(const int *fds, int count)
{
    int moved[2];
    for (int i = 0; i < count; i++)
        if ((moved[i] = fcntl(fds[i], F_DUPFD, 10)) < 0)
            _exit(EXIT_SYSTEM);
    for (int i = 0; i < count; i++)
        if (dup2(moved[i], 3 + i) < 0)
            _exit(EXIT_SYSTEM);
    close_range(3 + (unsigned)count, ~0u, 0);
    int empty = open("/dev/null", O_RDONLY);
    if (empty >= 0 && dup2(empty, STDIN_FILENO) >= 0)
        close(empty);
}

static void write_out(int fd, const struct buffer *b)
{
    for (size_t done = 0; done < b->size;) {
        ssize_t n = write(fd, b->data + done, b->size - done);
        if (n < 0 && errno != EINTR)
            _exit(EXIT_SYSTEM);
        done += n > 0 ? (size_t)n : 0;
    }
}

_Noreturn static void be_child(int (*produce)(void *, struct buffer *), void *context, int fd)
{
    struct buffer out = {0};
    keep_descriptors(&fd, 1);
    give_up_privileges();
    limit(RLIMIT_CPU, 120);
    limit(RLIMIT_NOFILE, 16);
    limit(RLIMIT_NPROC, 0);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
    limit(RLIMIT_AS, (rlim_t)512 << 20);
#endif
    int status = produce(context, &out);
    if (status == EXIT_DONE)
        write_out(3, &out);
    fflush(NULL);
    _exit(status);
}

enum { RUN_SECONDS = 300, EXEC_SECONDS = 1200 };

static time_t seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static bool read_in(int fd, size_t most, struct buffer *ret)
{
    unsigned char buffer[65536];
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

/* Waits at most this long, then kills. */
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
    pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? fork() : -1;
    if (child < 0) {
        complain("cannot start a child: %s", strerror(errno));
        return EXIT_SYSTEM;
    }
    if (child == 0)
        be_child(produce, context, ends[1]);
    close(ends[1]);
    bool whole = read_in(ends[0], most, ret);
    close(ends[0]);
    int status = wait_for(child, whole ? 10 : 0);
    if (status <= EXIT_SYSTEM && (whole || status != EXIT_DONE))
        return status;
    complain(status > 128 ? "the child that compiles was killed by signal %d"
                          : "the child that compiles gave no index (%d)",
             status > 128 ? status - 128 : status);
    return EXIT_SYSTEM;
}

int sandbox_exec(char *const argv[], size_t file_size_most, const int files[2])
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        keep_descriptors(files, 2);
        give_up_privileges();
        limit(RLIMIT_FSIZE, file_size_most);
        signal(SIGXFSZ, SIG_DFL);
        execvp(argv[0], argv);
        _exit(127);
    }
    return child < 0 ? 127 : wait_for(child, EXEC_SECONDS);
}
