/* An index -> a JSON array, an object for each row on a line of its own; see write.h. */
#include "view/json.h"
#include "export/export.h"

static int append(const char *s, size_t n, void *ret)
{
    bytes_add(ret, s, n);
    return 0;
}

void write_json(const struct index *index, const struct cold *cold, struct bytes *ret)
{
    (void)index;
    bytes_add_string(ret, "[");
    for (uint32_t row = 0; row < cold->row_count; row++) {
        json_t *object = json_row(cold, row);
        bytes_add_string(ret, row == 0 ? "\n" : ",\n");
        json_dump_callback(object, append, ret, JSON_COMPACT);
        json_decref(object);
    }
    bytes_add_string(ret, "\n]\n");
}
