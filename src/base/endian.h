/* SPDX-License-Identifier: MIT */
/* Integers of the machine -> integers of the file. */
#ifndef IANA_ENDIAN_H
#define IANA_ENDIAN_H

#include <endian.h>
#include <string.h>

#include "base/buffer.h"
#include "index/format.h"

static inline le16 le16_of(uint32_t v)
{
    return (le16){{(unsigned char)v, (unsigned char)(v >> 8)}};
}

static inline le32 le32_of(uint32_t v)
{
    le32 out;
    v = htole32(v); /* one store, where four bytes one by one are four */
    memcpy(&out, &v, sizeof out);
    return out;
}

static inline void le24_put(le24 *to, uint32_t v)
{
    v = htole32(v);
    memcpy(to, &v, sizeof *to);
}

static inline le24 le24_of(uint32_t v)
{
    le24 out;
    le24_put(&out, v);
    return out;
}

/* Appends one. */
static inline void add_le32(struct buffer *b, uint32_t v)
{
    le32 file_integer = le32_of(v);
    buffer_add(b, &file_integer, sizeof file_integer);
}

#endif
