/* SPDX-License-Identifier: MIT */
/* What IANA's XML file has before its rows: title, date, experts, notes. */
#ifndef IANA_HEAD_H
#define IANA_HEAD_H

#include "base/buffer.h"
#include "view/records.h"

/* Whether the registry has a head: it was compiled from XML. */
static inline bool head_is_known(const struct records *r)
{
    return r->head_count > 0;
}

/* An item of the head: the name of its element, that one's attribute "title" (of an xref its type), and its
   content, all of which may be "". Item 0 is the id of the registry. i: less than r->head_count. The
   strings live as long as the index. */
struct head_item {
    const char *key, *title, *text;
};
struct head_item head_item(const struct records *r, uint32_t i);

/* Append the head as text for people: "key: text", further lines of the text indented. */
void head_text(const struct records *, struct buffer *ret);

#endif
