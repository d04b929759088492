/* SPDX-License-Identifier: MIT */
/* An index -> the head of the registry, and a table with a line for each row, in IANA's order of columns; see
   export.h. */
#include <stdint.h>
#include <string.h>

#include "base/columns.h"
#include "export/export.h"
#include "view/head.h"

/* Of a column: 95 % of the descriptions fit. A longer cell moves the next one to the right. */
#define WIDTH_MAX 48
#define GAP 2 /* blanks between columns, at least */

static size_t text_width(const char *s, size_t most)
{
    size_t columns;
    columns_fit(s, most, &columns);
    return columns;
}

static void measure(const struct records *records, size_t ret_width[COLUMNS])
{
    char ports[PORTS_TEXT_SIZE];
    for (int i = 0; i < COLUMNS; i++)
        ret_width[i] = text_width(column_titles[i], SIZE_MAX);
    for (uint32_t row = 0; row < records->row_count; row++)
        for (int i = 0; i < COLUMNS; i++) {
            size_t width = text_width(records_field(records, row, (enum column)i, ports), WIDTH_MAX);
            ret_width[i] = width > ret_width[i] ? width : ret_width[i];
        }
}

/* A newline in a cell becomes a blank, so that each row is one line, for grep. */
static void add_cell(struct buffer *ret, const char *cell)
{
    size_t start = ret->size;
    buffer_add_string(ret, cell);
    for (size_t i = start; i < ret->size; i++)
        if (ret->data[i] == '\n' || ret->data[i] == '\r' || ret->data[i] == '\t')
            ret->data[i] = ' ';
}

/* A line has no blanks at its end. */
static void add_line(struct buffer *ret, const char *const cells[COLUMNS], const size_t width[COLUMNS])
{
    size_t at = 0, start = 0, end = 0; /* end: of the last cell, with the gap */
    for (int i = 0; i < COLUMNS; start += width[i] + GAP, i++) {
        if (!*cells[i])
            continue;
        size_t from = start > end ? start : end;
        buffer_printf(ret, "%*s", (int)(from - at), "");
        add_cell(ret, cells[i]);
        at = from + text_width(cells[i], SIZE_MAX);
        end = at + GAP;
    }
    buffer_add_string(ret, "\n");
}

void export_txt(const struct index *index, const struct records *records, struct buffer *ret)
{
    size_t width[COLUMNS];
    char ports[PORTS_TEXT_SIZE];
    (void)index;
    head_text(records, ret);
    if (ret->size > 0)
        buffer_add_string(ret, "\n");
    measure(records, width);
    add_line(ret, column_titles, width);
    for (uint32_t row = 0; row < records->row_count; row++) {
        const char *cells[COLUMNS];
        for (int i = 0; i < COLUMNS; i++)
            cells[i] = records_field(records, row, (enum column)i, ports);
        add_line(ret, cells, width);
    }
}
