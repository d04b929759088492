/* SPDX-License-Identifier: MIT */
/* UTF-8: valid sequences, and text made safe for a terminal. */
#ifndef IANA_UTF8_H
#define IANA_UTF8_H

#include <stdbool.h>

#include "base/buffer.h"

/* The length in bytes (1 to 4) of the UTF-8 sequence at s, of which n bytes may be read: RFC 3629,
   so shortest form, no surrogates, at most U+10FFFF. 0 if there is no valid one. */
size_t utf8_length(const char *s, size_t n);

/* The length in bytes of the character at s, of which n > 0 bytes may be read; 1 for a byte that is
   not UTF-8. *ret_plain: a terminal may get it as it is, for it is valid UTF-8 and no control
   character (C0, DEL, C1), bidirectional control, or line or paragraph separator. */
size_t utf8_character(const char *s, size_t n, bool *ret_plain);

/* Makes letters of the n bytes at s lower case, in place: ASCII, and where there is a locale C.UTF-8 all of
   Unicode, but for the few whose lower case has another length in UTF-8. */
void utf8_fold(char *s, size_t n);

/* Appends the n bytes at s, which need no NUL; characters that are not plain as "\x1b" or
   "\u202e", so that they are visible and have no effect. */
void utf8_mask(struct buffer *, const char *s, size_t n);

/* The same, but bytes that are in the string `allowed` stay as they are. */
void utf8_mask_but(struct buffer *, const char *s, size_t n, const char *allowed);

#endif
