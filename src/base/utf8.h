/* SPDX-License-Identifier: MIT */
/* UTF-8, and text without what a terminal would obey. */
#ifndef IANA_UTF8_H
#define IANA_UTF8_H

#include <stdbool.h>

#include "base/buffer.h"

/* The length of the UTF-8 sequence at s (RFC 3629: shortest form, no surrogates, at
   most U+10FFFF), of n bytes at most; 0 where there is none. */
size_t utf8_length(const char *s, size_t n);

/* How many bytes the character at s takes, which is not the NUL. Where it may stand
   in a terminal as it is, *ret_plain is true: no control character (C0, DEL, C1), none
   that turns the direction of text, and valid UTF-8. */
size_t utf8_character(const char *s, bool *ret_plain);

/* Appends n bytes of s; what is not plain as "\x1b" or "\u202e", so that it is seen
   and does nothing. */
void utf8_mask(struct buffer *, const char *s, size_t n);

/* The same, but the bytes of the string `allowed` stay. */
void utf8_mask_but(struct buffer *, const char *s, size_t n, const char *allowed);

#endif
