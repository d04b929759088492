/* SPDX-License-Identifier: MIT */
/* What `show' prints. */
#ifndef IANA_SHOW_PRINT_H
#define IANA_SHOW_PRINT_H

#include <jansson.h>

#include "base/buffer.h"
#include "view/details.h"

/* Appends all details, and if there are none, the nearest ports. Characters that control a
   terminal are masked. colour: with escape sequences for colours. */
void show_text(struct details *, bool colour, struct buffer *ret);

/* An object, to be released with json_decref. text: the argument that the target comes from. */
json_t *show_json(struct details *, const char *text);

#endif
