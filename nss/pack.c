/* SPDX-License-Identifier: MIT */
/* Slow path of packing an entry; see pack.h. */
#include "pack.h"

/* Finds `count` names after the first in a list of `size` bytes, and makes ret[], unless it is
   NULL, point to them. False if there are fewer. */
static bool find_aliases(const char *names, uint32_t size, uint32_t count, char **ret)
{
    const char *end = names + size;
    for (uint32_t i = 0; i < count; i++) {
        names = memchr(names, '\0', (size_t)(end - names));
        if (!names || ++names == end)
            return false;
        if (ret)
            ret[i] = (char *)names;
    }
    return true;
}

enum nss_status pack_any(const struct index *x, const struct format_entry *e, struct servent *ret,
                         char *buffer, size_t length)
{
    struct service s;
    if (!index_service(x, e, &s) || !find_aliases(s.names, s.size, s.aliases, NULL))
        return NSS_STATUS_NOTFOUND;
    size_t before = pack_padding(buffer) + (s.aliases + (size_t)1) * sizeof(char *);
    size_t protocol_size = strlen(s.transport) + 1;
    if (length < before + s.size + protocol_size)
        return NSS_STATUS_TRYAGAIN;
    char *names = buffer + before, *protocol = names + s.size;
    char **aliases = (char **)(void *)(buffer + pack_padding(buffer));
    memcpy(names, s.names, s.size);
    protocol[-1] = '\0'; /* the file may change after the check: re-terminate, and find them again */
    memcpy(protocol, s.transport, protocol_size);
    if (!find_aliases(names, s.size, s.aliases, aliases))
        return NSS_STATUS_NOTFOUND;
    aliases[s.aliases] = NULL;
    *ret =
        (struct servent){.s_name = names, .s_aliases = aliases, .s_port = htons(s.port), .s_proto = protocol};
    return NSS_STATUS_SUCCESS;
}
