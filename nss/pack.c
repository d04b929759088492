/* An answer of the index -> struct servent; see pack.h.
   The buffer holds char *aliases[n + 1], the names, the protocol. */
#include "pack.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

/* Makes aliases[] point at the names behind the first in the copy. False where
   they are not exactly `count`. The copy ends with a NUL. */
static bool point_at_aliases(char **aliases, uint32_t count, char *names, const char *end)
{
    for (uint32_t i = 0; i < count; i++) {
        names += strlen(names) + 1;
        if (names == end)
            return false;
        aliases[i] = names;
    }
    aliases[count] = NULL;
    return names + strlen(names) + 1 == end;
}

enum pack_result pack_service(const struct service *service, struct servent *ret, char *buffer, size_t length)
{
    size_t padding = -(uintptr_t)buffer % _Alignof(char *);
    size_t pointers = (service->aliases + (size_t)1) * sizeof(char *);
    size_t size = padding + pointers + service->size + service->transport_size;
    if (length < size)
        return PACK_TOO_SMALL;

    char **aliases = (char **)(void *)(buffer + padding);
    char *names = buffer + padding + pointers, *protocol = names + service->size;
    memcpy(names, service->names, service->size);
    memcpy(protocol, service->transport, service->transport_size);
    /* Once more, on the copy: the file may have been written to since. */
    protocol[-1] = protocol[service->transport_size - 1] = '\0';
    if (names[0] == '\0' || !point_at_aliases(aliases, service->aliases, names, protocol))
        return PACK_MALFORMED;

    ret->s_name = names;
    ret->s_aliases = aliases;
    ret->s_port = htons(service->port);
    ret->s_proto = protocol;
    return PACK_DONE;
}
