/* SPDX-License-Identifier: MIT */
/* The applications of an index -> services(5) lines for `build --local'; see export.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/strtab.h"
#include "base/utf8.h"
#include "export/export.h"
#include "view/applications.h"
#include "view/entry_iter.h"

static const char *const transports[] = {"tcp", "udp", "sctp", "dccp"};
enum { TRANSPORTS = sizeof transports / sizeof *transports };

/* What decides whether an application gets a line. */
struct names {
    struct strtab keys;       /* "name/transport" of each entry of the registry, then others */
    uint32_t registered_size; /* bytes of those of the registry */
    int32_t *users;           /* by transport and port: how many applications are there */
};

static size_t find_transport(const char *name)
{
    size_t i = 0;
    while (i < TRANSPORTS && strcmp(transports[i], name) != 0)
        i++;
    return i;
}

/* The offset of "name/transport", which is added if it is not there. */
static uint32_t key_of(struct strtab *keys, const char *name, const char *transport)
{
    struct buffer key = {0};
    buffer_printf(&key, "%s/%s", name, transport);
    uint32_t offset = strtab_add(keys, (const char *)key.data, key.size);
    free(key.data);
    return offset;
}

static void find_registered(const struct index *index, struct names *ret)
{
    struct service s;
    strtab_init(&ret->keys);
    for (uint32_t cursor = 0; entry_iter_next(index, &cursor, &s);)
        for (const char *name = s.names; !(s.flags & ENTRY_LOCAL) && name < s.names + s.size;
             name += strlen(name) + 1)
            key_of(&ret->keys, name, s.transport);
    ret->registered_size = ret->keys.size;
}

static int32_t *count_users(const struct records *records)
{
    int32_t *users = alloc_zero((size_t)TRANSPORTS * 65537, sizeof *users);
    for (uint32_t i = 0; i < records->application_count; i++) {
        struct application_item a = application_item(records, i);
        size_t t = find_transport(a.transport);
        if (t == TRANSPORTS || a.first > a.last)
            continue;
        users[t * 65537 + a.first]++;
        users[t * 65537 + a.last + 1]--;
    }
    for (size_t t = 0; t < TRANSPORTS; t++)
        for (size_t port = 1; port < 65537; port++)
            users[t * 65537 + port] += users[t * 65537 + port - 1];
    return users;
}

/* Why a name at this port would be wrong or mislead, or NULL. */
static const char *refusal(struct names *names, const struct application_item *a)
{
    if (a->first != a->last)
        return "a range";
    if (a->first <= port_ranges[0].last)
        return "a System Port";
    if (names->users[find_transport(a->transport) * 65537 + a->first] > 1)
        return "several use this port";
    if (key_of(&names->keys, a->program, a->transport) < names->registered_size)
        return "the registry has the name elsewhere";
    return NULL;
}

static void add_line(struct names *names, const struct application_item *a, struct buffer *ret)
{
    char ports[PORTS_TEXT_SIZE];
    const char *why = refusal(names, a);
    ports_text(a->first, a->last, ports);
    buffer_printf(ret, "%s%-23s %s/%s\t# ", why ? "#" : "", a->program, ports, a->transport);
    utf8_mask(ret, a->what, strlen(a->what));
    buffer_printf(ret, "%s%s\n", why ? "; left out: " : "", why ? why : "");
}

void export_applications(const struct index *index, const struct records *records, struct buffer *ret)
{
    struct names names;
    find_registered(index, &names);
    names.users = count_users(records);
    buffer_add_string(ret, "# Applications at their default ports, for iana-services build --local.\n");
    for (uint32_t i = 0; i < records->application_count; i++) {
        struct application_item a = application_item(records, i);
        if (find_transport(a.transport) < TRANSPORTS && a.first <= a.last && name_is_writable(a.program))
            add_line(&names, &a, ret);
    }
    strtab_free(&names.keys);
    free(names.users);
}
