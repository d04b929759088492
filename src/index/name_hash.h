/* SPDX-License-Identifier: MIT */
/* Hashing of names: part of the index format. */
#ifndef IANA_NAME_HASH_H
#define IANA_NAME_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "index/load.h"

static inline uint64_t half_word_at(const char *p)
{
    return le32toh(*(const unaligned_32 *)(const void *)p);
}

/* n bytes, at most 16, as two words; reads no other byte. From four bytes on they are made of
   four half words, which overlap if need be: no jump depends on whether there are eight. */
struct words {
    uint64_t a, b;
};

static inline struct words words_of(const char *p, size_t n)
{
    if (__builtin_expect(n >= 4, 1)) {
        size_t second = n / 8 * 4, last = n - 4;
        return (struct words){half_word_at(p) | half_word_at(p + second) << 32,
                              half_word_at(p + last) | half_word_at(p + last - second) << 32};
    }
    if (n >= 2)
        return (struct words){load_le16(p) | (uint32_t)load_le16(p + n - 2) << 16, 0};
    return (struct words){n == 1 ? (unsigned char)*p : 0, 0};
}

/* A hash of n bytes: `last` are the last 16, `before` the hash of those before them, by words,
   which is the seed if there are none. The seed is multiplied separately before the
   second word is added, so that no two names collide under every seed. After each word before
   the last there are two multiplications: a difference in its highest bits, which one leaves
   where the next word can undo it, is spread over half of the bits by carries that depend on
   the seed. */
#define HASH_ODD 0x9e3779b97f4a7c15u   /* 2^64 / golden ratio */
#define HASH_ODD_2 0xc2b2ae3d27d4eb4fu /* a prime of xxHash */

static inline uint32_t words_hash(struct words last, size_t n, uint64_t before)
{
    uint64_t h = (last.a ^ before ^ n) * HASH_ODD;
    h = ((h ^ h >> 32) + last.b) * HASH_ODD_2;
    return (uint32_t)((h ^ h >> 32) * HASH_ODD >> 32);
}

static inline uint32_t bytes_hash(const char *p, size_t n, uint64_t seed)
{
    uint64_t before = seed;
    size_t at = 0;
    for (; n - at > 16; at += 8) {
        before = (before ^ load_le64(p + at)) * HASH_ODD;
        before = (before ^ before >> 32) * HASH_ODD_2;
    }
    return words_hash(words_of(p + at, n - at), n, before);
}

/* The seed of an index as words_hash and bytes_hash take it. */
static inline uint64_t hash_seed(uint32_t seed)
{
    return seed * HASH_ODD;
}

#endif
