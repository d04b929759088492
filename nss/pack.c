/* SPDX-License-Identifier: MIT */
/* Slow path of packing an entry; see pack.h. */
#include "pack.h"

/* Whether a list of `size` bytes has `aliases` names after the first, or more. */
static bool has_aliases(const char *names, uint32_t size, uint32_t aliases)
{
    const char *end = names + size;
    for (; aliases > 0 && (names = memchr(names, '\0', (size_t)(end - names))) && ++names < end; aliases--)
        ;
    return aliases == 0;
}

/* Makes aliases[] point to the names after the first in the copy, which ends at `end` with a
   NUL. False if there are fewer than `count`: the file may change after the check. */
static bool point_at_aliases(char **aliases, uint32_t count, char *names, const char *end)
{
    for (uint32_t i = 0; i < count; i++) {
        names += strlen(names) + 1;
        if (names == end)
            return false;
        aliases[i] = names;
    }
    aliases[count] = NULL;
    return true;
}

enum pack_result pack_any(const struct index *x, const struct format_entry *e, struct servent *ret,
                          char *buffer, size_t length)
{
    struct service s;
    if (!index_service(x, e, &s) || !has_aliases(s.names, s.size, s.aliases))
        return PACK_MALFORMED;
    size_t before = pack_padding(buffer) + (s.aliases + (size_t)1) * sizeof(char *);
    size_t protocol_size = strlen(s.transport) + 1;
    if (length < before + s.size + protocol_size)
        return PACK_TOO_SMALL;
    char *names = buffer + before, *protocol = names + s.size;
    char **aliases = (char **)(void *)(buffer + pack_padding(buffer));
    memcpy(names, s.names, s.size);
    protocol[-1] = '\0'; /* re-terminate: the file may change after the check */
    memcpy(protocol, s.transport, protocol_size);
    if (!point_at_aliases(aliases, s.aliases, names, protocol))
        return PACK_MALFORMED;
    *ret =
        (struct servent){.s_name = names, .s_aliases = aliases, .s_port = htons(s.port), .s_proto = protocol};
    return PACK_DONE;
}
