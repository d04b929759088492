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

/* Without this, compilers make calls of strlen and memcpy out of loops that run
   three or four times, and the calls cost more than the loops. */
#define KEEP_LOOP() __asm__ volatile("")

enum pack_result pack_service(const struct service *service, struct servent *ret, char *buffer, size_t length)
{
    size_t transport = 0;
    for (; service->transport[transport]; transport++)
        KEEP_LOOP();
    size_t padding = -(uintptr_t)buffer % _Alignof(char *);
    size_t pointers = (service->aliases + (size_t)1) * sizeof(char *);
    if (length < padding + pointers + service->size + transport + 1)
        return PACK_TOO_SMALL;

    char **aliases = (char **)(void *)(buffer + padding);
    char *names = buffer + padding + pointers, *protocol = names + service->size;
    memcpy(names, service->names, service->size);
    protocol[-1] = '\0';          /* once more: the file may have been written to since */
    for (size_t i = 0; i <= transport; i++) {
        protocol[i] = service->transport[i];
        KEEP_LOOP();
    }
    if (!point_at_aliases(aliases, service->aliases, names, protocol))
        return PACK_MALFORMED;

    ret->s_name = names;
    ret->s_aliases = aliases;
    ret->s_port = htons(service->port);
    ret->s_proto = protocol;
    return PACK_DONE;
}
