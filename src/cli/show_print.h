/* SPDX-License-Identifier: MIT */
/* What `show' prints. */
#ifndef IANA_SHOW_PRINT_H
#define IANA_SHOW_PRINT_H

#include "base/buffer.h"
#include "view/applications.h"
#include "view/json.h"

struct show_style {
    size_t width; /* columns of the terminal; 0: no terminal, so no line is broken */
    bool colour;  /* with escape sequences for colours */
    bool all;     /* long notes whole */
};

/* Appends all details; of a range of ports that has more than one service a list, and if there is nothing, the
   nearest ports. Characters that control a terminal are masked. */
void show_text(struct details *, const struct applications *, struct show_style, struct buffer *ret);

/* Writes all details as an object. text: the argument that the target comes from. */
void show_json(struct details *, const struct applications *, const char *text, struct json_out *);

#endif
