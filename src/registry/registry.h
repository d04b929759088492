/* SPDX-License-Identifier: MIT */
/* The registry as data: its rows in the registry's order, its people and references, the curated and local
   services(5) lines and the applications that are compiled with them, and its provenance. Every string is a "text": its offset in
   the string table, 0 for "". */
#ifndef IANA_REGISTRY_H
#define IANA_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strtab.h"
#include "index/format.h"
#include "registry/dates.h"

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

/* Their titles in the first line of IANA's CSV file. */
extern const char *const column_titles[COLUMNS];

/* The ports of a row, in host byte order; none if first > last. */
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
    bool is_range; /* of one port that is written as "80-80" */
};

/* The index in format_row's text[] of a column other than COLUMN_PORT. */
static inline unsigned row_text_index(enum column c)
{
    return c < COLUMN_PORT ? (unsigned)c : (unsigned)c - 1;
}

/* A line of a services(5) file. */
struct line {
    uint32_t file, number; /* path, a text; line number from 1 */
    uint32_t names;        /* text: "canonical alias alias" */
    uint32_t transport;    /* text */
    uint32_t port;
};

struct lines {
    struct line *line;
    size_t count;
};

/* The person or organization that "[id]" in a row refers to. Each member is a text. The order of members here
   and in the next three structs is that of index/format.h. */
struct person {
    uint32_t id, name, org, uri, updated;
};

/* What "[label]" in a row refers to if the label alone does not tell: a link with a text instead of its
   address, a footnote. Each member is a text; type is that of <xref type="">. */
struct reference {
    uint32_t label, type, data, section;
};

/* What IANA's XML file has before its rows: an element, its attribute "title" and its content. Each member is
   a text. The first one has the key "id" and is the root's attribute; a registry from CSV has none. */
struct head {
    uint32_t key, title, text;
};

/* A "[label]" that was an <xref> in running text: the text that it is in, its offset there, and its type, a
   text. In a registry that has a head, other brackets are just text. Equal texts have the same links. */
struct link {
    uint32_t text, at, type;
};

/* Ports that a program uses by default, whatever the registry has there: a line of a file of applications (see
   registry/applications.h). */
struct application {
    struct ports ports;
    uint32_t file, number;                     /* path, a text, "" for the shipped file; line number from 1 */
    uint32_t transport, program, what, source; /* texts */
};

/* A date in the registry's file. */
struct dated {
    uint32_t text;
    size_t line; /* from 1 */
};

struct registry {
    struct strtab text;
    struct row *rows;
    size_t row_count;
    size_t folded_transports; /* rows whose transport was in capitals */
    struct lines curated, locals;
    bool closed;           /* a name of a local line is answered by name from local lines only */
    uint32_t *local_files; /* texts: paths of the files of local lines */
    size_t local_file_count;
    struct application *applications; /* by ports, transport, program; one for each */
    size_t application_count;
    uint32_t *application_files; /* texts: paths of the administrator's files of applications */
    size_t application_file_count;
    struct person *people; /* after registry_finish: sorted by id */
    size_t person_count;
    struct reference *references; /* after registry_finish: sorted by label, without duplicates */
    size_t reference_count;
    struct head *head;
    size_t head_count;
    struct link *links; /* after registry_finish: sorted by text and offset, one for each */
    size_t link_count;
    uint32_t provenance[FORMAT_PROVENANCE]; /* texts */
    size_t entry_bound;                     /* upper bound of the entries that the rows make */
    /* Of the parsers, for messages: */
    struct dated updated, newest_row; /* what the provenance has as dates */
    struct dated no_date;             /* the first that is none, such as 05/06/2017 */
    size_t no_date_count;
};

/* Make *ret an empty registry. The caller releases it by registry_free, also if filling it fails. */
void registry_init(struct registry *ret);

/* Release what the registry holds, but not the struct itself. */
void registry_free(struct registry *);

/* The string of a text of this registry (see base/strtab.h). Never NULL; valid until the next text is
   added. */
static inline const char *registry_text(const struct registry *r, uint32_t text)
{
    return strtab_at(&r->text, text);
}

/* Add a text of *from to *to. Returns its offset there. */
uint32_t registry_copy_text(const struct registry *from, uint32_t text, struct registry *to);

/* A span of bytes, not NUL-terminated; bytes is not NULL, also if length is 0. */
struct field {
    const char *bytes;
    size_t length;
};

/* Append a row of these fields, which are copied. `line` (from 1) is for messages. Returns false with
   *problem, and appends nothing, if a name, port or transport is invalid or the registry's ports are more
   than an index can hold. */
bool registry_add_row(struct registry *, const struct field field[COLUMNS], size_t line, struct problem *);

/* Append a row whose columns are texts already. Returns false with *problem, and appends nothing, if the
   registry's ports are more than an index can hold. */
bool registry_push_row(struct registry *, struct row, size_t line, struct problem *);

/* Append the reference of an <xref> (its text, type, data and section), unless its label alone tells the
   same. The arguments are copied. */
void registry_add_reference(struct registry *, struct field label, const char *type, struct field data,
                            const char *section);

/* The type that a label alone tells: "rfc", "draft", "uri", "note" or "text". */
const char *reference_type(struct field label);

/* The registry's own date, a text, was at this line. */
void registry_set_updated(struct registry *, uint32_t date, size_t line);

/* Complete a registry after its last row: sort people and references, and set the dates of its provenance.
   Returns false with *problem if no row has a name. */
bool registry_finish(struct registry *, struct problem *);

/* State its date, which replaces what it may have had. */
void registry_state_date(struct registry *, const char *date);

/* Its dates; valid until the next text is added. */
struct dates registry_dates(const struct registry *);

/* Write "80", "6000-6063", or "" if first > last, to ret. Returns ret. */
#define PORTS_TEXT_SIZE 12
char *ports_text(uint16_t first, uint16_t last, char ret[static PORTS_TEXT_SIZE]);

/* The longest name and the longest transport, in bytes. */
#define NAME_LENGTH_MAX 255u

/* The order of transports: tcp, udp, sctp, dccp, then the others by name. Returns as strcmp does. */
int transport_compare(const char *a, const char *b);

/* Whether services(5) can represent this name: not empty, all bytes from 0x21 to 0x7E, no "#". */
bool name_is_writable(const char *name);

#endif
