/* An index -> services(5); see write.h. */
#include <string.h>

#include "view/entry_iter.h"
#include "export/export.h"
#include "registry/parse.h"

void write_services(const struct index *index, const struct cold *cold, struct bytes *ret)
{
    const char *date = cold_provenance(cold, PROVENANCE_DATE);
    struct service s;
    bytes_print(ret, SERVICES_MARK " from the registry of %s; do not compile it in again.\n", *date ? date : "unknown date");
    for (uint32_t cursor = 0; find_next(index, &cursor, &s);) {
        const char *name = s.names, *end = s.names + s.size;
        bytes_print(ret, "%-16s%s%u/%s", name, strlen(name) < 16 ? "" : " ", s.port, s.transport);
        while ((name += strlen(name) + 1) < end)
            bytes_print(ret, " %s", name);
        bytes_add_string(ret, "\n");
    }
}
