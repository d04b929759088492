/* SPDX-License-Identifier: MIT */
/* An index -> a JSON array, an object for each row on a line of its own; see write.h. */
#include "export/export.h"
#include "view/json.h"

static int append(const char *s, size_t n, void *ret)
{
    buffer_add(ret, s, n);
    return 0;
}

void export_json(const struct index *index, const struct records *records, struct buffer *ret)
{
    (void)index;
    buffer_add_string(ret, "[");
    for (uint32_t row = 0; row < records->row_count; row++) {
        json_t *object = json_row(records, row);
        buffer_add_string(ret, row == 0 ? "\n" : ",\n");
        json_dump_callback(object, append, ret, JSON_COMPACT);
        json_decref(object);
    }
    buffer_add_string(ret, "\n]\n");
}
