/* SPDX-License-Identifier: MIT */
/* The registry as data: its rows in the registry's order, the curated and local
   services(5) lines that are compiled with them, and where they came from. */
#ifndef IANA_REGISTRY_H
#define IANA_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strtab.h"
#include "index/format.h"

/* IANA's columns, in IANA's order. */
enum column {
    COLUMN_NAME,
    COLUMN_PORT,
    COLUMN_TRANSPORT,
    COLUMN_DESCRIPTION,
    COLUMN_ASSIGNEE,
    COLUMN_CONTACT,
    COLUMN_REGISTERED,
    COLUMN_MODIFIED,
    COLUMN_REFERENCE,
    COLUMN_SERVICE_CODE,
    COLUMN_UNAUTHORIZED,
    COLUMN_NOTES,
    COLUMNS
};
_Static_assert(COLUMNS == FORMAT_COLUMNS, "columns");

/* What IANA's CSV file calls them, in its first line. */
extern const char *const column_titles[COLUMNS];

/* Ports of a row, as numbers of the host; none if first > last. */
struct ports {
    uint16_t first, last;
};
#define PORTS_NONE ((struct ports){UINT16_MAX, 0})

static inline bool ports_any(struct ports p)
{
    return p.first <= p.last;
}

struct row {
    uint32_t column[COLUMNS]; /* texts; COLUMN_PORT is always "" */
    struct ports ports;
};

/* Where struct format_row keeps the text of a column other than COLUMN_PORT. */
static inline unsigned row_text_index(enum column c)
{
    return c < COLUMN_PORT ? (unsigned)c : (unsigned)c - 1;
}

/* A line of a services(5) file. */
struct line {
    uint32_t file, number; /* path as a text; line number from 1 */
    uint32_t names;        /* text: "canonical alias alias" */
    uint32_t transport;    /* text */
    uint32_t port;
};

struct lines {
    struct line *line;
    size_t count;
};

/* Who "[id]" in a row is; each a text. */
struct person {
    uint32_t id, name, org, uri, updated;
};

/* What "[label]" in a row leads to, where the label alone does not tell: a link
   that has a text of its own, a footnote. Each a text; type as in <xref type="">. */
struct reference {
    uint32_t label, type, data;
};

struct registry {
    struct strtab text;
    struct row *rows;
    size_t row_count;
    struct lines curated, locals;
    uint32_t *local_files; /* texts: the paths that the local lines come from */
    size_t local_file_count;
    struct person *people; /* sorted by id when registry_finish is done */
    size_t person_count;
    struct reference *references; /* sorted by label, each once, likewise */
    size_t reference_count;
    uint32_t provenance[FORMAT_PROVENANCE]; /* texts */
    size_t entry_bound;                     /* entries that the rows can make, at most */
};

/* An empty registry; release it by registry_free. */
void registry_init(struct registry *);
void registry_free(struct registry *);

/* A text of the registry; valid until the next text is added. */
static inline const char *registry_text(const struct registry *r, uint32_t text)
{
    return strtab_at(&r->text, text);
}

/* The bytes of a field, not NUL-terminated. */
struct field {
    const char *bytes;
    size_t length;
};

/* Appends a row of these fields, which are copied. Returns false with *problem if a name, port or
   transport is invalid or an index cannot hold the row's range. */
bool registry_add_row(struct registry *, const struct field field[COLUMNS], size_t line, struct problem *);

/* Appends a row whose columns are texts already. Returns false with *problem where
   its range is more than an index can hold. */
bool registry_push_row(struct registry *, struct row, size_t line, struct problem *);

/* Appends the reference of an <xref>, unless its label tells as much. */
void registry_add_reference(struct registry *, struct field label, const char *type, struct field data);

/* The type that a label alone tells: "rfc", "draft", "uri", "note" or "text". */
const char *reference_type(struct field label);

/* Called when all rows are there: the date of the registry is `date`, or, where
   that is no date, the newest date of a row. False with *problem where no row has a name. */
bool registry_finish(struct registry *, const char *date, struct problem *);

/* Whether this is YYYY-MM-DD or YYYY-MM. */
bool is_date(const char *);

/* "80" or "6000-6063", or "" where first > last, into ret; returns ret. */
#define PORTS_TEXT_SIZE 12
char *ports_text(uint16_t first, uint16_t last, char ret[static PORTS_TEXT_SIZE]);

/* The longest name; also what a transport may have. */
#define NAME_LENGTH_MAX 255u

/* The order of transports: tcp, udp, sctp, dccp, then the others by name.
   As strcmp. */
int transport_compare(const char *a, const char *b);

/* Whether services(5) can write this name: not empty, all of 0x21-0x7E, no "#". */
bool name_is_writable(const char *name);

#endif
