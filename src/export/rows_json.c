/* SPDX-License-Identifier: MIT */
/* An index -> a JSON array with one row, an object, on each line; see export.h. */
#include "export/export.h"
#include "view/json.h"

void export_json(const struct index *index, const struct records *records, struct buffer *ret)
{
    (void)index;
    buffer_add_string(ret, "[");
    for (uint32_t row = 0; row < records->row_count; row++) {
        buffer_add_string(ret, row == 0 ? "\n" : ",\n");
        json_write(json_row(records, row), JSON_COMPACT, ret);
    }
    buffer_add_string(ret, "\n]\n");
}
