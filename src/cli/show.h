/* SPDX-License-Identifier: MIT */
/* An answer -> text for people, and JSON. */
#ifndef IANA_SHOW_H
#define IANA_SHOW_H

#include <jansson.h>

#include "base/buffer.h"
#include "view/details.h"

/* Whether the index has what was asked for: an entry, or a row for the name. */
bool show_found(const struct details *);

/* Appends all about it; colour: for a terminal that has them. */
void show_text(struct details *, bool colour, struct buffer *ret);

/* The same as an object; text: as it was asked for. */
json_t *show_json(struct details *, const char *text);

#endif
