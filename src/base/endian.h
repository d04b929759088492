/* SPDX-License-Identifier: MIT */
/* Integers of the machine <-> integers of an index. */
#ifndef IANA_ENDIAN_H
#define IANA_ENDIAN_H

#include "base/buffer.h"
#include "index/format.h"

static inline uint16_t le16_get(le16 v)
{
    return (uint16_t)(v.byte[0] | v.byte[1] << 8);
}

static inline uint32_t le24_get(le24 v)
{
    return v.byte[0] | (uint32_t)v.byte[1] << 8 | (uint32_t)v.byte[2] << 16;
}

static inline uint32_t le32_get(le32 v)
{
    return v.byte[0] | (uint32_t)v.byte[1] << 8 | (uint32_t)v.byte[2] << 16 | (uint32_t)v.byte[3] << 24;
}

static inline le16 le16_of(uint32_t v)
{
    return (le16){{(unsigned char)v, (unsigned char)(v >> 8)}};
}

static inline le24 le24_of(uint32_t v)
{
    return (le24){{(unsigned char)v, (unsigned char)(v >> 8), (unsigned char)(v >> 16)}};
}

static inline le32 le32_of(uint32_t v)
{
    return (le32){
        {(unsigned char)v, (unsigned char)(v >> 8), (unsigned char)(v >> 16), (unsigned char)(v >> 24)}};
}

/* Appends one to a buffer. */
static inline void add_le32(struct buffer *b, uint32_t v)
{
    le32 file_integer = le32_of(v);
    buffer_add(b, &file_integer, sizeof file_integer);
}

#endif
