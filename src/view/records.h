/* SPDX-License-Identifier: MIT */
/* The records of a loaded index, read in place: rows, people, references, curated and local
   lines, applications, texts. */
#ifndef IANA_RECORDS_H
#define IANA_RECORDS_H

#include "base/endian.h"
#include "registry/registry.h"
#include "store/loaded_index.h"

struct records {
    const struct format_row *rows;
    uint32_t row_count;
    const struct format_person *people;
    uint32_t person_count;
    const struct format_reference *references;
    uint32_t reference_count;
    const struct format_head *head;
    uint32_t head_count;
    const struct format_link *links;
    uint32_t link_count;
    const le24 *ranges;
    uint32_t range_count;
    const struct format_line *curated, *local_lines;
    uint32_t curated_count;
    uint32_t local_line_count;
    const le32 *local_files;
    uint32_t local_file_count;
    const struct format_application *applications;
    uint32_t application_count;
    const char *text;
    uint32_t text_size;
    const le32 *provenance;
    uint32_t provenance_count;
};

/* Finds the records in a loaded index, which must outlive *ret. Sections that are missing or
   damaged are empty. */
void records_open(const struct loaded *, struct records *ret);

/* The text at an offset, or "" if there is none. It lives as long as the index. */
const char *records_text(const struct records *, uint32_t offset);

/* The text of a row's column other than COLUMN_PORT. */
static inline const char *records_column(const struct records *r, uint32_t row, enum column column)
{
    return records_text(r, le24_get(r->rows[row].text[row_text_index(column)]));
}

/* The text of any column, as in IANA's CSV file. That of COLUMN_PORT is "80", "6000-6063" or
   "", and is written to `ports`. */
const char *records_field(const struct records *, uint32_t row, enum column,
                          char ports[static PORTS_TEXT_SIZE]);

/* A row's ports in host byte order. Returns false if it has none; then *ret_first > *ret_last. */
static inline bool records_ports(const struct records *r, uint32_t row, uint16_t *ret_first,
                                 uint16_t *ret_last)
{
    *ret_first = le16_get(r->rows[row].first_port);
    *ret_last = le16_get(r->rows[row].last_port);
    return *ret_first <= *ret_last;
}

/* As records_field, but one port as the range "80-80" if the registry has it so. */
const char *records_written_ports(const struct records *, uint32_t row, char ports[static PORTS_TEXT_SIZE]);

/* A fact about the registry, or "". */
const char *records_provenance(const struct records *, enum format_provenance);

/* The dates of the registry. */
struct dates records_dates(const struct records *);

/* The status of a row. IANA has no column for it: rows without a name have it in their
   description: "Unassigned", or why nobody can have the port (Reserved, De-registered,
   Removed ...). */
enum status { STATUS_ASSIGNED, STATUS_RESERVED, STATUS_UNASSIGNED };
enum status records_status(const struct records *, uint32_t row);

/* "assigned", "reserved" or "unassigned". */
const char *status_text(enum status);

/* System, User and Dynamic Ports: RFC 6335, section 6. */
struct port_range {
    const char *name;
    uint16_t first, last;
};
enum { PORT_RANGES = 3 };
extern const struct port_range port_ranges[PORT_RANGES];

/* The name of a port's range. */
const char *port_range(uint16_t port);

#endif
