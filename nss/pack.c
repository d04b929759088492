/* SPDX-License-Identifier: MIT */
/* Slow path of packing an entry; see pack.h. */
#include "pack.h"

/* Makes aliases[] point to the names after the first in the copy, which ends at `end` with a
   NUL. False if there are fewer than `count`. */
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
    if (!index_service(x, e, &s))
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
