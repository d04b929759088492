/* SPDX-License-Identifier: MIT */
/* readers [-f] [-p MS] [-s FILE] PROCESSES THREADS MODULE: that many processes of that many
   threads look up 100/tcp over and over, until standard input ends. Each answer must
   belong whole to one generation: name "gen-K", alias "alias-K". Prints what was counted;
   the last answer of each process must be that of the last line of input, within three
   seconds. A line "now gen-K" tells that K is in force until a line "hold", after which it may be
   any, and which is answered by a line: a lookup that starts two seconds after the "now", ends
   before the "hold", and is not answered by K is late. Those that start and end so are "judged".
   -p: the pause between four lookups; -s: writes the K of all answers, one a line.
   -f: a clock that goes on a second with every look at it, so that every lookup looks
   for a new index. */
#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <nss.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, GENERATIONS = 10000 };

/* A process's private memory in KiB, and its descriptors. */
enum { DIRTY, ANONYMOUS, RESIDENT, DESCRIPTORS, USAGES };
struct usage {
    long of[USAGES];
};

static struct shared {
    atomic_bool stop;
    atomic_long lookups, failed, torn, judged, late, begun; /* begun: processes that have looked once */
    atomic_long since;                                      /* ms; 0: nothing is late */
    atomic_int current;
    atomic_bool seen[GENERATIONS];
    struct {
        struct usage before, after;
        long mappings;
        char last[64];
    } process[MOST];
} * shared;

static bool fake_clock;
static useconds_t pause_us = 100000; /* leaves the processors to the writer */
static enum nss_status (*by_port)(int, const char *, struct servent *, char *, size_t, int *);

/* What the module calls: this program's symbol comes before libc's. */
__attribute__((visibility("default"))) time_t time(time_t *ret)
{
    static _Atomic time_t seconds;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME_COARSE, &t);
    time_t now = fake_clock ? ++seconds : t.tv_sec;
    if (ret)
        *ret = now;
    return now;
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void look(char last[64])
{
    long start = now_ms(), since = shared->since;
    struct servent s;
    char buffer[512];
    int error;
    shared->lookups++;
    if (by_port(htons(100), "tcp", &s, buffer, sizeof buffer, &error) != NSS_STATUS_SUCCESS) {
        shared->failed++;
        return;
    }
    if (strncmp(s.s_name, "gen-", 4) != 0 || !s.s_aliases[0] || strncmp(s.s_aliases[0], "alias-", 6) != 0 ||
        strcmp(s.s_name + 4, s.s_aliases[0] + 6) != 0 || strcmp(s.s_proto, "tcp") != 0)
        shared->torn++;
    int k = atoi(s.s_name + 4);
    if (since && start - since >= 2000 && since == shared->since) {
        shared->judged++;
        shared->late += k != shared->current;
    }
    if (k >= 0 && k < GENERATIONS && !shared->seen[k])
        shared->seen[k] = true;
    snprintf(last, 64, "%s", s.s_name);
}

static void *run(void *unused)
{
    char last[64] = "";
    while (!shared->stop) {
        for (int i = 0; i < 4; i++)
            look(last);
        usleep(pause_us);
    }
    return unused;
}

/* Indexes that are mapped. */
static long count_mappings(void)
{
    char line[4096];
    long n = 0;
    FILE *f = fopen("/proc/self/maps", "r");
    while (f && fgets(line, sizeof line, f))
        n += strstr(line, ".idx") != NULL;
    if (f)
        fclose(f);
    return n;
}

static struct usage measure(void)
{
    struct usage u = {0};
    char line[256];
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "Private_Dirty: %ld", &u.of[DIRTY]) != 1 &&
            sscanf(line, "Anonymous: %ld", &u.of[ANONYMOUS]) != 1)
            sscanf(line, "Rss: %ld", &u.of[RESIDENT]);
    if (f)
        fclose(f);
    DIR *d = opendir("/proc/self/fd");
    while (d && readdir(d))
        u.of[DESCRIPTORS]++;
    if (d)
        closedir(d);
    return u;
}

static void be_process(int i, int threads)
{
    pthread_t t[256];
    char last[64] = "";
    look(last);
    shared->process[i].before = measure();
    shared->begun++;
    for (int k = 0; k + 1 < threads; k++)
        if (pthread_create(&t[k], NULL, run, NULL) != 0)
            _exit(3);
    run(NULL);
    for (int k = 0; k + 1 < threads; k++)
        pthread_join(t[k], NULL);
    shared->process[i].after = measure();
    for (int k = 0; k < 30 && !fake_clock; k++) {
        usleep(100000);
        look(last);
    }
    snprintf(shared->process[i].last, 64, "%s", last);
    shared->process[i].mappings = count_mappings();
    _exit(0);
}

/* The most that one process has more of at its end; printed with the rest. */
static struct usage most_growth(int processes)
{
    struct usage most = {0};
    for (int i = 0; i < processes; i++)
        for (int k = 0; k < USAGES; k++) {
            long grown = shared->process[i].after.of[k] - shared->process[i].before.of[k];
            most.of[k] = grown > most.of[k] ? grown : most.of[k];
        }
    return most;
}

static void write_seen(const char *path)
{
    FILE *f = fopen(path, "w");
    for (int k = 0; f && k < GENERATIONS; k++)
        if (shared->seen[k])
            fprintf(f, "%d\n", k);
    if (!f || fclose(f) != 0)
        exit(4);
}

int main(int argc, char **argv)
{
    int option;
    const char *seen = NULL;
    while ((option = getopt(argc, argv, "fp:s:")) != -1)
        if (option == 'f')
            fake_clock = true, pause_us = 10000;
        else if (option == 'p')
            pause_us = (useconds_t)atoi(optarg) * 1000;
        else if (option == 's')
            seen = optarg;
        else
            return 2;
    argv += optind - 1;
    void *module = argc - optind == 3 ? dlopen(argv[3], RTLD_NOW) : NULL;
    int processes = module ? atoi(argv[1]) : 0, threads = module ? atoi(argv[2]) : 0, died = 0, stale = 0;
    if (processes < 1 || processes > MOST || threads < 1 || threads > 256)
        return 2;
    *(void **)&by_port = dlsym(module, "_nss_iana_getservbyport_r");
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    static pid_t pid[MOST];
    for (int i = 0; i < processes; i++)
        if ((pid[i] = fork()) == 0)
            be_process(i, threads);
    while (shared->begun < processes)
        usleep(10000);
    puts("running");
    fflush(stdout);
    char line[64], expected[64] = "";
    while (fgets(line, sizeof line, stdin)) {
        bool now = strncmp(line, "now ", 4) == 0;
        if (strcmp(line, "hold\n") == 0) {
            shared->since = 0;
            puts("held");
            fflush(stdout);
            continue;
        }
        const char *name = now ? line + 4 : line;
        snprintf(expected, sizeof expected, "%.*s", (int)strcspn(name, "\n"), name);
        if (now) {
            shared->current = atoi(expected + 4);
            shared->since = now_ms();
        }
    }
    shared->stop = true;
    long mappings = 0;
    for (int i = 0; i < processes; i++) {
        int status;
        waitpid(pid[i], &status, 0);
        died += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
        stale += *expected && strcmp(shared->process[i].last, expected) != 0;
        if (shared->process[i].mappings > mappings)
            mappings = shared->process[i].mappings;
    }
    struct usage growth = most_growth(processes);
    if (seen)
        write_seen(seen);
    printf(
        "processes %d, lookups %ld, failed %ld, torn %ld, judged %ld, late %ld, died %d, stale %d, mappings %ld, "
        "private memory +%ld KiB, anonymous +%ld KiB, resident +%ld KiB, descriptors +%ld\n",
        processes, (long)shared->lookups, (long)shared->failed, (long)shared->torn, (long)shared->judged,
        (long)shared->late, died, stale, mappings, growth.of[DIRTY], growth.of[ANONYMOUS],
        growth.of[RESIDENT], growth.of[DESCRIPTORS]);
    return 0;
}
