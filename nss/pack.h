/* SPDX-License-Identifier: MIT */
/* An entry of the index -> struct servent in the caller's buffer, which then holds
   char *aliases[n + 1], the names, the protocol. */
#ifndef IANA_PACK_H
#define IANA_PACK_H

#include <arpa/inet.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>

#include "index/index.h"

enum pack_result { PACK_DONE, PACK_TOO_SMALL, PACK_MALFORMED };

/* pack_entry, whatever it takes: pack.c. */
enum pack_result pack_any(const struct index *, const struct format_entry *, struct servent *ret,
                          char *buffer, size_t length);

static inline size_t pack_padding(const char *buffer)
{
    return -(uintptr_t)buffer % _Alignof(char *);
}

/* Copies everything of an entry into the `length` bytes at `buffer` (any
   alignment) and makes *ret point there. Writes nothing outside the buffer, and
   leaves *ret alone unless it returns PACK_DONE. PACK_MALFORMED: the index lies
   about this entry.
   Here are most of them: no alias, short names. Where both sides have room, 16 and
   8 bytes are copied: a known number needs no call and no jump. What is checked is read
   from the file once, for the file may be written to meanwhile. */
static inline enum pack_result pack_entry(const struct index *x, const struct format_entry *e,
                                          struct servent *ret, char *buffer, size_t length)
{
    enum { NAMES = 16, PROTOCOL = 8 };
    const char *run = bytes_at(x->names, x->names_size, le24_first(e), sizeof(le16) + NAMES);
    uint32_t size = run ? le16_get(*(const le16 *)(const void *)run) : 0;
    uint32_t transport = e->transport;
    size_t before = pack_padding(buffer) + sizeof(char *);
    if (size == 0 || size > NAMES || run[sizeof(le16) + size - 1] != '\0' || e->aliases > 0 ||
        transport >= x->short_size || length < before + NAMES + PROTOCOL)
        return pack_any(x, e, ret, buffer, length);
    char *names = buffer + before;
    memcpy(names, run + sizeof(le16), NAMES);
    names[size - 1] = '\0'; /* once more: the file may have been written to since */
    memcpy(names + size, x->transports + transport, PROTOCOL);
    ret->s_name = names;
    ret->s_aliases = (char **)(void *)(names - sizeof(char *));
    ret->s_aliases[0] = NULL;
    ret->s_port = htons(le16_get(e->port));
    ret->s_proto = names + size;
    return PACK_DONE;
}

#endif
