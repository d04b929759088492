/* SPDX-License-Identifier: MIT */
/* Texts and links of IANA's XML file; see xml_state.h. */
#include "registry/xml_state.h"

#include <string.h>

#include "base/alloc.h"

#define FIELD_SIZE_MAX ((size_t)64 << 10)
#define LINK_MARK '\1' /* no character of XML */

/* Newer versions of expat deprecate this function for one of 64 bits, which older ones lack; 32 bits are
   enough for 64 MiB. */
size_t xml_line(const struct xml *x)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    return XML_GetCurrentLineNumber(x->parser);
#pragma GCC diagnostic pop
}

void xml_fail(struct xml *x, const char *what)
{
    if (!x->failed)
        problem_set(x->problem, xml_line(x), "%s", what);
    x->failed = true;
    XML_StopParser(x->parser, XML_FALSE);
}

const char *xml_attribute_of(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(*attributes, name) == 0)
            return attributes[1];
    return "";
}

/* An attribute as a text. */
uint32_t xml_add_attribute(struct xml *x, const char **attributes, const char *name)
{
    const char *value = xml_attribute_of(attributes, name);
    return strtab_add(&x->registry->text, value, strlen(value));
}

/* Whether a child of the root is a part of the head. */
bool xml_is_head(enum element e)
{
    return e != RECORD && e != REGISTRY && e != FOOTNOTE && e != PEOPLE && e != XREF;
}

bool xml_is_preserved(const char **attributes)
{
    return strcmp(xml_attribute_of(attributes, "xml:space"), "preserve") == 0;
}

/* Where the text at this point goes: the buffer of the nearest open element that has one, or NULL. */
struct buffer *xml_target(struct xml *x)
{
    for (int i = x->depth - 1; i >= 0; i--) {
        enum element e = x->open[i];
        if (e == XREF)
            return &x->label;
        if (e == FOOTNOTE || e == UPDATED || (i >= 2 && x->open[i - 1] == PERSON))
            return &x->text;
        if (i == 1 && xml_is_head(e))
            return &x->text;
        if (i == 2 && x->open[1] == RECORD)
            return element_column(e) < COLUMNS ? &x->column[element_column(e)] : NULL;
    }
    return NULL;
}

void xml_add_text(struct xml *x, struct buffer *to, const char *s, size_t n)
{
    if (to->size + n > FIELD_SIZE_MAX)
        xml_fail(x, "field of over 64 KiB; this cannot be the registry");
    else
        buffer_add(to, s, n);
}

/* The contents of a buffer; bytes is not NULL even if it is empty. */
struct field xml_field(const struct buffer *b)
{
    return (struct field){b->size ? (const char *)b->data : "", b->size};
}

struct field xml_tidy_field(struct buffer *b)
{
    return b->size ? xml_tidy((char *)b->data, b->size) : xml_field(b);
}

/* Take the marks of links (see end_xref) out of *f, in place, and append a link for each. Their text is
   `text`, which is known only afterwards. */
struct field xml_take_links(struct xml *x, struct field f, uint32_t text)
{
    struct registry *r = x->registry;
    char *to = (char *)f.bytes;
    const char *end = f.bytes + f.length;
    for (const char *p = f.bytes; p < end; *to++ = *p++)
        if (*p == LINK_MARK) {
            size_t n = strcspn(++p, (char[]){LINK_MARK, '\0'});
            struct link link = {text, (uint32_t)(to - f.bytes), strtab_add(&r->text, p, n)};
            alloc_push(r->links, r->link_count, link);
            p += n + 1;
        }
    f.length = (size_t)(to - f.bytes);
    return f;
}

/* Add a text that may have links. */
uint32_t xml_add_linked(struct xml *x, struct field f)
{
    struct registry *r = x->registry;
    size_t first = r->link_count;
    f = xml_take_links(x, f, 0);
    uint32_t text = strtab_add(&r->text, f.bytes, f.length);
    for (; first < r->link_count; first++)
        r->links[first].text = text;
    return text;
}

void xml_begin_xref(struct xml *x, const char **attributes)
{
    const char *data = xml_attribute_of(attributes, "data"), *type = xml_attribute_of(attributes, "type");
    x->label.size = x->data.size = 0;
    x->label_is_verbatim = xml_is_preserved(attributes);
    x->section = xml_add_attribute(x, attributes, "section");
    strncpy(x->type, type, sizeof x->type - 1);
    buffer_add(&x->data, data, strlen(data));
}

/* Append an element to the head: its name, attribute "title" (of an <xref> the type), and text. */
void xml_end_head(struct xml *x, const char *name, uint32_t title, uint32_t text)
{
    struct registry *r = x->registry;
    struct head head = {strtab_add(&r->text, name, strlen(name)), title, text};
    alloc_push(r->head, r->head_count, head);
}

/* What is written between the brackets: the text or, without one, the data, an RFC in capitals, and the
   section. */
static struct field xref_label(struct xml *x)
{
    struct field label = x->label_is_verbatim ? xml_field(&x->label) : xml_tidy_field(&x->label);
    if (label.length > 0)
        return label;
    x->label.size = 0;
    buffer_add(&x->label, x->data.data, x->data.size);
    for (size_t i = 0; strcmp(x->type, "rfc") == 0 && i < x->label.size; i++)
        if (x->label.data[i] >= 'a' && x->label.data[i] <= 'z')
            x->label.data[i] -= 'a' - 'A';
    if (x->section)
        buffer_printf(&x->label, ", Section %s", registry_text(x->registry, x->section));
    return xml_field(&x->label);
}

/* Where the "[label]" goes. */
static struct buffer *xref_target(struct xml *x)
{
    enum element in = xml_parent(x, 0);
    if (x->depth == 1) {
        x->text.size = 0;
        return &x->text;
    }
    return in == RECORD     ? &x->column[strcmp(x->type, "person") == 0 ? COLUMN_CONTACT : COLUMN_REFERENCE]
           : in == ASSIGNEE ? &x->column[COLUMN_ASSIGNEE]
                            : xml_target(x);
}

/* In running text, a mark with the type goes before the "[": other brackets there are no links. */
void xml_end_xref(struct xml *x)
{
    enum element in = xml_parent(x, 0);
    struct buffer *to = xref_target(x);
    if (!to || to == &x->label) /* IANA does not nest them */
        return;
    struct field label = xref_label(x);
    if (in != RECORD && in != ASSIGNEE && x->depth > 1)
        buffer_printf(to, "%c%s%c", LINK_MARK, x->type, LINK_MARK);
    xml_add_text(x, to, "[", 1);
    xml_add_text(x, to, label.bytes, label.length);
    xml_add_text(x, to, "]", 1);
    if (strcmp(x->type, "person") != 0)
        registry_add_reference(x->registry, label, x->type, xml_field(&x->data),
                               registry_text(x->registry, x->section));
    if (x->depth == 1)
        xml_end_head(x, "xref", strtab_add(&x->registry->text, x->type, strlen(x->type)),
                     xml_add_linked(x, xml_field(&x->text)));
}
