/* SPDX-License-Identifier: MIT */
/* The records part of a loaded index; see records.h. */
#include "view/records.h"

#include <strings.h>

void records_open(const struct loaded *loaded, struct records *ret)
{
    const void *b = loaded->bytes;
    size_t n = loaded->length;
    ret->rows = index_section(b, n, SECTION_ROWS, sizeof *ret->rows, &ret->row_count);
    ret->people = index_section(b, n, SECTION_PEOPLE, sizeof *ret->people, &ret->person_count);
    ret->references = index_section(b, n, SECTION_REFERENCES, sizeof *ret->references, &ret->reference_count);
    ret->curated = index_section(b, n, SECTION_CURATED, sizeof *ret->curated, &ret->curated_count);
    ret->local_lines =
        index_section(b, n, SECTION_LOCAL_LINES, sizeof *ret->local_lines, &ret->local_line_count);
    ret->local_files =
        index_section(b, n, SECTION_LOCAL_FILES, sizeof *ret->local_files, &ret->local_file_count);
    ret->text = index_section(b, n, SECTION_TEXT, 1, &ret->text_size);
    ret->provenance =
        index_section(b, n, SECTION_PROVENANCE, sizeof *ret->provenance, &ret->provenance_count);
    if (ret->text_size > 0 && ret->text[ret->text_size - 1] != '\0')
        ret->text_size = 0;
}

const char *records_text(const struct records *c, uint32_t offset)
{
    return offset < c->text_size ? c->text + offset : "";
}

bool records_ports(const struct records *c, uint32_t row, uint16_t *ret_first, uint16_t *ret_last)
{
    *ret_first = le16_get(c->rows[row].first_port);
    *ret_last = le16_get(c->rows[row].last_port);
    return *ret_first <= *ret_last;
}

const char *records_field(const struct records *c, uint32_t row, enum column column,
                          char ports[static PORTS_TEXT_SIZE])
{
    uint16_t first, last;
    if (column != COLUMN_PORT)
        return records_column(c, row, column);
    records_ports(c, row, &first, &last);
    return ports_text(first, last, ports);
}

const char *records_provenance(const struct records *c, enum format_provenance what)
{
    return (uint32_t)what < c->provenance_count ? records_text(c, le32_get(c->provenance[what])) : "";
}

enum status records_status(const struct records *c, uint32_t row)
{
    const char *description = records_column(c, row, COLUMN_DESCRIPTION);
    if (*records_column(c, row, COLUMN_NAME))
        return STATUS_ASSIGNED;
    return strncasecmp(description + (*description == '('), "unassigned", 10) == 0 ? STATUS_UNASSIGNED
                                                                                   : STATUS_RESERVED;
}

const char *status_text(enum status status)
{
    return status == STATUS_ASSIGNED ? "assigned" : status == STATUS_RESERVED ? "reserved" : "unassigned";
}

const struct port_range port_ranges[PORT_RANGES] = {
    {"System", 0, 1023}, {"User", 1024, 49151}, {"Dynamic", 49152, 65535}};

const char *port_range(uint16_t port)
{
    int i = 0;
    while (port > port_ranges[i].last)
        i++;
    return port_ranges[i].name;
}
