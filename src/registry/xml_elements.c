/* SPDX-License-Identifier: MIT */
/* The elements of IANA's XML file; see xml_elements.h. */
#include "registry/xml_elements.h"

#include <string.h>

static const char *const names[ELEMENTS] = {
    [OTHER] = "",
    [ASSIGNEE] = "assignee",
    [BR] = "br",
    [DESCRIPTION] = "description",
    [FOOTNOTE] = "footnote",
    [NAME] = "name",
    [NOTE] = "note",
    [NUMBER] = "number",
    [ORG] = "org",
    [PARAGRAPH] = "paragraph",
    [PERSON] = "person",
    [PROTOCOL] = "protocol",
    [RECORD] = "record",
    [REGISTRY] = "registry",
    [SC] = "sc",
    [UNAUTHORIZED] = "unauthorized",
    [UPDATED] = "updated",
    [URI] = "uri",
    [XREF] = "xref",
};

enum element element_find(const char *name)
{
    enum element e = ELEMENTS - 1;
    while (e > OTHER && strcmp(name, names[e]) != 0)
        e--;
    return e;
}

enum column element_column(enum element e)
{
    switch (e) {
    case NAME: return COLUMN_NAME;
    case PROTOCOL: return COLUMN_TRANSPORT;
    case NUMBER: return COLUMN_PORT;
    case DESCRIPTION: return COLUMN_DESCRIPTION;
    case SC: return COLUMN_SERVICE_CODE;
    case UNAUTHORIZED: return COLUMN_UNAUTHORIZED;
    case NOTE: return COLUMN_NOTES;
    default: return COLUMNS;
    }
}
