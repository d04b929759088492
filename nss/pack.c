/* An answer of the index -> struct servent; see pack.h.
   The buffer holds char *aliases[n + 1], the names, the protocol. */
#include "pack.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

/* Makes aliases[] point at the names behind the first in the copy, which ends with
   a NUL. False where there are fewer than `count`. */
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

/* Copies n bytes. Where both sides have room for 32, that many are copied, since
   a known number needs no call and no branch on n. */
static void copy(char *to, size_t to_room, const char *from, size_t from_room, size_t n)
{
    if (n <= 32 && to_room >= 32 && from_room >= 32)
        memcpy(to, from, 32);
    else
        memcpy(to, from, n);
}

enum pack_result pack_service(const struct service *service, struct servent *ret, char *buffer, size_t length)
{
    size_t padding = -(uintptr_t)buffer % _Alignof(char *);
    size_t pointers = (service->aliases + (size_t)1) * sizeof(char *);
    size_t before = padding + pointers, size = before + service->size + service->transport_size;
    if (length < size)
        return PACK_TOO_SMALL;

    char **aliases = (char **)(void *)(buffer + padding);
    char *names = buffer + before, *protocol = names + service->size;
    copy(names, length - before, service->names, service->room, service->size);
    protocol[-1] = '\0';          /* once more: the file may have been written to since */
    if (length - size >= 8)
        memcpy(protocol, service->transport, 8);
    if (service->transport_size > 8 || length - size < 8)
        memcpy(protocol, service->transport, service->transport_size);
    if (!point_at_aliases(aliases, service->aliases, names, protocol))
        return PACK_MALFORMED;

    ret->s_name = names;
    ret->s_aliases = aliases;
    ret->s_port = htons(service->port);
    ret->s_proto = protocol;
    return PACK_DONE;
}
