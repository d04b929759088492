/* SPDX-License-Identifier: MIT */
/* The elements of IANA's XML file. */
#ifndef IANA_XML_ELEMENTS_H
#define IANA_XML_ELEMENTS_H

#include "registry/registry.h"

/* Those that the parser acts on. Any other is OTHER; its children are parsed all the same. */
enum element {
    OTHER,
    ASSIGNEE,
    BR,
    DESCRIPTION,
    FOOTNOTE,
    NAME,
    NOTE,
    NUMBER,
    ORG,
    PARAGRAPH,
    PEOPLE,
    PERSON,
    PROTOCOL,
    RECORD,
    REGISTRY,
    SC,
    UNAUTHORIZED,
    UPDATED,
    URI,
    XREF,
    ELEMENTS
};

/* The element of this name. */
enum element element_find(const char *name);

/* Whether an element of this name may be written: an ASCII letter, then letters, digits, "_", "." or "-". */
bool element_is_writable(const char *name);

/* The column that an element fills if it is a child of a <record>; COLUMNS if none. */
enum column element_column(enum element);

/* Normalize blanks as IANA's CSV does: none at the ends, adjacent line ends are one, and a line end between
   blanks (" \n      ") is one blank. Moves the bytes in place, and returns the part that is left. */
struct field xml_tidy(char *p, size_t length);

#endif
