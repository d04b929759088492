/* SPDX-License-Identifier: MIT */
/* What `show' prints. */
#ifndef IANA_SHOW_PRINT_H
#define IANA_SHOW_PRINT_H

#include "base/buffer.h"
#include "view/details.h"
#include "view/json.h"

/* Appends all details, and if there are none, the nearest ports. Characters that control a
   terminal are masked. colour: with escape sequences for colours. */
void show_text(struct details *, bool colour, struct buffer *ret);

/* Writes all details as an object. text: the argument that the target comes from. */
void show_json(struct details *, const char *text, struct json_out *);

#endif
