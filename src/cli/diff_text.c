/* SPDX-License-Identifier: MIT */
/* Differences as lines of text: what `diff' and `update --dry-run' print. */
#include <string.h>

#include "base/terminal.h"
#include "base/utf8.h"
#include "cli/diff_print.h"
#include "view/json.h"

#define DESCRIPTION_MAX 100u /* bytes of a description that are shown */
#define VALUE_MAX 60u        /* bytes of a column's value that are shown */
#define CONTEXT_MAX 20u      /* bytes of them before the first difference */
#define COMPARED_MAX 4096u   /* bytes in which that is looked for: many rows may share two long values */

/* The length of the longest prefix of s of at most `most' bytes that ends with a whole character. */
static size_t whole_characters(const char *s, size_t most)
{
    size_t n = 0;
    bool plain;
    while (s[n]) {
        size_t next = n + utf8_character(s + n, strnlen(s + n, 4), &plain);
        if (next > most)
            break;
        n = next;
    }
    return n;
}

static void add_text(struct buffer *out, const char *s)
{
    utf8_mask(out, s, strlen(s));
}

/* "PORT/TRANSPORT", with "-" if there is no port. */
static void add_key(struct buffer *out, const struct part *p, uint16_t last, const char *transport)
{
    char ports[PORTS_TEXT_SIZE];
    buffer_printf(out, "%s", p->first > last ? "-" : ports_text(p->first, last, ports));
    buffer_add_string(out, *transport ? "/" : "");
    add_text(out, transport);
}

static void add_names(struct buffer *out, struct parts p, bool with_moved)
{
    for (size_t i = 0; i < p.count; i++)
        if ((with_moved || !p.part[i].moved) && *part_column(&p.part[i], COLUMN_NAME)) {
            buffer_add_string(out, " ");
            add_text(out, part_column(&p.part[i], COLUMN_NAME));
        }
}

static void add_description(struct buffer *out, const struct part *p)
{
    const char *s = part_column(p, COLUMN_DESCRIPTION);
    size_t n = whole_characters(s, DESCRIPTION_MAX);
    const char *line = memchr(s, '\n', n);
    n = line ? (size_t)(line - s) : n;
    buffer_add_string(out, *s ? ": " : "");
    utf8_mask(out, s, n);
    buffer_add_string(out, s[n] ? "..." : "");
}

/* A value in quotes, shortened to the part around its byte `at', the first that differs. */
static void add_value(struct buffer *out, const char *s, size_t at)
{
    size_t start = strnlen(s, VALUE_MAX + 1) > VALUE_MAX && at > CONTEXT_MAX ? at - CONTEXT_MAX : 0;
    while (((unsigned char)s[start] & 0xc0) == 0x80)
        start++;
    size_t n = whole_characters(s + start, VALUE_MAX);
    buffer_printf(out, "\"%s", start ? "..." : "");
    utf8_mask(out, s + start, n);
    buffer_printf(out, "%s\"", s[start + n] ? "..." : "");
}

static void add_columns(struct buffer *out, const struct part *old, const struct part *new,
                        const char *separator)
{
    enum column c = COLUMN_NAME + 1; /* a "=" tells the names */
    for (; part_differs(old, new, c, &c); c++) {
        const char *x = part_column(old, c), *y = part_column(new, c);
        size_t at = 0;
        while (at < COMPARED_MAX && x[at] && x[at] == y[at])
            at++;
        buffer_printf(out, "%s%s: ", separator, column_key(c));
        add_value(out, x, at);
        buffer_add_string(out, " -> ");
        add_value(out, y, at);
        separator = "; ";
    }
}

void diff_text(const struct difference *d, bool colour, struct buffer *ret)
{
    static const struct {
        char mark;
        const char *colour;
    } marks[DIFF_KINDS] = {
        {'+', "\x1b[32m"}, {'-', "\x1b[31m"}, {'=', "\x1b[33m"}, {'>', "\x1b[33m"}, {'~', "\x1b[33m"}};
    struct parts parts = difference_parts(d);
    const struct part *p = parts.part;
    buffer_printf(ret, "%s%c ", colour ? marks[d->kind].colour : "", marks[d->kind].mark);
    add_key(ret, p, d->old.part ? d->old_last : d->new_last, d->transport);
    if (d->kind == DIFF_ADDED || d->kind == DIFF_REMOVED) {
        for (size_t n = parts.count; p->moved && n > 1; n--)
            p++; /* a move is another line */
        add_names(ret, parts, false);
        add_description(ret, p);
    } else if (d->kind == DIFF_RENAMED) {
        add_names(ret, parts, false); /* a move is another line */
        buffer_add_string(ret, " ->");
        add_names(ret, d->new, false);
    } else {
        add_names(ret, d->new, true);
        if (d->kind == DIFF_MOVED) {
            buffer_add_string(ret, " -> ");
            add_key(ret, d->new.part, d->new_last, d->transport);
        }
        add_columns(ret, p, d->new.part, d->kind == DIFF_MOVED ? "; " : ": ");
    }
    buffer_printf(ret, "%s\n", colour ? "\x1b[0m" : "");
}
