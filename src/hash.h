/* Folding and hashing of service names: part of the index format. */
#ifndef IANA_HASH_H
#define IANA_HASH_H

#include <stddef.h>
#include <stdint.h>

/* ASCII only, whatever the locale: RFC 6335, section 5.1. */
static inline unsigned char name_fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* FNV-1a of the folded name, finished as in MurmurHash3 so that the high bits
   (the slot) and the low ones (the tag) both depend on every byte.
   Returns the hash; *ret_length is strlen(name). */
static inline uint32_t name_hash(const char *name, size_t *ret_length)
{
    uint32_t h = 2166136261u;
    size_t n = 0;
    for (; name[n]; n++)
        h = (h ^ name_fold((unsigned char)name[n])) * 16777619u;
    *ret_length = n;
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

static inline uint32_t hash_slot(uint32_t hash, uint32_t slots)
{
    return (uint32_t)((uint64_t)hash * slots >> 32);
}

static inline uint32_t hash_tag(uint32_t hash)
{
    return hash & 0xff;
}

#endif
