/* Children without privileges; see sandbox.h. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"

static void limit(__rlimit_resource_t what, rlim_t to)
{
    struct rlimit r = {to, to};
    setrlimit(what, &r);          /* what is lower already stays so */
}

static void give_up_privileges(void)
{
    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setresgid(SANDBOX_UID, SANDBOX_UID, SANDBOX_UID) != 0 ||
                           setresuid(SANDBOX_UID, SANDBOX_UID, SANDBOX_UID) != 0)) {
        complain("cannot give up root's privileges: %s", strerror(errno));
        _exit(EXIT_SYSTEM);
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
}

static void write_out(int fd, const struct bytes *b)
{
    for (size_t done = 0; done < b->size;) {
        ssize_t n = write(fd, b->data + done, b->size - done);
        if (n < 0 && errno != EINTR)
            _exit(EXIT_SYSTEM);
        done += n > 0 ? (size_t)n : 0;
    }
}

_Noreturn static void be_child(int (*produce)(void *, struct bytes *), void *context, int fd)
{
    struct bytes out = {0};
    give_up_privileges();
    limit(RLIMIT_CPU, 120);
    limit(RLIMIT_NOFILE, 16);
    limit(RLIMIT_NPROC, 0);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
    limit(RLIMIT_AS, (rlim_t)512 << 20);
#endif
    int status = produce(context, &out);
    if (status == EXIT_DONE)
        write_out(fd, &out);
    fflush(NULL);
    _exit(status);
}

static bool read_in(int fd, size_t most, struct bytes *ret)
{
    unsigned char buffer[65536];
    for (;;) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        if (ret->size + (size_t)n > most)
            return false;
        bytes_add(ret, buffer, (size_t)n);
    }
}

static int wait_for(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int sandbox_run(int (*produce)(void *context, struct bytes *out), void *context, size_t most, struct bytes *ret)
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
    int status = wait_for(child);
    if (status <= EXIT_SYSTEM && (whole || status != EXIT_DONE))
        return status;
    complain(status > 128 ? "the child that compiles was killed by signal %d" : "the child that compiles gave no index (%d)", status > 128 ? status - 128 : status);
    return EXIT_SYSTEM;
}

int sandbox_exec(char *const argv[], size_t file_size_most)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        give_up_privileges();
        limit(RLIMIT_FSIZE, file_size_most);
        signal(SIGXFSZ, SIG_DFL);
        execvp(argv[0], argv);
        _exit(127);
    }
    return child < 0 ? 127 : wait_for(child);
}
