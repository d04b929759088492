/* SPDX-License-Identifier: MIT */
/* sealed [-n COMMAND] SOURCE [NUMBER...]: a host in a sandbox. Looks a service up through
   libc, runs COMMAND, allows itself only the system calls of these numbers and exit_group
   from there on (any other kills it), and looks up again; -n: each lookup then looks for
   a new index. Without numbers it seals nothing: strace shows what lookups do between
   two calls of getppid. Exit status 0: the answers were right. */
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netdb.h>
#include <nss.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 64 };
static bool every_lookup_looks;

/* What the module calls: this program's symbol comes before libc's. */
__attribute__((visibility("default"))) time_t time(time_t *ret)
{
    static time_t seconds;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME_COARSE, &t);
    time_t now = every_lookup_looks ? ++seconds : t.tv_sec;
    if (ret)
        *ret = now;
    return now;
}

static bool look_up(void)
{
    struct servent s, *r;
    char buffer[1024];
    return getservbyname_r("https", "tcp", &s, buffer, sizeof buffer, &r) == 0 && r &&
           r->s_port == htons(443) &&
           getservbyport_r(htons(443), "tcp", &s, buffer, sizeof buffer, &r) == 0 && r &&
           strcmp(r->s_name, "https") == 0 &&
           (getservbyname_r("no-such-service", NULL, &s, buffer, sizeof buffer, &r) != 0 || !r);
}

static struct sock_filter end_by(uint32_t what)
{
    return (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what);
}

/* One jump for each number, over those that follow and the end, to what allows. */
static int seal(char **numbers, int count)
{
    struct sock_filter program[MOST + 4] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    for (int i = 0; i <= count; i++) {
        uint32_t number = i < count ? (uint32_t)atoi(numbers[i]) : SYS_exit_group;
        program[i + 1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number,
                                                      (unsigned char)(count - i + 1), 0);
    }
    program[count + 2] = end_by(SECCOMP_RET_KILL_PROCESS);
    program[count + 3] = end_by(SECCOMP_RET_ALLOW);
    struct sock_fprog all = {.len = (unsigned short)(count + 4), .filter = program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all, 0, 0);
}

int main(int argc, char **argv)
{
    const char *command = NULL;
    int option;
    while ((option = getopt(argc, argv, "n:")) != -1)
        if (option == 'n')
            command = optarg;
        else
            return 2;
    int count = argc - optind - 1;
    if (count < 0 || count > MOST || __nss_configure_lookup("services", argv[optind]) != 0 || !look_up())
        return 2;
    if (command && system(command) != 0)
        return 3;
    every_lookup_looks = command;
    if (count > 0 && seal(argv + optind + 1, count) != 0)
        return 4;
    if (count == 0)
        getppid();
    bool right = true;
    for (int i = 0; i < 10; i++)
        right &= look_up();
    if (count == 0)
        getppid();
    _exit(right ? 0 : 1);
}
