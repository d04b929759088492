/* SPDX-License-Identifier: MIT */
/* IANA's XML file -> rows, people, references; by expat. The columns of a row are those of IANA's own CSV
   file: an <xref> becomes "[label]", a <br/> a line end, a <paragraph> eight blanks. */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "registry/parse.h"
#include "registry/xml_elements.h"

#define FIELD_SIZE_MAX ((size_t)64 << 10)
#define DEPTH_MAX 16
#define LINK_MARK '\1' /* no character of XML */

struct xml {
    XML_Parser parser;
    struct registry *registry;
    struct problem *problem;
    bool failed;
    int depth; /* number of open elements */
    enum element open[DEPTH_MAX];
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
    uint32_t anchor; /* of the current <footnote>, a text */
    uint32_t title;  /* of the current element before the rows, a text */
};

/* Newer versions of expat deprecate this function for one of 64 bits, which older ones lack; 32 bits are
   enough for 64 MiB. */
static size_t line_number(const struct xml *x)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    return XML_GetCurrentLineNumber(x->parser);
#pragma GCC diagnostic pop
}

static void fail(struct xml *x, const char *what)
{
    if (!x->failed)
        problem_set(x->problem, line_number(x), "%s", what);
    x->failed = true;
    XML_StopParser(x->parser, XML_FALSE);
}

static enum element parent(const struct xml *x, int above)
{
    return x->depth > above ? x->open[x->depth - 1 - above] : OTHER;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(*attributes, name) == 0)
            return attributes[1];
    return "";
}

/* An attribute as a text. */
static uint32_t add_attribute(struct xml *x, const char **attributes, const char *name)
{
    const char *value = attribute(attributes, name);
    return strtab_add(&x->registry->text, value, strlen(value));
}

/* Whether a child of the root is a part of the head. */
static bool is_head(enum element e)
{
    return e != RECORD && e != REGISTRY && e != FOOTNOTE && e != PEOPLE && e != XREF;
}

static bool is_preserved(const char **attributes)
{
    return strcmp(attribute(attributes, "xml:space"), "preserve") == 0;
}

/* Where the text at this point goes: the buffer of the nearest open element that has one, or NULL. */
static struct buffer *target(struct xml *x)
{
    for (int i = x->depth - 1; i >= 0; i--) {
        enum element e = x->open[i];
        if (e == XREF)
            return &x->label;
        if (e == FOOTNOTE || e == UPDATED || (i >= 2 && x->open[i - 1] == PERSON))
            return &x->text;
        if (i == 1 && is_head(e))
            return &x->text;
        if (i == 2 && x->open[1] == RECORD)
            return element_column(e) < COLUMNS ? &x->column[element_column(e)] : NULL;
    }
    return NULL;
}

static void add_text(struct xml *x, struct buffer *to, const char *s, size_t n)
{
    if (to->size + n > FIELD_SIZE_MAX)
        fail(x, "field of over 64 KiB; this cannot be the registry");
    else
        buffer_add(to, s, n);
}

/* The contents of a buffer; bytes is not NULL even if it is empty. */
static struct field field_of(const struct buffer *b)
{
    return (struct field){b->size ? (const char *)b->data : "", b->size};
}

static struct field tidy(struct buffer *b)
{
    return b->size ? xml_tidy((char *)b->data, b->size) : field_of(b);
}

/* Take the marks of links (see end_xref) out of *f, in place, and append a link for each. Their text is `text`,
   which is known only afterwards. */
static struct field take_links(struct xml *x, struct field f, uint32_t text)
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
static uint32_t add_linked(struct xml *x, struct field f)
{
    struct registry *r = x->registry;
    size_t first = r->link_count;
    f = take_links(x, f, 0);
    uint32_t text = strtab_add(&r->text, f.bytes, f.length);
    for (; first < r->link_count; first++)
        r->links[first].text = text;
    return text;
}

static uint32_t add_tidy(struct xml *x, struct buffer *b)
{
    return add_linked(x, tidy(b));
}

/* ---- <xref> ---- */

static void begin_xref(struct xml *x, const char **attributes)
{
    const char *data = attribute(attributes, "data"), *type = attribute(attributes, "type");
    x->label.size = x->data.size = 0;
    x->label_is_verbatim = is_preserved(attributes);
    x->section = add_attribute(x, attributes, "section");
    strncpy(x->type, type, sizeof x->type - 1);
    buffer_add(&x->data, data, strlen(data));
}

/* Append the element's name, attribute "title" and text to the head. */
static void end_head(struct xml *x, const char *name, uint32_t title, uint32_t text)
{
    struct registry *r = x->registry;
    struct head head = {strtab_add(&r->text, name, strlen(name)), title, text};
    alloc_push(r->head, r->head_count, head);
}

/* What is written between the brackets: the text or, without one, the data, an RFC in capitals, and the
   section. */
static struct field xref_label(struct xml *x)
{
    struct field label = x->label_is_verbatim ? field_of(&x->label) : tidy(&x->label);
    if (label.length > 0)
        return label;
    x->label.size = 0;
    buffer_add(&x->label, x->data.data, x->data.size);
    for (size_t i = 0; strcmp(x->type, "rfc") == 0 && i < x->label.size; i++)
        if (x->label.data[i] >= 'a' && x->label.data[i] <= 'z')
            x->label.data[i] -= 'a' - 'A';
    if (x->section)
        buffer_printf(&x->label, ", Section %s", registry_text(x->registry, x->section));
    return field_of(&x->label);
}

/* Where the "[label]" goes. */
static struct buffer *xref_target(struct xml *x)
{
    enum element in = parent(x, 0);
    if (x->depth == 1) {
        x->text.size = 0;
        return &x->text;
    }
    return in == RECORD     ? &x->column[strcmp(x->type, "person") == 0 ? COLUMN_CONTACT : COLUMN_REFERENCE]
           : in == ASSIGNEE ? &x->column[COLUMN_ASSIGNEE]
                            : target(x);
}

/* In running text, a mark with the type goes before the "[": other brackets there are no links. */
static void end_xref(struct xml *x)
{
    enum element in = parent(x, 0);
    struct buffer *to = xref_target(x);
    if (!to || to == &x->label) /* IANA does not nest them */
        return;
    struct field label = xref_label(x);
    if (in != RECORD && in != ASSIGNEE)
        buffer_printf(to, "%c%s%c", LINK_MARK, x->type, LINK_MARK);
    add_text(x, to, "[", 1);
    add_text(x, to, label.bytes, label.length);
    add_text(x, to, "]", 1);
    if (strcmp(x->type, "person") != 0)
        registry_add_reference(x->registry, label, x->type, field_of(&x->data),
                               registry_text(x->registry, x->section));
    if (x->depth == 1)
        end_head(x, "xref", 0, add_linked(x, field_of(&x->text)));
}

/* ---- <record> ---- */

static void begin_record(struct xml *x, const char **attributes)
{
    for (int i = 0; i < COLUMNS; i++) {
        x->column[i].size = 0;
        x->is_verbatim[i] = i == COLUMN_REGISTERED || i == COLUMN_MODIFIED; /* attributes */
    }
    x->line = line_number(x);
    const char *registered = attribute(attributes, "date"), *modified = attribute(attributes, "updated");
    buffer_add_string(&x->column[COLUMN_REGISTERED], registered);
    buffer_add_string(&x->column[COLUMN_MODIFIED], modified);
}

/* Give the links from the `first` on, which were made with columns for texts, the texts of the last row. */
static void end_links(struct registry *r, size_t first)
{
    for (; first < r->link_count; first++)
        r->links[first].text = r->rows[r->row_count - 1].column[r->links[first].text];
}

static void end_record(struct xml *x)
{
    struct field field[COLUMNS];
    size_t first = x->registry->link_count;
    for (uint32_t i = 0; i < COLUMNS; i++)
        field[i] = take_links(x, x->is_verbatim[i] ? field_of(&x->column[i]) : tidy(&x->column[i]), i);
    if (field[COLUMN_ASSIGNEE].length == 0)
        field[COLUMN_ASSIGNEE] = field[COLUMN_CONTACT];
    if (!x->failed && registry_add_row(x->registry, field, x->line, x->problem)) {
        end_links(x->registry, first);
    } else if (!x->failed) {
        x->failed = true;
        XML_StopParser(x->parser, XML_FALSE);
    }
}

/* ---- <people> ---- */

/* Append a line: some people have several addresses. */
static uint32_t add_line(struct xml *x, uint32_t lines, uint32_t line)
{
    struct strtab *t = &x->registry->text;
    struct buffer joined = {0};
    if (!lines)
        return line;
    buffer_printf(&joined, "%s\n%s", strtab_at(t, lines), strtab_at(t, line));
    lines = strtab_add(t, (const char *)joined.data, joined.size);
    free(joined.data);
    return lines;
}

static void end_person_part(struct xml *x, enum element e)
{
    uint32_t text = add_tidy(x, &x->text);
    if (e == NAME)
        x->person.name = text;
    else if (e == ORG)
        x->person.org = text;
    else if (e == URI)
        x->person.uri = add_line(x, x->person.uri, text);
    else if (e == UPDATED)
        x->person.updated = text;
}

static void end_footnote(struct xml *x)
{
    struct registry *r = x->registry;
    struct reference note = {x->anchor, strtab_add(&r->text, "note", 4), add_tidy(x, &x->text), 0};
    alloc_push(r->references, r->reference_count, note);
}

/* Its blanks are kept, for its lines are laid out, except those at the ends. A name that is not plain ASCII is
   none of IANA's. */
static void end_head_element(struct xml *x, enum element e, const char *name)
{
    struct field f = field_of(&x->text);
    for (; f.length > 0 && strchr(" \t\r\n", f.bytes[f.length - 1]); f.length--)
        ;
    for (; f.length > 0 && strchr(" \t\r\n", *f.bytes); f.length--)
        f.bytes++;
    uint32_t text = add_linked(x, f);
    if (e == UPDATED)
        registry_set_updated(x->registry, text, line_number(x));
    if (element_is_writable(name))
        end_head(x, name, x->title, text);
}

/* ---- expat's handlers ---- */

static bool is_root(enum element e, const char **attributes)
{
    return e == REGISTRY && strcmp(attribute(attributes, "xmlns"), "http://www.iana.org/assignments") == 0;
}

static void open_element(struct xml *x, enum element e, const char **attributes)
{
    struct buffer *to = target(x);
    if (x->depth == 3 && x->open[1] == RECORD && element_column(e) < COLUMNS)
        x->is_verbatim[element_column(e)] |= is_preserved(attributes);
    if (x->depth == 2 && is_head(e))
        x->title = add_attribute(x, attributes, "title");
    if (x->depth == 1)
        end_head(x, "id", 0, add_attribute(x, attributes, "id"));
    if (e == RECORD && x->depth == 2)
        begin_record(x, attributes);
    else if (e == XREF)
        begin_xref(x, attributes);
    else if ((e == BR || e == NOTE) && to && to->size > 0)
        add_text(x, to, "\n", 1);
    else if (e == PARAGRAPH && to)
        add_text(x, to, "        ", 8);
    else if (e == PERSON)
        x->person = (struct person){.id = add_attribute(x, attributes, "id")};
    else if (e == FOOTNOTE)
        x->anchor = add_attribute(x, attributes, "anchor");
}

static void begin_element(void *data, const char *name, const char **attributes)
{
    struct xml *x = data;
    enum element e = element_find(name);
    if (x->failed)
        return;
    if (x->depth == DEPTH_MAX) {
        fail(x, "elements nested over 16 deep; this is not IANA's registry");
    } else if (x->depth == 0 && !is_root(e, attributes)) {
        fail(x, "the root element is not IANA's <registry>; get service-names-port-numbers.xml");
    } else {
        x->open[x->depth++] = e;
        if ((x->depth == 2 && is_head(e)) || e == UPDATED || e == FOOTNOTE || parent(x, 1) == PERSON)
            x->text.size = 0;
        open_element(x, e, attributes);
    }
}

static void end_element(void *data, const char *name)
{
    struct xml *x = data;
    if (x->failed)
        return;
    enum element e = x->open[--x->depth];
    if (e == RECORD && x->depth == 1)
        end_record(x);
    else if (e == XREF)
        end_xref(x);
    else if (x->depth == 1 && is_head(e))
        end_head_element(x, e, name);
    else if (e == FOOTNOTE)
        end_footnote(x);
    else if (e == PERSON)
        alloc_push(x->registry->people, x->registry->person_count, x->person);
    else if (parent(x, 0) == PERSON)
        end_person_part(x, e);
}

static void add_characters(void *data, const char *s, int n)
{
    struct xml *x = data;
    struct buffer *to = x->failed ? NULL : target(x);
    if (to)
        add_text(x, to, s, (size_t)n);
}

static void refuse_doctype(void *data, const char *name, const char *system_id, const char *public_id,
                           int internal)
{
    (void)name, (void)system_id, (void)public_id, (void)internal;
    fail(data, "a DOCTYPE, which IANA's file does not have; get the file again");
}

static bool explain(struct xml *x, enum XML_Error error)
{
    size_t line = line_number(x);
    if (error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
        (x->depth > 0 && error == XML_ERROR_PARTIAL_CHAR))
        return problem_set(x->problem, line,
                           "the root element is not closed: the file was cut off; get the file again");
    return problem_set(x->problem, line, "not well-formed XML: %s; get the file again",
                       XML_ErrorString(error));
}

bool parse_xml(struct input in, struct registry *r, struct problem *problem)
{
    struct xml x = {.registry = r, .problem = problem};
    x.parser = XML_ParserCreate(NULL);
    if (!x.parser)
        return problem_set(problem, 0, "out of memory");
    XML_SetUserData(x.parser, &x);
    XML_SetElementHandler(x.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(x.parser, add_characters);
    XML_SetStartDoctypeDeclHandler(x.parser, refuse_doctype);
    bool sound = XML_Parse(x.parser, in.bytes, (int)in.length, XML_TRUE) == XML_STATUS_OK && !x.failed;
    if (!sound && !x.failed)
        explain(&x, XML_GetErrorCode(x.parser));
    XML_ParserFree(x.parser);
    for (int i = 0; i < COLUMNS; i++)
        free(x.column[i].data);
    free(x.label.data);
    free(x.text.data);
    free(x.data.data);
    return sound && registry_finish(r, problem);
}
