/* An answer of the index -> struct servent; see pack.h.
   The buffer holds char *aliases[n + 1], the names, the protocol. */
#include "pack.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

/* Where everything goes. */
struct layout {
    char **aliases;
    char *names, *protocol;
    size_t behind;                /* bytes of the buffer behind all */
};

static inline bool lay_out(const struct service *service, char *buffer, size_t length, struct layout *ret)
{
    size_t padding = -(uintptr_t)buffer % _Alignof(char *);
    size_t before = padding + (service->aliases + (size_t)1) * sizeof(char *);
    size_t size = before + service->size + service->transport_size;
    if (length < size)
        return false;
    ret->aliases = (char **)(void *)(buffer + padding);
    ret->names = buffer + before;
    ret->protocol = ret->names + service->size;
    ret->behind = length - size;
    return true;
}

static inline enum pack_result fill(const struct service *service, const struct layout *at, struct servent *ret)
{
    ret->s_name = at->names;
    ret->s_aliases = at->aliases;
    ret->s_port = htons(service->port);
    ret->s_proto = at->protocol;
    return PACK_DONE;
}

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

/* Packs whatever it is. Apart, for its calls cost pack_service registers to save. */
__attribute__((noinline))
static enum pack_result pack_any(const struct service *service, struct servent *ret, char *buffer, size_t length)
{
    struct layout at;
    if (!lay_out(service, buffer, length, &at))
        return PACK_TOO_SMALL;
    memcpy(at.names, service->names, service->size);
    at.protocol[-1] = '\0';       /* once more: the file may have been written to since */
    memcpy(at.protocol, service->transport, service->transport_size);
    if (!point_at_aliases(at.aliases, service->aliases, at.names, at.protocol))
        return PACK_MALFORMED;
    return fill(service, &at, ret);
}

/* Most have no alias and a short name. Where both sides have room, 32 and 8 bytes are
   copied: a known number needs no call and no branch. */
enum pack_result pack_service(const struct service *service, struct servent *ret, char *buffer, size_t length)
{
    struct layout at;
    if (service->aliases > 0 || service->size > 32 || service->room < 32 || service->transport_size > 8 ||
        !lay_out(service, buffer, length, &at) || at.behind < 32)
        return pack_any(service, ret, buffer, length);
    memcpy(at.names, service->names, 32);
    at.protocol[-1] = '\0';
    memcpy(at.protocol, service->transport, 8);
    at.aliases[0] = NULL;
    return fill(service, &at, ret);
}
