/* SPDX-License-Identifier: MIT */
/* Details -> text for people. */
#ifndef IANA_SHOW_TEXT_H
#define IANA_SHOW_TEXT_H

#include "base/buffer.h"
#include "view/details.h"

/* Appends all details, and if there are none, the nearest ports. Characters that control a
   terminal are masked. colour: with escape sequences for colours. */
void show_text(struct details *, bool colour, struct buffer *ret);

#endif
