/* SPDX-License-Identifier: MIT */
/* crowd MODULE THREADS: that many threads do the process's first lookup together. Prints
   "answered N, failed N".
   crowd MODULE THREADS HANG: threads look up over and over; once all were answered, makes the file
   HANG, at which /var hangs, and lets twelve seconds pass for the module. Prints the most threads
   that were without an answer after one of them: "waiting N"; two or fewer are not told apart. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <nss.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 1000, HANGING_MAX = 2 };

static enum nss_status (*by_port)(int, const char *, struct servent *, char *, size_t, int *);
static pthread_barrier_t together;
static atomic_int answered, failed;
static atomic_long lookups[THREADS_MAX];
static _Atomic time_t seconds = 1000;

/* What the module calls: this program's symbol comes before libc's. */
__attribute__((visibility("default"))) time_t time(time_t *ret)
{
    time_t now = seconds;
    if (ret)
        *ret = now;
    return now;
}

static void look(void)
{
    struct servent s;
    char buffer[2048];
    int error;
    if (by_port(htons(6443), "tcp", &s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS)
        answered++;
    else
        failed++;
}

static void *look_first(void *unused)
{
    pthread_barrier_wait(&together);
    look();
    return unused;
}

static void *look_always(void *count)
{
    for (;; usleep(1000)) {
        look();
        ++*(atomic_long *)count;
    }
    return NULL;
}

/* Threads that are not answered once within 20 seconds from now, or the last ones that are not. */
static int count_waiting(int threads)
{
    long before[THREADS_MAX];
    int waiting = threads;
    for (int i = 0; i < threads; i++)
        before[i] = lookups[i];
    for (int tries = 0; waiting > HANGING_MAX && tries < 2000; tries++) {
        usleep(10000);
        waiting = 0;
        for (int i = 0; i < threads; i++)
            waiting += lookups[i] < before[i] + 2; /* one may have been under way */
    }
    return waiting;
}

static void hang(const char *path, int threads)
{
    int most = 0;
    /* A thread that still opens the index would drop its pages for all, in the kernel's FUSE. */
    for (int i = 0; i < threads; i++)
        while (lookups[i] < 2)
            usleep(10000);
    if (count_waiting(threads) > HANGING_MAX || close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) != 0)
        exit(3);
    for (int k = 0; k < 12; k++) {
        seconds++;
        int waiting = count_waiting(threads);
        most = waiting > most ? waiting : most;
    }
    unlink(path);
    printf("waiting %d\n", most);
    fflush(stdout);
    _exit(0);
}

int main(int argc, char **argv)
{
    static pthread_t t[THREADS_MAX];
    pthread_attr_t small;
    int threads = argc == 3 || argc == 4 ? atoi(argv[2]) : 0;
    void *module = threads > 0 && threads <= THREADS_MAX ? dlopen(argv[1], RTLD_NOW) : NULL;
    if (!module)
        return 2;
    *(void **)&by_port = dlsym(module, "_nss_iana_getservbyport_r");
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 65536);
    pthread_barrier_init(&together, NULL, (unsigned)threads);
    for (int i = 0; i < threads; i++)
        if (pthread_create(&t[i], &small, argc == 3 ? look_first : look_always, &lookups[i]) != 0)
            return 3;
    if (argc == 4)
        hang(argv[3], threads);
    for (int i = 0; i < threads; i++)
        pthread_join(t[i], NULL);
    printf("answered %d, failed %d\n", answered, failed);
    return 0;
}
