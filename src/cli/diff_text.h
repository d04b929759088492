/* SPDX-License-Identifier: MIT */
/* A difference as a line of text. */
#ifndef IANA_DIFF_TEXT_H
#define IANA_DIFF_TEXT_H

#include "base/buffer.h"
#include "registry/diff.h"

/* Appends a line for a difference, as iana-services(1) says; what a terminal would obey
   is masked. */
void diff_text(const struct difference *, bool colour, struct buffer *ret);

#endif
