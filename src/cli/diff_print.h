/* SPDX-License-Identifier: MIT */
/* What `diff' and `update --dry-run' print. */
#ifndef IANA_DIFF_PRINT_H
#define IANA_DIFF_PRINT_H

#include <jansson.h>

#include "base/buffer.h"
#include "registry/difference.h"

/* Appends the line of a difference that iana-services(1) describes. Characters that control
   a terminal are masked. colour: with escape sequences for colours. */
void diff_text(const struct difference *, bool colour, struct buffer *ret);

/* The object of a difference that iana-services-json(5) describes; the caller owns it. */
json_t *diff_json(const struct difference *);

#endif
