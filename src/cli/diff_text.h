/* SPDX-License-Identifier: MIT */
/* A difference as a line of text. */
#ifndef IANA_DIFF_TEXT_H
#define IANA_DIFF_TEXT_H

#include "base/buffer.h"
#include "registry/difference.h"

/* Appends the line of a difference that iana-services(1) describes. Characters that control
   a terminal are masked. colour: with escape sequences for colours. */
void diff_text(const struct difference *, bool colour, struct buffer *ret);

#endif
