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
    [PEOPLE] = "people",
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

bool element_is_writable(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    return *name && strspn(name, letters) == strlen(name) && strchr(letters, *name) < letters + 52;
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct field xml_tidy(char *p, size_t length)
{
    char *end = p + length;
    while (end > p && is_blank(end[-1]))
        end--;
    while (p < end && is_blank(*p))
        p++;
    char *start = p, *to = p;
    /* The first and the last byte are not blank, so to[-1] and p[1] exist at a line end. */
    while (p < end) {
        if (*p == '\n' && to[-1] == ' ' && p[1] == ' ')
            do
                p++;
            while (*p == ' ');
        else if (*p == '\n' && to[-1] == '\n')
            p++;
        else
            *to++ = *p++;
    }
    return (struct field){start, (size_t)(to - start)};
}
