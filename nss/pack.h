/* SPDX-License-Identifier: MIT */
/* An entry of the index -> struct servent in the caller's buffer, which then holds
   char *aliases[n + 1], the names, the protocol. */
#ifndef IANA_PACK_H
#define IANA_PACK_H

#include <arpa/inet.h>
#include <netdb.h>
#include <nss.h>
#include <stddef.h>
#include <string.h>

#include "index/index.h"
#include "index/load.h"

/* pack_entry for every entry: the slow path, in pack.c. */
enum nss_status pack_any(const struct index *, const struct format_entry *, struct servent *ret, char *buffer,
                         size_t length);

static inline size_t pack_padding(const char *buffer)
{
    return -(uintptr_t)buffer % _Alignof(char *);
}

/* Copies an entry into the `length` bytes at `buffer` (any alignment) and makes *ret point
   there. Returns SUCCESS, TRYAGAIN if the buffer is too small, or NOTFOUND if the entry points
   outside the index or has other names than it counts. Writes nothing outside the buffer, and
   leaves *ret alone on failure.
   The fast path is for entries without aliases and with short names. If both sides have room,
   it copies 16 and 8 bytes: a constant number needs neither call nor jump. */
static inline enum nss_status pack_entry(const struct index *x, const struct format_entry *e,
                                         struct servent *ret, char *buffer, size_t length)
{
    enum { NAMES = 16, PROTOCOL = 8 };
    const char *list = bytes_at(x->names, x->names_size, load_le24(&e->names), sizeof(le16) + NAMES);
    uint32_t size = list ? load_le16(list) : 0;
    uint32_t transport = load_byte(&e->transport);
    size_t before = pack_padding(buffer) + sizeof(char *);
    if (size == 0 || size > NAMES || list[sizeof(le16) + size - 1] != '\0' || e->aliases > 0 ||
        transport >= x->short_size || length < before + NAMES + PROTOCOL)
        return pack_any(x, e, ret, buffer, length);
    char *names = buffer + before;
    memcpy(names, list + sizeof(le16), NAMES);
    names[size - 1] = '\0'; /* re-terminate: the file may change after the check */
    memcpy(names + size, x->transports + transport, PROTOCOL);
    ret->s_name = names;
    ret->s_aliases = (char **)(void *)(names - sizeof(char *));
    ret->s_aliases[0] = NULL;
    ret->s_port = htons(load_le16(&e->port));
    ret->s_proto = names + size;
    return NSS_STATUS_SUCCESS;
}

#endif
