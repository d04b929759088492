/* SPDX-License-Identifier: MIT */
/* worker SERVICES: does lookups through libc and prints how long they took.
   Reads lines "WORKLOAD COUNT" from standard input, answers each with a line
   "NANOSECONDS FOUND". With "-l", lists the workloads. With "-d", calls the five
   functions of the module $MODULE (libnss_iana.so.2) directly. With "-o WORKLOAD
   COUNT", does that once and exits (for strace and callgrind).
   The keys are those of a services(5) file, shuffled, the same in every process. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <nss.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct key {
    char *name;
    const char *protocol; /* or NULL */
    int port;
};

static struct key *lines;
static size_t line_count;
static uint64_t random_state = 88172645463325252u;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

/* One string for each protocol, as in a program's code. */
static const char *protocol_name(const char *s)
{
    static const char *const names[] = {"tcp", "udp", "sctp", "dccp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(s, names[i]) == 0)
            return names[i];
    return strdup(s);
}

static void load(const char *path)
{
    FILE *f = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    if (!f)
        exit(2);
    while (getline(&text, &size, f) > 0) {
        char name[256], protocol[64];
        int port;
        if (*text == '#' || sscanf(text, "%255s %d/%63s", name, &port, protocol) != 3)
            continue;
        lines = realloc(lines, (line_count + 1) * sizeof *lines);
        lines[line_count++] = (struct key){strdup(name), protocol_name(protocol), port};
    }
    free(text);
    fclose(f);
}

/* ---- one lookup ---- */

static enum nss_status (*direct_name)(const char *, const char *, struct servent *, char *, size_t, int *);
static enum nss_status (*direct_port)(int, const char *, struct servent *, char *, size_t, int *);

static enum nss_status (*direct_next)(struct servent *, char *, size_t, int *);
static enum nss_status (*direct_end)(void);

static int by_name(const struct key *k)
{
    struct servent s, *r;
    char buffer[1024];
    int error;
    if (direct_name)
        return direct_name(k->name, k->protocol, &s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS;
    getservbyname_r(k->name, k->protocol, &s, buffer, sizeof buffer, &r);
    return r != NULL;
}

static int by_port(const struct key *k)
{
    struct servent s, *r;
    char buffer[1024];
    int error, port = htons((uint16_t)k->port);
    if (direct_port)
        return direct_port(port, k->protocol, &s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS;
    getservbyport_r(port, k->protocol, &s, buffer, sizeof buffer, &r);
    return r != NULL;
}

static int enumerate(const struct key *k)
{
    struct servent s, *r;
    char buffer[1024];
    int n = 0;
    int error;
    (void)k;
    if (direct_next) {
        while (direct_next(&s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS)
            n++;
        direct_end();
        return n > 0;
    }
    setservent(1);
    while (getservent_r(&s, buffer, sizeof buffer, &r) == 0 && r)
        n++;
    endservent();
    return n > 0;
}

/* ---- workloads ---- */

enum { MISS = 1, ANY_PROTOCOL = 2, COMMON = 4 };

static const struct workload {
    const char *name;
    int (*lookup)(const struct key *);
    int kind;
} workloads[] = {
    {"name-hit", by_name, 0},
    {"name-hit-null", by_name, ANY_PROTOCOL},
    {"name-miss", by_name, MISS},
    {"name-miss-null", by_name, MISS | ANY_PROTOCOL},
    {"name-common", by_name, COMMON},
    {"port-hit", by_port, 0},
    {"port-hit-null", by_port, ANY_PROTOCOL},
    {"port-miss", by_port, MISS},
    {"port-miss-null", by_port, MISS | ANY_PROTOCOL},
    {"port-common", by_port, COMMON},
    {"enum", enumerate, 0},
};
enum { WORKLOADS = sizeof workloads / sizeof *workloads };

static const struct key common_keys[] = {
    {"http", "tcp", 80}, {"ssh", "tcp", 22},  {"domain", "udp", 53}, {"https", "tcp", 443},
    {"smtp", "tcp", 25}, {"ntp", "udp", 123}, {"imaps", "tcp", 993}, {"ldap", "tcp", 389},
};

static bool port_is_used(int port)
{
    static bool used[65536], filled;
    for (size_t i = 0; !filled && i < line_count; i++)
        used[lines[i].port & 0xffff] = true;
    filled = true;
    return used[port];
}

static struct key *make_keys(int kind, size_t *ret_count)
{
    size_t n = line_count;
    struct key *keys = malloc(n * sizeof *keys);
    for (size_t i = 0; i < n; i++) {
        keys[i] = kind & COMMON ? common_keys[i % (sizeof common_keys / sizeof *common_keys)] : lines[i];
        if (kind & MISS) {
            char name[300];
            snprintf(name, sizeof name, "%s-zq", lines[i].name);
            keys[i].name = strdup(name);
            do
                keys[i].port = (int)(next_random() & 0xffff);
            while (port_is_used(keys[i].port));
        }
        if (kind & ANY_PROTOCOL)
            keys[i].protocol = NULL;
    }
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)(next_random() % i);
        struct key swapped = keys[i - 1];
        keys[i - 1] = keys[k];
        keys[k] = swapped;
    }
    /* A caller's name is in its cache: ours are in memory in the order of asking. */
    size_t room = 0;
    for (size_t i = 0; i < n; i++)
        room += strlen(keys[i].name) + 1;
    char *names = malloc(room);
    for (size_t i = 0; i < n; i++) {
        char *name = keys[i].name;
        keys[i].name = names;
        names = stpcpy(names, name) + 1;
    }
    *ret_count = n;
    return keys;
}

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static struct {
    struct key *keys;
    size_t count, at;
} prepared[WORKLOADS];

static int find_workload(const char *name)
{
    for (int w = 0; w < WORKLOADS; w++)
        if (strcmp(workloads[w].name, name) == 0)
            return w;
    exit(2);
}

static void run(int w, long count, long *ret_found, uint64_t *ret_ns)
{
    if (!prepared[w].keys)
        prepared[w].keys = make_keys(workloads[w].kind, &prepared[w].count);
    size_t at = prepared[w].at;
    long found = 0;
    uint64_t start = now();
    for (long i = 0; i < count; i++) {
        found += workloads[w].lookup(&prepared[w].keys[at]);
        at = at + 1 < prepared[w].count ? at + 1 : 0;
    }
    *ret_ns = now() - start;
    *ret_found = found;
    prepared[w].at = at;
}

int main(int argc, char **argv)
{
    char name[64];
    long count, found;
    uint64_t ns;
    int i = 1;
    for (; i < argc && argv[i][0] == '-' && argv[i][1] != 'o'; i++) {
        if (argv[i][1] == 'l') {
            for (int w = 0; w < WORKLOADS; w++)
                puts(workloads[w].name);
            return 0;
        }
        void *module = dlopen(getenv("MODULE"), RTLD_NOW);
        if (!module)
            return 2;
        *(void **)&direct_name = dlsym(module, "_nss_iana_getservbyname_r");
        *(void **)&direct_next = dlsym(module, "_nss_iana_getservent_r");
        *(void **)&direct_end = dlsym(module, "_nss_iana_endservent");
        *(void **)&direct_port = dlsym(module, "_nss_iana_getservbyport_r");
    }
    if (i >= argc)
        return 2;
    load(argv[i]);
    if (i + 3 < argc && strcmp(argv[i + 1], "-o") == 0) {
        run(find_workload(argv[i + 2]), atol(argv[i + 3]), &found, &ns);
        return 0;
    }
    while (scanf("%63s %ld", name, &count) == 2) {
        run(find_workload(name), count, &found, &ns);
        printf("%llu %ld\n", (unsigned long long)ns, found);
        fflush(stdout);
    }
    return 0;
}
