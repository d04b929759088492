/* SPDX-License-Identifier: MIT */
/* A port or a name, perhaps with a transport; see target.h. */
#include "view/target.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "index/lookup.h"

const char *target_transport(const struct index *x, const char *name)
{
    static const char *const known[] = {"tcp", "udp", "sctp", "dccp"};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(known[i], name) == 0)
            found = known[i];
    for (const char *t = x->transports; t < x->transports + x->transports_size; t += strlen(t) + 1)
        if (strcmp(t, name) == 0 || (!found && strcasecmp(t, name) == 0))
            found = t; /* a local line may have "TCP" */
    return found;
}

static void cut_end(char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    if (n > m && strcasecmp(s + n - m, end) == 0)
        s[n - m] = '\0';
}

/* RFC 6763, section 4.1.2: "_name._tcp", perhaps with the domain that browsers print. */
static void split_type(const struct index *x, struct target *target)
{
    if (target->name[0] != '_')
        return;
    cut_end(target->name, ".");
    cut_end(target->name, ".local");
    char *dot = strrchr(target->name, '.');
    const char *transport = dot && dot[1] == '_' ? target_transport(x, dot + 2) : NULL;
    if (!transport)
        return;
    *dot = '\0';
    memmove(target->name, target->name + 1, strlen(target->name));
    target->transport = transport;
}

static bool is_name(const struct index *x, const char *text)
{
    return x->bucket_count > 0 && index_by_name(x, text, NULL);
}

/* What programs print: "127.0.0.1:6443", "[::1]:53", "[fe80::1]%eth0:53", ":443", "*:80", ":::22" (netstat).
   Another host with a colon is an IPv6 address without a port, or nobody can tell. */
static void split_host(struct target *target)
{
    char *colon = strrchr(target->name, ':');
    if (!colon)
        return;
    size_t length = (size_t)(colon - target->name);
    bool is_host = *target->name == '[' ? memchr(target->name, ']', length) != NULL
                   : memchr(target->name, ':', length) != NULL
                       ? strncmp(target->name, ":::", 3) == 0 && length == 2
                       : true;
    if (is_host)
        memmove(target->name, colon + 1, strlen(colon));
}

/* "80/tcp" or "tcp/80". */
static void split_transport(const struct index *x, struct target *target)
{
    char *last = strrchr(target->name, '/'), *first = strchr(target->name, '/');
    if (!first || !last || is_name(x, target->name))
        return;
    target->transport = target_transport(x, last + 1);
    if (target->transport) {
        *last = '\0';
        return;
    }
    *first = '\0';
    target->transport = target_transport(x, target->name);
    if (target->transport)
        memmove(target->name, first + 1, strlen(first + 1) + 1);
    else
        *first = '/';
}

/* Reads digits; a number over 65535 as 65536. Returns where they end, or NULL if there are none. */
static const char *read_port(const char *s, uint32_t *ret)
{
    const char *start = s;
    for (*ret = 0; *s >= '0' && *s <= '9'; s++)
        *ret = *ret <= 65535 ? *ret * 10 + (uint32_t)(*s - '0') : 65536;
    return s > start ? s : NULL;
}

/* A name that is a number becomes a port, "6000-6063" a range of them. Returns false if there are no such
   ports. */
static bool read_ports(const struct index *x, struct target *target)
{
    uint32_t first, last;
    const char *end = read_port(target->name, &first);
    if (!end || (*end && is_name(x, target->name)))
        return true;
    last = first;
    if (*end == '-')
        end = read_port(end + 1, &last);
    if (!end || *end)
        return true;
    target->is_port = true;
    target->port = (uint16_t)first;
    target->last_port = (uint16_t)last;
    target->name[0] = '\0';
    return first <= last && last <= 65535;
}

bool target_parse(const struct index *x, const char *text, struct target *ret)
{
    *ret = (struct target){.transport = NULL};
    if ((size_t)snprintf(ret->name, sizeof ret->name, "%s", text) >= sizeof ret->name)
        return false;
    split_type(x, ret);
    if (!is_name(x, ret->name))
        split_host(ret);
    split_transport(x, ret);
    return *ret->name && read_ports(x, ret);
}
