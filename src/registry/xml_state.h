/* SPDX-License-Identifier: MIT */
/* The state of parse_xml, and what it does with texts and links; only for parse_xml.c and xml_state.c. */
#ifndef IANA_XML_STATE_H
#define IANA_XML_STATE_H

#include <expat.h>

#include "base/buffer.h"
#include "registry/registry.h"
#include "registry/xml_elements.h"

enum { XML_DEPTH_MAX = 16 };

struct xml {
    XML_Parser parser;
    struct registry *registry;
    struct problem *problem;
    bool failed;
    int depth; /* number of open elements */
    enum element open[XML_DEPTH_MAX];
    /* Of the current <record>: */
    size_t line;
    struct buffer column[COLUMNS];
    bool is_verbatim[COLUMNS]; /* xml:space="preserve" */
    /* Of the current <xref>: */
    struct buffer label, data;
    bool label_is_verbatim;
    char type[16];
    uint32_t section; /* a text */
    /* Of the current <updated>, <footnote> or child of a <person>: */
    struct buffer text;
    struct person person;
    struct buffer addresses; /* of the current <person>, a line each */
    uint32_t anchor;         /* of the current <footnote>, a text */
    uint32_t title;          /* of the current element before the rows, a text */
};

/* The line of the file, from 1. */
size_t xml_line(const struct xml *);

/* Stop with a problem at this line, unless there is one. */
void xml_fail(struct xml *, const char *what);

/* The open element that is `above` elements above the innermost one, or OTHER. */
static inline enum element xml_parent(const struct xml *x, int above)
{
    return x->depth > above ? x->open[x->depth - 1 - above] : OTHER;
}

/* The value of an attribute, or "". */
const char *xml_attribute_of(const char **attributes, const char *name);

/* The same as a text of the registry. */
uint32_t xml_add_attribute(struct xml *, const char **attributes, const char *name);

/* Whether the attributes have xml:space="preserve". */
bool xml_is_preserved(const char **attributes);

/* Whether a child of the root is a part of the head. */
bool xml_is_head(enum element);

/* Where the text at this point goes: the buffer of the nearest open element that has one, or NULL. */
struct buffer *xml_target(struct xml *);

/* Append n bytes to a field; stops with a problem if it is too long. */
void xml_add_text(struct xml *, struct buffer *, const char *, size_t n);

/* The contents of a buffer, also with its blanks as IANA's CSV has them; bytes is not NULL. */
struct field xml_field(const struct buffer *);
struct field xml_tidy_field(struct buffer *);

/* Take the marks of links out of a field, in place, and append a link for each, with `text` as its text. */
struct field xml_take_links(struct xml *, struct field, uint32_t text);

/* Add a field that may have links to the texts. */
uint32_t xml_add_linked(struct xml *, struct field);

/* Append an element to the head: its name, attribute "title" (of an <xref> the type), and text. */
void xml_end_head(struct xml *, const char *name, uint32_t title, uint32_t text);

/* An <xref> begins and ends. */
void xml_begin_xref(struct xml *, const char **attributes);
void xml_end_xref(struct xml *);

#endif
