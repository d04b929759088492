/* SPDX-License-Identifier: MIT */
/* oracle [-en] [-k N] [-r A-B] [-c SPEC] SERVICES: compares what libc answers (from whatever the services
   database is configured to) with a naive scan of an exported services(5) file.

   All 65,536 ports and every name, as it is and in other case, each with every
   protocol of the file, NULL, "", an unknown one and "TCP"; and the enumeration.
   -e: only what the file has (for a slow backend), and the whole enumeration, shadowed
       lines too.
   -k N: the index is closed, and the first N lines are local.
   -n: no enumeration.
   -r A-B: only all ports from A to B.
   -c SPEC: configure the database so first (as in nsswitch.conf).  */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <nss.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lines.h"

static const char *protocols[64];
static size_t protocol_count;
static size_t asked, wrong, closed_locals;

static void load(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        exit(2);
    load_lines(f);
    fclose(f);
    for (size_t i = 0; i < line_count; i++) {
        size_t p = 0;
        while (p < protocol_count && strcmp(protocols[p], lines[i]->protocol) != 0)
            p++;
        if (p == protocol_count)
            protocols[protocol_count++] = lines[i]->protocol;
    }
}

static void compare(const char *what, const char *protocol, const struct line_of_file *l,
                    const struct servent *s)
{
    asked++;
    if (same(l, s))
        return;
    if (++wrong <= 20)
        printf("  %s/%s: expected %s %d/%s, got %s %d/%s\n", what, protocol ? protocol : "(null)",
               l ? l->name[0] : "nothing", l ? l->port : 0, l ? l->protocol : "-", s ? s->s_name : "nothing",
               s ? ntohs((uint16_t)s->s_port) : 0, s ? s->s_proto : "-");
}

static void ask_name(const char *name, const char *protocol)
{
    compare(name, protocol, scan_name(name, protocol, closed_locals), getservbyname(name, protocol));
}

static void ask_ports(const char *protocol, bool existing, int from, int to)
{
    static const struct line_of_file *first[65536];
    memset(first, 0, sizeof first);
    for (size_t i = 0; i < line_count; i++)
        if (has_protocol(lines[i], protocol) && !first[lines[i]->port])
            first[lines[i]->port] = lines[i];
    for (int port = from; port <= to; port++) {
        char what[8];
        snprintf(what, sizeof what, "%d", port);
        if (first[port] || !existing)
            compare(what, protocol, first[port], getservbyport(htons((uint16_t)port), protocol));
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void ask_names(bool existing)
{
    static const char *all[MAX_LINES * 3];
    size_t n = 0, unique = 0;
    for (size_t i = 0; i < line_count; i++)
        for (char **name = lines[i]->name; *name; name++)
            all[n++] = *name;
    qsort(all, n, sizeof *all, compare_names);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(all[i], all[i - 1]) != 0)
            all[unique++] = all[i];
    for (size_t i = 0; i < unique; i++) {
        char other[300];
        snprintf(other, sizeof other, "%s", all[i]);
        for (char *c = other; *c; c++)
            *c = (char)(isupper((unsigned char)*c) ? tolower((unsigned char)*c) : toupper((unsigned char)*c));
        for (size_t p = 0; p < protocol_count; p++) {
            if (existing && !scan_name(all[i], protocols[p], 0))
                continue;
            ask_name(all[i], protocols[p]);
            if (!existing && p < 2)
                ask_name(other, protocols[p]);
        }
    }
    printf("  %zu names\n", unique);
}

/* An enumeration names no port and protocol twice, unless it is of `files'. */
static void enumerate(bool shadowed)
{
    size_t expected = 0;
    setservent(1);
    for (size_t i = 0; i < line_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !shadowed && !again; k++)
            again = lines[k]->port == lines[i]->port && strcmp(lines[k]->protocol, lines[i]->protocol) == 0;
        if (!again) {
            compare("enumeration", NULL, lines[i], getservent());
            expected++;
        }
    }
    compare("end of the enumeration", NULL, NULL, getservent());
    endservent();
    printf("  %zu lines, %zu enumerated\n", line_count, expected);
}

int main(int argc, char **argv)
{
    int option, from = 0, to = 65535;
    bool existing = false, range = false, no_enumeration = false;
    while ((option = getopt(argc, argv, "enk:r:c:")) != -1)
        if (option == 'c')
            __nss_configure_lookup("services", optarg);
        else if (option == 'r')
            range = sscanf(optarg, "%d-%d", &from, &to) == 2;
        else if (option == 'k')
            closed_locals = (size_t)atol(optarg);
        else if (option == 'n')
            no_enumeration = true;
        else
            existing = true;
    if (optind + 1 != argc)
        return 2;
    load(argv[optind]);
    size_t known = protocol_count;
    protocols[protocol_count++] = NULL;
    if (!existing) {
        protocols[protocol_count++] = "";
        protocols[protocol_count++] = "unknown";
        protocols[protocol_count++] = "TCP";
    }
    for (size_t p = 0; p < protocol_count; p++)
        ask_ports(protocols[p], existing, from, to);
    if (!range) {
        ask_names(existing);
        if (!no_enumeration)
            enumerate(existing);
    }
    printf("  %zu protocols in the file, %zu questions, %zu wrong answers\n", known, asked, wrong);
    return wrong || asked == 0;
}
