/* SPDX-License-Identifier: MIT */
/* The index format, major 1: the only place that knows the layout of the file.
   Specified for others in iana-services-index(5); tests compare the two.

   Integers are little-endian, at any alignment. They have their own types: using one raw
   does not compile. */
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

/* As in PNG: a transfer that strips bit 7, converts line ends or stops at
   control-Z breaks it. */
#define FORMAT_MAGIC "\x89SVC\r\n\x1a\n"
#define FORMAT_MAJOR 1
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
    le16 section_count;
    le16 flags; /* FORMAT_CLOSED; other bits are 0 */
    le32 seed;  /* of the hash of names */
};

/* A name of a local line is answered by name from local lines only. */
#define FORMAT_CLOSED 1u

struct format_section { /* section_count of them follow the header */
    le32 id;            /* ascending, each at most once */
    le32 offset;        /* bytes from the start of the file */
    le32 size;          /* bytes */
};

enum format_id {
    /* lookup sections: inside the first lookup_size bytes. In this order a lookup of a System
       Port touches two aligned ranges of 64 KiB, each one page fault (fault-around). */
    SECTION_TRANSPORTS = 1, /* NUL-terminated strings; a transport is known by its offset */
    SECTION_BUCKETS,        /* struct format_bucket[], the hash table of names */
    SECTION_ENTRIES,        /* struct format_entry[] */
    SECTION_BLOCKS,         /* struct format_block[], one for each eight ports */
    SECTION_NAMES,          /* name lists: le16 size, then canonical\0alias\0... */
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
    SECTION_HEAD,        /* struct format_head[]: what the file has before its rows */
    SECTION_LINKS,       /* struct format_link[]: which "[label]" in a text is a link */
    SECTION_RANGES,      /* le24[]: rows of one port that are written as "80-80" */
    /* neither, if there are no applications */
    SECTION_APPLICATIONS,      /* struct format_application[] */
    SECTION_APPLICATION_FILES, /* le32[], offsets into TEXT: the paths of the administrator's files of them */
};

#define FORMAT_TRANSPORTS_MAX 256u

/* Entries are sorted by port, then line. Block b is of ports 8b to 8b+7. The first entry of port
   8b+i is at `first` plus step i (bits 4i to 4i+3 of `steps`), or after that if the step is 15;
   a port without entries has another port's there. The last block is the highest port's. */
#define FORMAT_BLOCK_PORTS 8u
#define FORMAT_STEP_MAX 15u

struct format_block {
    le24 first; /* index into ENTRIES */
    le32 steps;
};

#define FORMAT_ENTRIES_MAX 0xffffffu
#define FORMAT_NAMES_MAX 256u /* of an entry, the canonical one included */

struct format_entry {
    le24 names; /* offset of the name list in NAMES */
    unsigned char flags;
    le16 port;               /* host value, 80 for http */
    unsigned char transport; /* offset in TRANSPORTS */
    unsigned char aliases;   /* names in the list after the canonical one */
};

enum format_flag {
    ENTRY_LOCAL = 1,     /* from a local line: LOCALS has its position in line order */
    ENTRY_DUPLICATE = 2, /* an earlier line has this port and transport */
    ENTRY_CONTINUES = 4, /* the next entry is also the next line, and has the same name list */
};

/* A group is an entry and those it continues with. A bucket has slots for eight groups, filled
   from the first on. The tag of a free slot is 0; of a taken one, bit 7 and the low seven bits
   of the name's hash. If a bucket is full, its groups go into the next. The groups of one
   name are in line order; one whose transports earlier ones have all has no slot. The seed is
   the first from 0 on with which each group is in one of the FORMAT_PROBE_MAX buckets from
   its hash's on: no lookup visits more. Half a cache line, so that most touch one. */
#define FORMAT_PROBE_MAX 16u
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

struct format_reference {   /* what "[label]" in a row refers to, if the label does not tell */
    le24 label, type, data; /* type: as in IANA's <xref type=""> */
    le24 section;           /* of the document, or "" */
};

struct format_head {       /* an element before the rows of IANA's XML file; offsets into TEXT */
    le24 key, title, text; /* its name, and attribute "title" or an xref's "type"; first "id", the root's */
};

struct format_link { /* text: offset of a text; at: of the "[" in it; type: as above */
    le24 text, at, type;
};

struct format_application { /* a port that a program uses by default; offsets into TEXT */
    le16 first_port, last_port;
    le32 file, line; /* path, "" for the shipped file; line number from 1 */
    le32 transport, program, what, source;
};

enum format_provenance {
    PROVENANCE_SOURCE, /* file name or URL of the registry */
    PROVENANCE_DATE,   /* YYYY-MM-DD or YYYY-MM, if it is known; else "" */
    PROVENANCE_HASH,   /* CRC-32 of the registry's file, hexadecimal */
    PROVENANCE_ETAG,   /* of the last transfer, or "" */
    PROVENANCE_LAST_MODIFIED,
    PROVENANCE_DATE_KIND,  /* "published" in the registry, "stated" to the compiler, or "" */
    PROVENANCE_NEWEST_ROW, /* the newest date of a row */
    FORMAT_PROVENANCE
};

#endif
