/* SPDX-License-Identifier: MIT */
/* Check that an input is text, before a parser reads it. */
#ifndef IANA_TEXT_CHECK_H
#define IANA_TEXT_CHECK_H

#include "base/file.h"

/* The byte order mark that some programs write at the start of a text in UTF-8. */
#define UTF8_MARK "\xef\xbb\xbf"

/* Whether this is text: not empty, no gzip file, no HTML page, valid UTF-8 without a NUL, with a newline at
   the end. Returns false with *problem if not; it names UTF-16 and Latin-1. */
bool text_check(struct input, struct problem *);

/* Whether this is UTF-16, by its byte order mark or by the NUL that ASCII has there. */
bool text_is_utf16(struct input);

/* What a text that is not IANA's CSV file is, and what to do about it. */
const char *text_kind(struct input);

#endif
