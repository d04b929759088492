/* SPDX-License-Identifier: MIT */
/* The head of the registry; see head.h. */
#include "view/head.h"

#include <string.h>

struct head_item head_item(const struct records *r, uint32_t i)
{
    const struct format_head *h = &r->head[i];
    return (struct head_item){records_text(r, le24_get(h->key)), records_text(r, le24_get(h->title)),
                              records_text(r, le24_get(h->text))};
}

/* "key: text" on a line; a text of several lines follows it, indented. */
static void add_item(const char *key, const char *title, const char *text, struct buffer *ret)
{
    bool is_long = strchr(text, '\n') != NULL;
    buffer_printf(ret, "%s%s%s%s:%s", key, *title ? " (" : "", title, *title ? ")" : "",
                  is_long ? "\n" : " ");
    while (is_long && *text) {
        size_t n = strcspn(text, "\n");
        buffer_printf(ret, "%s%.*s\n", n ? "    " : "", (int)n, text);
        text += n + (text[n] == '\n');
    }
    if (!is_long)
        buffer_printf(ret, "%s\n", text);
}

void head_text(const struct records *r, struct buffer *ret)
{
    for (uint32_t i = 1; i < r->head_count; i++) {
        struct head_item item = head_item(r, i);
        bool is_reference = strcmp(item.key, "xref") == 0;
        add_item(is_reference ? "reference" : item.key, is_reference ? "" : item.title, item.text, ret);
    }
}
