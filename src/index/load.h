/* SPDX-License-Identifier: MIT */
/* Loads from a file that may be written to while it is mapped. Each reads memory once, by a
   volatile access, so that the value that was checked is the value that is used: whatever
   memory safety rests on (offsets, counts, sizes, tags) is loaded here. le16_get and its
   like give no such promise. */
#ifndef IANA_LOAD_H
#define IANA_LOAD_H

#include <endian.h>

#include "index/format.h"

/* At any alignment, over bytes of any type. */
#define LOADABLE __attribute__((packed, may_alias))
struct LOADABLE load_16 {
    uint16_t value;
};
struct LOADABLE load_32 {
    uint32_t value;
};
struct LOADABLE load_64 {
    uint64_t value;
};

static inline unsigned char load_byte(const unsigned char *p)
{
    return *(const volatile unsigned char *)p;
}

static inline uint16_t load_le16(const void *p)
{
    return le16toh(((const volatile struct load_16 *)p)->value);
}

static inline uint32_t load_le32(const void *p)
{
    return le32toh(((const volatile struct load_32 *)p)->value);
}

static inline uint64_t load_le64(const void *p)
{
    return le64toh(((const volatile struct load_64 *)p)->value);
}

/* Reads four bytes: the caller sees to it that there is one behind the three. */
static inline uint32_t load_le24(const void *p)
{
    return load_le32(p) & 0xffffff;
}

#endif
