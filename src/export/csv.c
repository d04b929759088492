/* An index -> CSV as IANA's file has it: twelve columns, CRLF, quotes only where
   RFC 4180 needs them; see write.h. */
#include <string.h>

#include "export/export.h"

static void add_field(struct bytes *ret, const char *field)
{
    if (!field[strcspn(field, ",\"\r\n")]) {
        bytes_add_string(ret, field);
        return;
    }
    bytes_add(ret, "\"", 1);
    for (size_t n; n = strcspn(field, "\""), field[n]; field += n + 1) {
        bytes_add(ret, field, n);
        bytes_add(ret, "\"\"", 2);
    }
    bytes_add_string(ret, field);
    bytes_add(ret, "\"", 1);
}

static void end_field(struct bytes *ret, int column)
{
    bytes_add_string(ret, column < COLUMNS - 1 ? "," : "\r\n");
}

void write_csv(const struct index *index, const struct cold *cold, struct bytes *ret)
{
    char ports[PORTS_TEXT_SIZE];
    (void)index;
    for (int i = 0; i < COLUMNS; i++) {
        add_field(ret, column_titles[i]);
        end_field(ret, i);
    }
    for (uint32_t row = 0; row < cold->row_count; row++)
        for (int i = 0; i < COLUMNS; i++) {
            add_field(ret, cold_field(cold, row, (enum column)i, ports));
            end_field(ret, i);
        }
}
