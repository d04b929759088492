/* SPDX-License-Identifier: MIT */
/* Check that an input is text, before a parser reads it. */
#ifndef IANA_TEXT_CHECK_H
#define IANA_TEXT_CHECK_H

#include "base/file.h"

/* Whether this is text: not empty, no gzip file, no HTML page, valid UTF-8 without a NUL, with a newline at
   the end. Returns false with *problem if not. */
bool text_check(struct input, struct problem *);

#endif
