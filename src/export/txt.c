/* SPDX-License-Identifier: MIT */
/* An index -> a plain table, a line for each row, in IANA's column order; see write.h. */
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "export/export.h"

/* 95 of 100 descriptions fit. What is longer pushes what
   follows to the right, as far as it must. */
#define WIDTH_MAX 48
#define GAP 2

/* The characters of a text. */
static size_t text_width(const char *s)
{
    size_t width = 0;
    for (size_t n; *s; s += n ? n : 1, width++)
        n = utf8_length(s, strnlen(s, 4));
    return width;
}

static void measure(const struct records *records, size_t ret_width[COLUMNS])
{
    char ports[PORTS_TEXT_SIZE];
    for (int i = 0; i < COLUMNS; i++)
        ret_width[i] = text_width(column_titles[i]);
    for (uint32_t row = 0; row < records->row_count; row++)
        for (int i = 0; i < COLUMNS; i++) {
            size_t width = text_width(records_field(records, row, (enum column)i, ports));
            width = width < WIDTH_MAX ? width : WIDTH_MAX;
            ret_width[i] = width > ret_width[i] ? width : ret_width[i];
        }
}

/* A line end inside a cell is a blank: each row stays on one line, for grep. */
static void add_cell(struct buffer *ret, const char *cell)
{
    size_t start = ret->size;
    buffer_add_string(ret, cell);
    for (size_t i = start; i < ret->size; i++)
        if (ret->data[i] == '\n' || ret->data[i] == '\r' || ret->data[i] == '\t')
            ret->data[i] = ' ';
}

/* No blanks at the end of a line. */
static void add_line(struct buffer *ret, const char *const cells[COLUMNS], const size_t width[COLUMNS])
{
    size_t at = 0, start = 0, end = 0; /* in characters; end: of the last cell, with the gap */
    for (int i = 0; i < COLUMNS; start += width[i] + GAP, i++) {
        if (!*cells[i])
            continue;
        size_t from = start > end ? start : end;
        buffer_printf(ret, "%*s", (int)(from - at), "");
        add_cell(ret, cells[i]);
        at = from + text_width(cells[i]);
        end = at + GAP;
    }
    buffer_add_string(ret, "\n");
}

void export_txt(const struct index *index, const struct records *records, struct buffer *ret)
{
    size_t width[COLUMNS];
    char ports[PORTS_TEXT_SIZE];
    (void)index;
    measure(records, width);
    add_line(ret, column_titles, width);
    for (uint32_t row = 0; row < records->row_count; row++) {
        const char *cells[COLUMNS];
        for (int i = 0; i < COLUMNS; i++)
            cells[i] = records_field(records, row, (enum column)i, ports);
        add_line(ret, cells, width);
    }
}
