/* SPDX-License-Identifier: MIT */
/* An index -> CSV like IANA's file: twelve columns, CRLF, quotes only if RFC 4180 requires
   them; see export.h. */
#include <string.h>

#include "export/export.h"

static void add_field(struct buffer *ret, const char *field)
{
    if (!field[strcspn(field, ",\"\r\n")]) {
        buffer_add_string(ret, field);
        return;
    }
    buffer_add(ret, "\"", 1);
    for (size_t n; n = strcspn(field, "\""), field[n]; field += n + 1) {
        buffer_add(ret, field, n);
        buffer_add(ret, "\"\"", 2);
    }
    buffer_add_string(ret, field);
    buffer_add(ret, "\"", 1);
}

static void end_field(struct buffer *ret, int column)
{
    buffer_add_string(ret, column < COLUMNS - 1 ? "," : "\r\n");
}

void export_csv(const struct index *index, const struct records *records, struct buffer *ret)
{
    char ports[PORTS_TEXT_SIZE];
    (void)index;
    for (int i = 0; i < COLUMNS; i++) {
        add_field(ret, column_titles[i]);
        end_field(ret, i);
    }
    for (uint32_t row = 0; row < records->row_count; row++)
        for (int i = 0; i < COLUMNS; i++) {
            add_field(ret, records_field(records, row, (enum column)i, ports));
            end_field(ret, i);
        }
}
