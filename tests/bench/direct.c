/* SPDX-License-Identifier: MIT */
/* direct MODULE SERVICES [ROUNDS]: the module's functions called directly, beside
   tinycdb's cdb_find on the same keys, in turn, in one process. Prints the median ns
   of both and the median of the ratios, by name and by port. cdb_find only finds the
   value; the module also copies the answer into the caller's buffer. */
#include <arpa/inet.h>
#include <cdb.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <nss.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct key {
    const char *name, *protocol, *name_key, *port_key;
    int port;
    unsigned name_length, port_length;
};

static struct key *keys;
static size_t count;
static struct cdb cdb;
static enum nss_status (*by_name)(const char *, const char *, struct servent *, char *, size_t, int *);
static enum nss_status (*by_port)(int, const char *, struct servent *, char *, size_t, int *);

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void load(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[4096];
    uint64_t r = 88172645463325252u;
    while (f && fgets(line, sizeof line, f)) {
        struct key k;
        char name[256], protocol[32];
        if (*line == '#' || sscanf(line, "%255s %d/%31s", name, &k.port, protocol) != 3)
            continue;
        k.name = strdup(name);
        k.protocol = strcmp(protocol, "tcp") == 0   ? "tcp"
                     : strcmp(protocol, "udp") == 0 ? "udp"
                                                    : strdup(protocol);
        keys = realloc(keys, (count + 1) * sizeof *keys);
        keys[count++] = k;
    }
    for (size_t i = count; i > 1; i--) {
        r ^= r << 13, r ^= r >> 7, r ^= r << 17;
        struct key swapped = keys[i - 1];
        keys[i - 1] = keys[r % i];
        keys[r % i] = swapped;
    }
    /* The keys are in memory in the order of asking, for both alike. */
    char *names = malloc(count * 256), *name_keys = malloc(count * 300), *port_keys = malloc(count * 40);
    for (size_t i = 0; i < count; i++) {
        struct key *k = &keys[i];
        k->name_length = (unsigned)sprintf(name_keys, "n%s/%s", k->name, k->protocol);
        k->port_length = (unsigned)sprintf(port_keys, "p%d/%s", k->port, k->protocol);
        char *name = strcpy(names, k->name);
        *k = (struct key){name, k->protocol, name_keys, port_keys, k->port, k->name_length, k->port_length};
        names += strlen(names) + 1;
        name_keys += k->name_length + 1;
        port_keys += k->port_length + 1;
    }
}

static void make_cdb(void)
{
    struct cdb_make make;
    char path[] = "/tmp/direct.XXXXXX";
    int fd = mkstemp(path);
    unlink(path);
    cdb_make_start(&make, fd);
    for (size_t i = 0; i < count; i++) {
        cdb_make_put(&make, keys[i].name_key, keys[i].name_length, keys[i].port_key, keys[i].port_length,
                     CDB_PUT_INSERT);
        cdb_make_put(&make, keys[i].port_key, keys[i].port_length, keys[i].name,
                     (unsigned)strlen(keys[i].name), CDB_PUT_INSERT);
    }
    cdb_make_finish(&make);
    if (cdb_init(&cdb, fd) != 0)
        exit(2);
}

static long found;

static void module_name(const struct key *k)
{
    struct servent s;
    char buffer[1024];
    int error;
    found += by_name(k->name, k->protocol, &s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS;
}
static void module_port(const struct key *k)
{
    struct servent s;
    char buffer[1024];
    int error;
    found += by_port(htons((uint16_t)k->port), k->protocol, &s, buffer, sizeof buffer, &error) ==
             NSS_STATUS_SUCCESS;
}
static void cdb_name(const struct key *k)
{
    found += cdb_find(&cdb, k->name_key, k->name_length) > 0;
}
static void cdb_port(const struct key *k)
{
    found += cdb_find(&cdb, k->port_key, k->port_length) > 0;
}

/* ns a lookup, in caches that a run before has warmed: those of the machine are shared,
   and the other's run has just filled them. */
static double run(void (*lookup)(const struct key *))
{
    double start = 0;
    for (int warm = 0; warm < 2; warm++) {
        start = now();
        for (size_t i = 0; i < count; i++)
            lookup(&keys[i]);
    }
    return (now() - start) / (double)count;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, compare);
    return v[n / 2];
}

int main(int argc, char **argv)
{
    static double module[1000], peer[1000], ratio[1000];
    int rounds = argc > 3 ? atoi(argv[3]) : 41;
    void *handle = argc > 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
    if (!handle || rounds > 1000)
        return 2;
    *(void **)&by_name = dlsym(handle, "_nss_iana_getservbyname_r");
    *(void **)&by_port = dlsym(handle, "_nss_iana_getservbyport_r");
    load(argv[2]);
    make_cdb();
    for (int kind = 0; kind < 2; kind++) {
        for (int i = 0; i < rounds; i++) {
            module[i] = run(kind ? module_port : module_name);
            peer[i] = run(kind ? cdb_port : cdb_name);
            ratio[i] = module[i] / peer[i];
        }
        printf("%s %.1f %.1f %.3f\n", kind ? "port" : "name", median(module, rounds), median(peer, rounds),
               median(ratio, rounds));
    }
    return found == (long)count * rounds * 8 ? 0 : 1;
}
