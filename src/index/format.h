/* SPDX-License-Identifier: MIT */
/* The index format, major 0: the only place that knows the layout of the file.
   Specified for others in iana-services-index(5); tests compare the two.

   Everything is little-endian and may lie at any alignment, so the file's
   integers are byte arrays of their own type: using one raw does not compile. */
#ifndef IANA_FORMAT_H
#define IANA_FORMAT_H

#include <stdint.h>

typedef struct {
    unsigned char byte[2];
} le16;
typedef struct {
    unsigned char byte[3];
} le24;
typedef struct {
    unsigned char byte[4];
} le32;

static inline uint16_t le16_get(le16 v)
{
    return (uint16_t)(v.byte[0] | v.byte[1] << 8);
}

static inline uint32_t le24_get(le24 v)
{
    return v.byte[0] | (uint32_t)v.byte[1] << 8 | (uint32_t)v.byte[2] << 16;
}

static inline uint32_t le32_get(le32 v)
{
    return v.byte[0] | (uint32_t)v.byte[1] << 8 | (uint32_t)v.byte[2] << 16 | (uint32_t)v.byte[3] << 24;
}

/* The le24 at the start of something of which four bytes may be read, in one load. */
static inline uint32_t le24_first(const void *structure)
{
    return le32_get(*(const le32 *)structure) & 0xffffff;
}

/* As in PNG: a transfer that strips bit 7, converts line ends or stops at
   control-Z breaks it. */
#define FORMAT_MAGIC "\x89SVC\r\n\x1a\n"
#define FORMAT_MAJOR 0
#define FORMAT_MINOR 0

#define FORMAT_FILE_MIN 64u
#define FORMAT_FILE_MAX (16u << 20)
#define FORMAT_SECTIONS_MAX 32u
#define FORMAT_ALIGN 64u /* sections start on a cache line */

struct format_header {
    unsigned char magic[8];
    le16 major;       /* another one: not usable */
    le16 minor;       /* only adds sections; old readers skip them */
    le32 file_size;   /* bytes */
    le32 lookup_size; /* bytes from the start that lookups need */
    le32 crc;         /* CRC-32 (zlib's) of the file, these four bytes as zero */
    le32 section_count;
    le32 reserved; /* 0 */
};

struct format_section { /* section_count of them follow the header */
    le32 id;            /* ascending, each at most once */
    le32 offset;        /* bytes from the start of the file */
    le32 size;          /* bytes */
};

enum format_id {
    /* hot: inside the first lookup_size bytes. In this order what a lookup of a System
       Port needs lies in two stretches of 64 KiB, each one page fault (fault-around). */
    SECTION_TRANSPORTS = 1, /* NUL-terminated strings; a transport is known by its offset */
    SECTION_BUCKETS,        /* struct format_bucket[], the hash table of names */
    SECTION_ENTRIES,        /* struct format_entry[] */
    SECTION_BLOCKS,         /* struct format_block[], one for each eight ports */
    SECTION_NAMES,          /* runs: le16 size, then canonical\0alias\0... */
    SECTION_LOCALS,         /* le32[]: entries of local lines, in line order */
    SECTION_LOOKUP_END,
    /* records */
    SECTION_TEXT = 16,   /* NUL-terminated strings; offset 0 is "" */
    SECTION_ROWS,        /* struct format_row[], in the registry's order */
    SECTION_CURATED,     /* struct format_line[]: the curated names */
    SECTION_LOCAL_LINES, /* struct format_line[], one for each local entry */
    SECTION_LOCAL_FILES, /* le32[], offsets into TEXT: the paths they came from */
    SECTION_PROVENANCE,  /* le32[FORMAT_PROVENANCE], offsets into TEXT */
    SECTION_PEOPLE,      /* struct format_person[] */
    SECTION_REFERENCES,  /* struct format_reference[] */
};

#define FORMAT_TRANSPORTS_MAX 256u

/* Entries stand sorted by port, then line. The first of port 8b+i is not before first +
   step i of block b, bits 4i to 4i+3 of steps: exactly there, unless the step is 15 or the
   port has none. The table ends with the highest port. */
#define FORMAT_BLOCK_PORTS 8u
#define FORMAT_STEP_MAX 15u

struct format_block {
    le24 first; /* index into ENTRIES */
    le32 steps;
};

#define FORMAT_ENTRIES_MAX 0xffffffu
#define FORMAT_NAMES_MAX 256u /* of an entry, the canonical one included */

struct format_entry {
    le24 names; /* offset of the run in NAMES */
    unsigned char flags;
    le16 port;               /* host value, 80 for http */
    unsigned char transport; /* offset in TRANSPORTS */
    unsigned char aliases;   /* names in the run after the canonical one */
};

enum format_flag {
    ENTRY_LOCAL = 1,     /* from a local line: its place in line order is in LOCALS */
    ENTRY_DUPLICATE = 2, /* an earlier line has this port and transport */
    ENTRY_CONTINUES = 4, /* the next entry is the next line too, and has the same run */
};

/* A bucket has slots for eight spans (an entry and those it runs on to), filled from the
   first on. The tag of a free place is 0; of a taken one, the low seven bits of the folded
   name's hash and bit 7. A group that finds its bucket full goes into the next. The spans
   of one name stand in line order. In half a cache line, so that a lookup touches one. */
#define FORMAT_SLOTS 8u
#define FORMAT_TAKEN 0x80u /* in a tag */

struct format_bucket {
    le24 entry[FORMAT_SLOTS]; /* index into ENTRIES of the first of the group */
    unsigned char tag[FORMAT_SLOTS];
};

#define FORMAT_COLUMNS 12u
struct format_row {                /* IANA's twelve columns */
    le16 first_port, last_port;    /* of column 1; first > last: none */
    le24 text[FORMAT_COLUMNS - 1]; /* of columns 0, 2, 3, ... 11: offsets into TEXT */
};

struct format_line { /* one line of a services(5) file */
    le32 file, line; /* path in TEXT; line number from 1 */
    le32 names;      /* in TEXT: "canonical alias alias" */
    le32 transport;  /* in TEXT */
    le32 port;
};

struct format_person { /* who "[id]" in a row is; offsets into TEXT */
    le24 id, name, org, uri, updated;
};

struct format_reference {   /* what "[label]" in a row leads to, where the label does not tell */
    le24 label, type, data; /* type: as in IANA's <xref type=""> */
};

enum format_provenance {
    PROVENANCE_SOURCE, /* file name or URL of the registry */
    PROVENANCE_DATE,   /* YYYY-MM-DD */
    PROVENANCE_HASH,   /* CRC-32 of the registry's file, hexadecimal */
    PROVENANCE_ETAG,   /* of the last transfer, or "" */
    PROVENANCE_LAST_MODIFIED,
    FORMAT_PROVENANCE
};

_Static_assert(sizeof(struct format_header) == 32, "header");
_Static_assert(sizeof(struct format_section) == 12, "section");
_Static_assert(sizeof(struct format_block) == 7, "block");
_Static_assert(sizeof(struct format_entry) == 8, "entry");
_Static_assert(sizeof(struct format_bucket) == 32, "bucket");
_Static_assert(sizeof(struct format_row) == 37, "row");
_Static_assert(sizeof(struct format_line) == 20, "line");
_Static_assert(sizeof(struct format_person) == 15, "person");
_Static_assert(sizeof(struct format_reference) == 9, "reference");

#endif
