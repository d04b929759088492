/* SPDX-License-Identifier: MIT */
/* Whether an input is text at all, before a parser reads it. */
#ifndef IANA_TEXT_CHECK_H
#define IANA_TEXT_CHECK_H

#include "base/file.h"

/* Whether it is text: not empty, not compressed, no web page, no NUL, valid
   UTF-8, a newline at the end. Returns false with *problem where it is not. */
bool text_check(struct input, struct problem *);

#endif
