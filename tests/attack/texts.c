/* SPDX-License-Identifier: MIT */
/* texts COUNT: that many texts of 16 letters, figures and signs, all of one hash in the string table of
   02e9a23, which had no seed: the second word follows from the first. Also texts that are as long, but
   of any hash: texts COUNT any. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../tools/letters.h"

static const uint64_t odd = 0x9e3779b97f4a7c15u, odd_2 = 0xc2b2ae3d27d4eb4fu;

/* Whether a CSV field can have these bytes without quotes. */
static bool is_plain(uint64_t word)
{
    bool plain = true;
    for (int i = 0; i < 8; i++, word >>= 8)
        plain &= (word & 0xff) > 0x20 && (word & 0xff) < 0x7f && (word & 0xff) != ',' && (word & 0xff) != '"';
    return plain;
}

int main(int argc, char **argv)
{
    for (long n = argc > 1 ? atol(argv[1]) : 0; n > 0;) {
        uint64_t a = random_letters(),
                 b = argc > 2 ? random_letters() : (0x1234567890abcdefu - 16 - a * odd) * inverse(odd_2);
        if (!is_plain(b))
            continue;
        const uint32_t part[] = {(uint32_t)a, (uint32_t)(b >> 32), (uint32_t)(a >> 32), (uint32_t)b};
        for (int i = 0; i < 16; i++)
            putchar((int)(part[i / 4] >> 8 * (i % 4) & 0xff));
        putchar('\n');
        n--;
    }
    return 0;
}
