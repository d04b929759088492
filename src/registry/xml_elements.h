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

/* The column that an element fills if it is a child of a <record>; COLUMNS if none. */
enum column element_column(enum element);

#endif
