/* SPDX-License-Identifier: MIT */
/* An index -> services(5); see export.h. */
#include <string.h>

#include "export/export.h"
#include "registry/parse.h"
#include "view/entry_iter.h"

void export_services(const struct index *index, const struct records *records, struct buffer *ret)
{
    char date[DATES_TEXT_SIZE];
    struct service s;
    buffer_printf(ret, SERVICES_MARK " from the registry of %s; do not compile it in again.\n",
                  dates_text(records_dates(records), date));
    for (uint32_t cursor = 0; entry_iter_next(index, &cursor, &s);) {
        const char *name = s.names, *end = s.names + s.size;
        buffer_printf(ret, "%-16s%s%u/%s", name, strlen(name) < 16 ? "" : " ", s.port, s.transport);
        while ((name += strlen(name) + 1) < end)
            buffer_printf(ret, " %s", name);
        buffer_add_string(ret, "\n");
    }
}
