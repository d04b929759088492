/* SPDX-License-Identifier: MIT */
/* dump: all that the module's five functions answer from an index at other paths (see
   tests/tests.mk): the enumeration, every port and every name, hits and misses. What it
   prints must be the same on every architecture. */
#include <arpa/inet.h>
#include <ctype.h>
#include <netdb.h>
#include <nss.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

NSS_DECLARE_MODULE_FUNCTIONS(iana)

enum { ROOM = 1 << 17, LINES_MAX = 1 << 16 };
static char buffer[ROOM];
static const char *const protocols[] = {NULL, "tcp", "udp", "sctp", "dccp", "TCP", "nothing", ""};
enum { PROTOCOLS = sizeof protocols / sizeof *protocols };

static void print_answer(enum nss_status status, const struct servent *s)
{
    if (status != NSS_STATUS_SUCCESS) {
        printf("status %d\n", status);
        return;
    }
    printf("%s %u/%s", s->s_name, ntohs((uint16_t)s->s_port), s->s_proto);
    for (char **a = s->s_aliases; *a; a++)
        printf(" %s", *a);
    printf("\n");
}

static void by_name(const char *name)
{
    struct servent s;
    int error;
    for (int i = 0; i < PROTOCOLS; i++) {
        printf("name %s/%s: ", name, protocols[i] ? protocols[i] : "*");
        print_answer(_nss_iana_getservbyname_r(name, protocols[i], &s, buffer, ROOM, &error), &s);
    }
}

/* A port in network byte order, as callers give it; misses are counted, not printed. */
static int by_port(int port)
{
    struct servent s;
    int error, misses = 0;
    for (int i = 0; i < PROTOCOLS; i++) {
        enum nss_status status = _nss_iana_getservbyport_r(port, protocols[i], &s, buffer, ROOM, &error);
        misses += status == NSS_STATUS_NOTFOUND;
        if (status != NSS_STATUS_NOTFOUND) {
            printf("port %u/%s: ", ntohs((uint16_t)port), protocols[i] ? protocols[i] : "*");
            print_answer(status, &s);
        }
    }
    return misses;
}

/* A name as it is, in the other case, and without its last letter. */
static void all_of_name(char *name)
{
    by_name(name);
    for (char *p = name; *p; p++)
        *p = (char)(isupper((unsigned char)*p) ? tolower((unsigned char)*p) : toupper((unsigned char)*p));
    by_name(name);
    name[strlen(name) - 1] = '\0';
    by_name(name);
}

/* The enumeration; all names into ret. */
static size_t enumerate(char *ret[LINES_MAX])
{
    struct servent s;
    size_t n = 0;
    int error;
    _nss_iana_setservent(0);
    while (_nss_iana_getservent_r(&s, buffer, ROOM, &error) == NSS_STATUS_SUCCESS) {
        print_answer(NSS_STATUS_SUCCESS, &s);
        if (n < LINES_MAX)
            ret[n++] = strdup(s.s_name);
        for (char **a = s.s_aliases; *a && n < LINES_MAX; a++)
            ret[n++] = strdup(*a);
    }
    _nss_iana_endservent();
    return n;
}

int main(void)
{
    static char *names[LINES_MAX];
    size_t count = enumerate(names);
    int misses = 0;
    printf("%zu names\n", count);
    for (unsigned port = 0; port <= 0xffff; port++)
        misses += by_port(htons((uint16_t)port));
    misses += by_port(-1) + by_port(0x10000) + by_port(htons(80) | 1 << 30);
    printf("%d misses by port\n", misses);
    for (size_t i = 0; i < count; i++) {
        all_of_name(names[i]);
        free(names[i]);
    }
    by_name("no-such-name");
    by_name("");
    return 0;
}
