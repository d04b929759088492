/* SPDX-License-Identifier: MIT */
/* The records of a loaded index; see records.h. */
#include "view/records.h"

#include <stdio.h>
#include <strings.h>

#include "base/lower_bound.h"

void records_open(const struct loaded *loaded, struct records *ret)
{
    const void *b = loaded->bytes;
    size_t n = loaded->length;
    ret->rows = index_section(b, n, SECTION_ROWS, sizeof *ret->rows, &ret->row_count);
    ret->people = index_section(b, n, SECTION_PEOPLE, sizeof *ret->people, &ret->person_count);
    ret->references = index_section(b, n, SECTION_REFERENCES, sizeof *ret->references, &ret->reference_count);
    ret->head = index_section(b, n, SECTION_HEAD, sizeof *ret->head, &ret->head_count);
    ret->links = index_section(b, n, SECTION_LINKS, sizeof *ret->links, &ret->link_count);
    ret->ranges = index_section(b, n, SECTION_RANGES, sizeof *ret->ranges, &ret->range_count);
    ret->curated = index_section(b, n, SECTION_CURATED, sizeof *ret->curated, &ret->curated_count);
    ret->local_lines =
        index_section(b, n, SECTION_LOCAL_LINES, sizeof *ret->local_lines, &ret->local_line_count);
    ret->local_files =
        index_section(b, n, SECTION_LOCAL_FILES, sizeof *ret->local_files, &ret->local_file_count);
    ret->applications =
        index_section(b, n, SECTION_APPLICATIONS, sizeof *ret->applications, &ret->application_count);
    ret->text = index_section(b, n, SECTION_TEXT, 1, &ret->text_size);
    ret->provenance =
        index_section(b, n, SECTION_PROVENANCE, sizeof *ret->provenance, &ret->provenance_count);
    if (ret->text_size > 0 && ret->text[ret->text_size - 1] != '\0')
        ret->text_size = 0;
}

const char *records_text(const struct records *r, uint32_t offset)
{
    return offset < r->text_size ? r->text + offset : "";
}

const char *records_field(const struct records *r, uint32_t row, enum column column,
                          char ports[static PORTS_TEXT_SIZE])
{
    uint16_t first, last;
    if (column != COLUMN_PORT)
        return records_column(r, row, column);
    records_ports(r, row, &first, &last);
    return ports_text(first, last, ports);
}

static bool is_row_before(const void *item, const void *key)
{
    return le24_get(*(const le24 *)item) < *(const uint32_t *)key;
}

const char *records_written_ports(const struct records *r, uint32_t row, char ports[static PORTS_TEXT_SIZE])
{
    size_t i = lower_bound(r->ranges, r->range_count, sizeof *r->ranges, is_row_before, &row);
    uint16_t first, last;
    records_ports(r, row, &first, &last);
    ports_text(first, last, ports);
    if (i < r->range_count && le24_get(r->ranges[i]) == row && first == last)
        snprintf(ports, PORTS_TEXT_SIZE, "%u-%u", first, first);
    return ports;
}

const char *records_provenance(const struct records *r, enum format_provenance what)
{
    return (uint32_t)what < r->provenance_count ? records_text(r, le32_get(r->provenance[what])) : "";
}

struct dates records_dates(const struct records *r)
{
    return (struct dates){records_provenance(r, PROVENANCE_DATE),
                          records_provenance(r, PROVENANCE_NEWEST_ROW)};
}

enum status records_status(const struct records *r, uint32_t row)
{
    const char *description = records_column(r, row, COLUMN_DESCRIPTION);
    if (*records_column(r, row, COLUMN_NAME))
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
