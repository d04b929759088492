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

static void split_transport(const struct index *x, struct target *target)
{
    char *slash = strrchr(target->name, '/');
    const char *transport = slash ? target_transport(x, slash + 1) : NULL;
    bool is_name = x->bucket_count > 0 && index_by_name(x, target->name, NULL);
    if (transport && !is_name) {
        *slash = '\0';
        target->transport = transport;
    }
}

bool target_parse(const struct index *x, const char *text, struct target *ret)
{
    *ret = (struct target){.transport = NULL};
    if ((size_t)snprintf(ret->name, sizeof ret->name, "%s", text) >= sizeof ret->name)
        return false;
    split_type(x, ret);
    split_transport(x, ret);
    if (!*ret->name)
        return false;
    size_t digits = strspn(ret->name, "0123456789");
    if (digits == 0 || ret->name[digits])
        return true;
    uint32_t n = 0;
    for (size_t i = 0; i < digits && n <= 65535; i++)
        n = n * 10 + (uint32_t)(ret->name[i] - '0');
    ret->is_port = true;
    ret->port = (uint16_t)n;
    ret->name[0] = '\0';
    return n <= 65535;
}
