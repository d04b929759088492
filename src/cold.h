/* The cold part of a loaded index, read in place: rows and texts. */
#ifndef IANA_COLD_H
#define IANA_COLD_H

#include "command.h"

struct cold {
    const struct format_row *rows;
    uint32_t row_count;
    const char *text;
    uint32_t text_size;
    const le32 *provenance;
    uint32_t provenance_count;
};

/* Finds the cold sections; those that are not sound are empty. */
void cold_open(const struct loaded *, struct cold *ret);

/* A text; "" where the index lies about it. Lives as long as the index. */
const char *cold_text(const struct cold *, uint32_t offset);

/* A row's column, which is not COLUMN_PORT. */
static inline const char *cold_column(const struct cold *c, uint32_t row, enum column column)
{
    return cold_text(c, le24_get(c->rows[row].text[row_text_index(column)]));
}

/* A row's ports, host values. False where it has none. */
bool cold_ports(const struct cold *, uint32_t row, uint16_t *ret_first, uint16_t *ret_last);

/* A fact about the registry, or "". */
const char *cold_provenance(const struct cold *, enum format_provenance);

#endif
