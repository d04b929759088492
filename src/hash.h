/* Folding, hashing and comparing of names: part of the index format. */
#ifndef IANA_HASH_H
#define IANA_HASH_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ASCII only, whatever the locale: RFC 6335, section 5.1. */
static inline unsigned char name_fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static inline uint64_t word_at(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return le64toh(word);
}

static inline uint64_t half_word_at(const char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return le32toh(word);
}

/* n bytes, fewer than eight, as one word; reads no other byte. */
static inline uint64_t short_word(const char *p, size_t n)
{
    if (n >= 4)
        return half_word_at(p) | half_word_at(p + n - 4) << 32;
    return n == 0 ? 0 : (unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 | (uint64_t)(unsigned char)p[n - 1] << 16;
}

/* A hash of n bytes, by words of eight of which the last two may overlap; `mask` is
   set in each word. */
static inline uint32_t bytes_hash(const char *p, size_t n, uint64_t mask)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u;     /* 2^64 / golden ratio */
    uint64_t h = n * odd;
    for (size_t i = 0; i + 8 < n; i += 8) {
        h = (h ^ (word_at(p + i) | mask)) * odd;
        h ^= h >> 32;
    }
    h = (h ^ ((n >= 8 ? word_at(p + n - 8) : short_word(p, n)) | mask)) * odd;
    h = (h ^ h >> 32) * odd;
    return (uint32_t)(h >> 32);
}

/* The hash of a service name: of its bytes with bit 5 set, which is the same for
   all that fold alike. */
static inline uint32_t name_hash(const char *name, size_t length)
{
    return bytes_hash(name, length, 0x2020202020202020u);
}

/* memcmp(a, b, n) == 0, faster for short strings. */
static inline bool bytes_equal(const char *a, const char *b, size_t n)
{
    if (n < 8)
        return short_word(a, n) == short_word(b, n);
    for (size_t i = 0; i + 8 < n; i += 8)
        if (word_at(a + i) != word_at(b + i))
            return false;
    return word_at(a + n - 8) == word_at(b + n - 8);
}

/* Where the probing for a hash starts, and what tells its slots from others'. */
static inline uint32_t hash_slot(uint32_t hash, uint32_t slots)
{
    return (uint32_t)((uint64_t)hash * slots >> 32);
}

static inline uint32_t hash_tag(uint32_t hash)
{
    return hash & 0xff;
}

#endif
