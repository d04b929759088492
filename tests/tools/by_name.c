/* SPDX-License-Identifier: MIT */
/* by_name SPEC SERVICES: prints what libc answers for every name of a services(5) file, with the
   database configured to SPEC (as in nsswitch.conf): by name as it is, in upper and lower case and
   capitalised, without a protocol and with each of a list; and by getaddrinfo without a socket type.
   Misses are printed too, so that two outputs can be compared.  */
#include <ctype.h>
#include <nss.h>
#include <sys/socket.h>

#include "lines.h"

static void ask(const char *name, const char *protocol)
{
    const struct servent *s = getservbyname(name, protocol);
    printf("%s/%s:", name, protocol ? protocol : "(null)");
    if (s) {
        printf(" %s %d/%s", s->s_name, ntohs((uint16_t)s->s_port), s->s_proto);
        for (char **alias = s->s_aliases; *alias; alias++)
            printf(" %s", *alias);
    }
    putchar('\n');
}

static void ask_all(const char *name)
{
    static const char *const protocols[] = {NULL, "tcp", "udp", "sctp", "dccp", "ddp", "TCP", ""};
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        ask(name, protocols[i]);
}

/* In the order of the results: `tcp 22' and so on. */
static void resolve(const char *name)
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_flags = AI_NUMERICHOST};
    struct addrinfo *all = NULL;
    printf("getaddrinfo %s:", name);
    if (getaddrinfo("127.0.0.1", name, &hints, &all) == 0)
        for (const struct addrinfo *a = all; a; a = a->ai_next) {
            const struct sockaddr_in *in = (const void *)a->ai_addr;
            printf(" %d/%d", ntohs(in->sin_port), a->ai_protocol);
        }
    putchar('\n');
    if (all)
        freeaddrinfo(all);
}

/* The name with its first `upper' letters in upper case, the others in lower. */
static void ask_in_case(const char *name, size_t upper)
{
    char other[300];
    snprintf(other, sizeof other, "%s", name);
    for (char *c = other; *c; c++)
        *c = (char)((size_t)(c - other) < upper ? toupper((unsigned char)*c) : tolower((unsigned char)*c));
    ask_all(other);
}

int main(int argc, char **argv)
{
    FILE *f = argc == 3 ? fopen(argv[2], "r") : NULL;
    if (!f || __nss_configure_lookup("services", argv[1]) != 0)
        return 2;
    load_lines(f);
    fclose(f);
    for (size_t i = 0; i < line_count; i++)
        for (char **name = lines[i]->name; *name; name++) {
            ask_all(*name);
            ask_in_case(*name, SIZE_MAX);
            ask_in_case(*name, 0);
            ask_in_case(*name, 1);
            resolve(*name);
        }
    free_lines();
    return 0;
}
