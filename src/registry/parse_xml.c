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
    /* Of the current <xref>: */
    struct buffer label, data;
    char type[16];
    /* Of the current <updated>, <footnote> or child of a <person>: */
    struct buffer text;
    struct person person;
    struct buffer addresses; /* of the current <person>, a line each */
    uint32_t anchor;         /* of the current <footnote>, a text */
    uint32_t date;           /* of the registry, a text */
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

/* Where the text at this point goes: the buffer of the nearest open element that has one, or NULL. */
static struct buffer *target(struct xml *x)
{
    for (int i = x->depth - 1; i >= 0; i--) {
        enum element e = x->open[i];
        if (e == XREF)
            return &x->label;
        if (e == FOOTNOTE || e == UPDATED || (i >= 2 && x->open[i - 1] == PERSON))
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

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The contents of a buffer; bytes is not NULL even if it is empty. */
static struct field field_of(const struct buffer *b)
{
    return (struct field){b->size ? (const char *)b->data : "", b->size};
}

/* Normalize blanks as IANA's CSV does: none at the ends, adjacent line ends are one, and a line end between
   blanks (" \n      ") is one blank. In place. */
static struct field tidy(struct buffer *b)
{
    if (b->size == 0)
        return field_of(b);
    unsigned char *p = b->data, *end = p + b->size;
    while (end > p && is_blank(end[-1]))
        end--;
    while (p < end && is_blank(*p))
        p++;
    unsigned char *start = p, *to = p;
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
    return (struct field){(const char *)start, (size_t)(to - start)};
}

static uint32_t add_tidy(struct xml *x, struct buffer *b)
{
    struct field f = tidy(b);
    return strtab_add(&x->registry->text, f.bytes, f.length);
}

/* ---- <xref> ---- */

static void begin_xref(struct xml *x, const char **attributes)
{
    const char *data = attribute(attributes, "data"), *type = attribute(attributes, "type");
    x->label.size = x->data.size = 0;
    strncpy(x->type, type, sizeof x->type - 1);
    buffer_add(&x->data, data, strlen(data));
}

/* What is written between the brackets: the text or, without one, the data, an RFC in capitals. */
static struct field xref_label(struct xml *x)
{
    struct field label = tidy(&x->label);
    if (label.length > 0)
        return label;
    for (size_t i = 0; strcmp(x->type, "rfc") == 0 && i < x->data.size; i++)
        if (x->data.data[i] >= 'a' && x->data.data[i] <= 'z')
            x->data.data[i] -= 'a' - 'A';
    return field_of(&x->data);
}

static void end_xref(struct xml *x)
{
    enum element in = parent(x, 0);
    bool person = strcmp(x->type, "person") == 0;
    struct buffer *to = in == RECORD     ? &x->column[person ? COLUMN_CONTACT : COLUMN_REFERENCE]
                        : in == ASSIGNEE ? &x->column[COLUMN_ASSIGNEE]
                                         : target(x);
    if (!to || to == &x->label) /* IANA does not nest them */
        return;
    struct field label = xref_label(x);
    add_text(x, to, "[", 1);
    add_text(x, to, label.bytes, label.length);
    add_text(x, to, "]", 1);
    if (!person)
        registry_add_reference(x->registry, label, x->type, field_of(&x->data));
}

/* ---- <record> ---- */

static void begin_record(struct xml *x, const char **attributes)
{
    for (int i = 0; i < COLUMNS; i++)
        x->column[i].size = 0;
    x->line = line_number(x);
    const char *registered = attribute(attributes, "date"), *modified = attribute(attributes, "updated");
    buffer_add_string(&x->column[COLUMN_REGISTERED], registered);
    buffer_add_string(&x->column[COLUMN_MODIFIED], modified);
}

static void end_record(struct xml *x)
{
    struct field field[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        field[i] = tidy(&x->column[i]);
    if (field[COLUMN_ASSIGNEE].length == 0)
        field[COLUMN_ASSIGNEE] = field[COLUMN_CONTACT];
    if (!x->failed && !registry_add_row(x->registry, field, x->line, x->problem)) {
        x->failed = true;
        XML_StopParser(x->parser, XML_FALSE);
    }
}

/* ---- <people> ---- */

static void begin_person(struct xml *x, const char **attributes)
{
    x->person = (struct person){.id = add_attribute(x, attributes, "id")};
    x->addresses.size = 0;
}

/* Add an address, a line of its own. */
static void add_address(struct xml *x)
{
    struct field address = tidy(&x->text);
    if (x->addresses.size > 0)
        add_text(x, &x->addresses, "\n", 1);
    add_text(x, &x->addresses, address.bytes, address.length);
}

static void end_person(struct xml *x)
{
    struct field addresses = field_of(&x->addresses);
    x->person.uri = strtab_add(&x->registry->text, addresses.bytes, addresses.length);
    alloc_push(x->registry->people, x->registry->person_count, x->person);
}

static void end_person_part(struct xml *x, enum element e)
{
    if (e == NAME)
        x->person.name = add_tidy(x, &x->text);
    else if (e == ORG)
        x->person.org = add_tidy(x, &x->text);
    else if (e == UPDATED)
        x->person.updated = add_tidy(x, &x->text);
    else if (e == URI)
        add_address(x);
}

static void end_footnote(struct xml *x)
{
    struct registry *r = x->registry;
    struct reference note = {x->anchor, strtab_add(&r->text, "note", 4), add_tidy(x, &x->text)};
    alloc_push(r->references, r->reference_count, note);
}

/* ---- expat's handlers ---- */

static bool is_root(enum element e, const char **attributes)
{
    return e == REGISTRY && strcmp(attribute(attributes, "xmlns"), "http://www.iana.org/assignments") == 0;
}

static void open_element(struct xml *x, enum element e, const char **attributes)
{
    struct buffer *to = target(x);
    if (e == RECORD && x->depth == 2)
        begin_record(x, attributes);
    else if (e == XREF)
        begin_xref(x, attributes);
    else if ((e == BR || e == NOTE) && to && to->size > 0)
        add_text(x, to, "\n", 1);
    else if (e == PARAGRAPH && to)
        add_text(x, to, "        ", 8);
    else if (e == PERSON)
        begin_person(x, attributes);
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
        if (e == UPDATED || e == FOOTNOTE || parent(x, 1) == PERSON)
            x->text.size = 0;
        open_element(x, e, attributes);
    }
}

static void end_element(void *data, const char *name)
{
    struct xml *x = data;
    (void)name;
    if (x->failed)
        return;
    enum element e = x->open[--x->depth];
    if (e == RECORD && x->depth == 1)
        end_record(x);
    else if (e == XREF)
        end_xref(x);
    else if (e == UPDATED && x->depth == 1)
        x->date = add_tidy(x, &x->text);
    else if (e == FOOTNOTE)
        end_footnote(x);
    else if (e == PERSON)
        end_person(x);
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
    free(x.addresses.data);
    free(x.data.data);
    return sound && registry_finish(r, registry_text(r, x.date), problem);
}
