/* SPDX-License-Identifier: MIT */
/* Texts that look random, the same in each run, and the arithmetic to make them collide. */
#ifndef TEST_LETTERS_H
#define TEST_LETTERS_H

#include <stdint.h>

static inline uint64_t next_random(void)
{
    static uint64_t x = 88172645463325252u;
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    return x;
}

/* Eight letters, figures and signs. */
static inline uint64_t random_letters(void)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    uint64_t random = next_random(), word = 0;
    for (int i = 0; i < 8; i++, random >>= 6)
        word = word << 8 | (unsigned char)letters[random % 64];
    return word;
}

/* Of an odd number, modulo 2^64. */
static inline uint64_t inverse(uint64_t odd)
{
    uint64_t x = 1;
    for (int i = 0; i < 6; i++)
        x *= 2 - odd * x;
    return x;
}

#endif
