/* SPDX-License-Identifier: MIT */
/* interposer MODULE: a host whose own functions replace libc's. Its malloc,
   open and their kin end the process while a lookup runs; its memory functions work byte
   by byte. Looks up in the module directly, then through libc once that is warm. */
#undef _FORTIFY_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <nss.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HOST __attribute__((visibility("default"), noinline))

static bool forbidden;
static unsigned long moved;

static void refuse(void)
{
    static const char text[] = "called what the module must not call\n";
    if (forbidden) {
        (void)!write(1, text, sizeof text - 1);
        _exit(9);
    }
}

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void __libc_free(void *);
HOST void *malloc(size_t n)
{
    refuse();
    return __libc_malloc(n);
}
HOST void *calloc(size_t n, size_t m)
{
    refuse();
    return __libc_calloc(n, m);
}
HOST void *realloc(void *p, size_t n)
{
    refuse();
    return __libc_realloc(p, n);
}
HOST void free(void *p)
{
    if (p)
        refuse();
    __libc_free(p);
} /* libc: free(NULL) */

int open(const char *, int, ...);
int open64(const char *, int, ...);
int openat(int, const char *, int, ...);
HOST int open(const char *path, int flags, ...)
{
    (void)path, (void)flags;
    refuse();
    return -1;
}
HOST int open64(const char *path, int flags, ...)
{
    (void)path, (void)flags;
    refuse();
    return -1;
}
HOST int openat(int fd, const char *path, int flags, ...)
{
    (void)fd, (void)path, (void)flags;
    refuse();
    return -1;
}
HOST ssize_t read(int fd, void *p, size_t n)
{
    (void)fd, (void)p, (void)n;
    refuse();
    return -1;
}
HOST int close(int fd)
{
    (void)fd;
    refuse();
    return -1;
}

void *memcpy(void *restrict, const void *restrict, size_t);
void *memset(void *, int, size_t);
HOST void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
    for (size_t i = 0; i < n; i++, moved++)
        ((volatile char *)to)[i] = ((const volatile char *)from)[i];
    return to;
}

HOST void *memset(void *to, int c, size_t n)
{
    for (size_t i = 0; i < n; i++, moved++)
        ((volatile char *)to)[i] = (char)c;
    return to;
}

static bool is_right(const struct servent *s)
{
    return s->s_port == htons(465) && s->s_name[0] == 's' && s->s_aliases[0] && s->s_aliases[0][0] == 'u';
}

int main(int argc, char **argv)
{
    struct servent s, *r;
    char buffer[1024];
    int error = 0;
    enum nss_status (*by_name)(const char *, const char *, struct servent *, char *, size_t, int *);
    void *module = argc == 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
    if (!module || __nss_configure_lookup("services", "iana") != 0)
        return 2;
    *(void **)&by_name = dlsym(module, "_nss_iana_getservbyname_r");
    for (int way = 0; way < 3; way++) {
        unsigned long before = moved;
        forbidden = way != 1; /* libc loads the module */
        bool right = way == 0 ? by_name("submissions", NULL, &s, buffer, sizeof buffer, &error) ==
                                        NSS_STATUS_SUCCESS &&
                                    is_right(&s)
                              : getservbyname_r("submissions", NULL, &s, buffer, sizeof buffer, &r) == 0 &&
                                    r && is_right(r);
        forbidden = false;
        printf("%s%s\n", right ? "right" : "wrong", moved > before ? ", by its memcpy" : "");
    }
    return 0;
}
