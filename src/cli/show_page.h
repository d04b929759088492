/* SPDX-License-Identifier: MIT */
/* Text laid out for a terminal or a pipe: indented lines of "label: value" items. All texts are masked here. */
#ifndef IANA_SHOW_PAGE_H
#define IANA_SHOW_PAGE_H

#include "base/buffer.h"
#include "cli/show_print.h"

/* Zeroed but for out and style at first; p->word.data is to be freed at the end. */
struct page {
    struct buffer *out;
    struct show_style style;
    size_t column;      /* that the line has reached, 0 at its start */
    size_t indent;      /* of items and sentences */
    bool is_broken;     /* the last item takes several lines */
    struct buffer word; /* the last that was put, masked */
};

/* Ends the line, unless nothing is on it. */
void page_end_line(struct page *);

/* Puts the line that a block begins with, left of its items: "place  name  description", some of which may
   be "". */
void page_head(struct page *, const char *place, const char *name, const char *description);

/* Puts a text on lines of its own. */
void page_sentence(struct page *, const char *text);

/* Puts "label: text", beside the item before if there is room; nothing if the text is "". */
void page_item(struct page *, const char *label, const char *text);

/* The same on lines of its own, with the lines that the text has: on a terminal only the first three of a long
   one, and how to see the others. */
void page_note(struct page *, const char *label, const char *text);

#endif
