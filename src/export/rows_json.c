/* SPDX-License-Identifier: MIT */
/* An index -> a JSON array with one row, an object, on each line; see export.h. */
#include "export/export.h"
#include "view/json.h"

void export_json(const struct index *index, const struct records *records, struct buffer *ret)
{
    (void)index;
    buffer_add_string(ret, "[");
    for (uint32_t row = 0; row < records->row_count; row++) {
        struct json_out out = {.text = ret};
        buffer_add_string(ret, row == 0 ? "\n" : ",\n");
        json_open(&out, NULL, '{');
        json_put_row(&out, records, row);
        json_close(&out, '}');
    }
    buffer_add_string(ret, "\n]\n");
}
