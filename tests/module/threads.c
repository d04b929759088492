/* SPDX-License-Identifier: MIT */
/* threads INDEX [none]: sixteen threads look up in the index at other paths (see tests/tests.mk), and each
   lookup looks for a new one, while INDEX, the golden one, is published as the vendor's 300 times, each
   time as a new file, 60 children are forked, which look up too (with "none" there are none), and
   threads are cancelled. Prints how many answers were wrong. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <nss.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "index/live_path.h"

NSS_DECLARE_MODULE_FUNCTIONS(iana)

enum { THREADS = 16, PUBLICATIONS = 300 };
static atomic_bool stop;
static atomic_int wrong;

/* What the module calls: a second goes by with every look at the clock. */
time_t time(time_t *ret)
{
    static _Atomic uint32_t seconds = 1000;
    time_t now = ++seconds;
    if (ret)
        *ret = now;
    return now;
}

static bool right(void)
{
    struct servent s;
    char buffer[256];
    int error = 0;
    return _nss_iana_getservbyport_r(htons(9), "tcp", &s, buffer, sizeof buffer, &error) ==
               NSS_STATUS_SUCCESS &&
           strcmp(s.s_name, "discard") == 0 && strcmp(s.s_aliases[0], "sink") == 0 &&
           _nss_iana_getservbyname_r("null", "tcp", &s, buffer, sizeof buffer, &error) ==
               NSS_STATUS_SUCCESS &&
           s.s_port == htons(9) &&
           _nss_iana_getservbyname_r("no-such-name", NULL, &s, buffer, sizeof buffer, &error) ==
               NSS_STATUS_NOTFOUND;
}

static void *look_up(void *unused)
{
    for (; !stop; pthread_testcancel())
        wrong += !right();
    return unused;
}

static bool write_file(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0444);
    bool done = fd >= 0 && write(fd, bytes, size) == (ssize_t)size;
    return close(fd) == 0 && done;
}

static bool publish(int k, const void *bytes, size_t size)
{
    char path[4096], name[32];
    snprintf(name, sizeof name, "threads-%d.idx", k);
    snprintf(path, sizeof path, "%s/%s", VENDOR_DIRECTORY, name);
    return write_file(path, bytes, size) && write_file(VENDOR_POINTER ".new", name, strlen(name)) &&
           rename(VENDOR_POINTER ".new", VENDOR_POINTER) == 0;
}

static bool fork_one(void)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(right() ? 0 : 1);
    return waitpid(child, &status, 0) == child && status == 0;
}

int main(int argc, char **argv)
{
    static char bytes[1 << 20];
    pthread_t t[THREADS];
    FILE *f = argc >= 2 ? fopen(argv[1], "r") : NULL;
    size_t size = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (size == 0 || fclose(f) != 0 || !publish(0, bytes, size))
        return 2;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&t[i], NULL, look_up, NULL) != 0)
            return 3;
    for (int k = 1; k <= PUBLICATIONS; k++) {
        wrong += !publish(k, bytes, size);
        if (k % 5 == 0 && argc == 2)
            wrong += !fork_one();
        if (k % 10 == 0) {
            pthread_t *one = &t[k / 10 % THREADS];
            pthread_cancel(*one);
            pthread_join(*one, NULL);
            if (pthread_create(one, NULL, look_up, NULL) != 0)
                return 3;
        }
        usleep(1000);
    }
    stop = true;
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    printf("wrong %d\n", wrong + !right());
    return 0;
}
