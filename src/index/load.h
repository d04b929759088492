/* SPDX-License-Identifier: MIT */
/* Loads at any alignment, each by one volatile access: in a mapped file that others may write
   to, the value that was checked is the value that is used. It gets a plain type before it is
   an argument of leNtoh: gcc 14 for arm64 has an internal error for one that is aligned to 1. */
#ifndef IANA_LOAD_H
#define IANA_LOAD_H

#include <endian.h>
#include <stdint.h>

typedef uint16_t unaligned_16 __attribute__((aligned(1), may_alias));
typedef uint32_t unaligned_32 __attribute__((aligned(1), may_alias));
typedef uint64_t unaligned_64 __attribute__((aligned(1), may_alias));

static inline unsigned char load_byte(const void *p)
{
    return *(const volatile unsigned char *)p;
}

static inline uint16_t load_le16(const void *p)
{
    uint16_t n = *(const volatile unaligned_16 *)p;
    return le16toh(n);
}

static inline uint32_t load_le32(const void *p)
{
    uint32_t n = *(const volatile unaligned_32 *)p;
    return le32toh(n);
}

static inline uint64_t load_le64(const void *p)
{
    uint64_t n = *(const volatile unaligned_64 *)p;
    return le64toh(n);
}

/* Reads four bytes: there must be one more after the three. */
static inline uint32_t load_le24(const void *p)
{
    return load_le32(p) & 0xffffff;
}

#endif
