/* SPDX-License-Identifier: MIT */
/* IANA's XML file -> rows, people, references; by expat. The columns of a row are those of IANA's own CSV
   file: an <xref> becomes "[label]", a <br/> a line end, a <paragraph> eight blanks. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/parse.h"
#include "registry/xml_state.h"

static uint32_t add_tidy(struct xml *x, struct buffer *b)
{
    return xml_add_linked(x, xml_tidy_field(b));
}

/* ---- <record> ---- */

static void begin_record(struct xml *x, const char **attributes)
{
    for (int i = 0; i < COLUMNS; i++) {
        x->column[i].size = 0;
        x->is_verbatim[i] = i == COLUMN_REGISTERED || i == COLUMN_MODIFIED; /* attributes */
    }
    x->line = xml_line(x);
    const char *registered = xml_attribute_of(attributes, "date"),
               *modified = xml_attribute_of(attributes, "updated");
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
        field[i] = xml_take_links(
            x, x->is_verbatim[i] ? xml_field(&x->column[i]) : xml_tidy_field(&x->column[i]), i);
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

static void begin_person(struct xml *x, const char **attributes)
{
    x->person = (struct person){.id = xml_add_attribute(x, attributes, "id")};
    x->addresses.size = 0;
}

/* Add an address, on its own line. */
static void add_address(struct xml *x)
{
    struct field address = xml_tidy_field(&x->text);
    if (x->addresses.size > 0)
        xml_add_text(x, &x->addresses, "\n", 1);
    xml_add_text(x, &x->addresses, address.bytes, address.length);
}

static void end_person(struct xml *x)
{
    struct field addresses = xml_field(&x->addresses);
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
    struct reference note = {x->anchor, strtab_add(&r->text, "note", 4), add_tidy(x, &x->text), 0};
    alloc_push(r->references, r->reference_count, note);
}

/* Its blanks are kept, for its lines are laid out, except those at the ends. A name that is not plain ASCII
   is none of IANA's. */
static void end_head_element(struct xml *x, enum element e, const char *name)
{
    struct field f = xml_field(&x->text);
    for (; f.length > 0 && strchr(" \t\r\n", f.bytes[f.length - 1]); f.length--)
        ;
    for (; f.length > 0 && strchr(" \t\r\n", *f.bytes); f.length--)
        f.bytes++;
    uint32_t text = xml_add_linked(x, f);
    if (e == UPDATED)
        registry_set_updated(x->registry, text, xml_line(x));
    if (element_is_writable(name))
        xml_end_head(x, name, x->title, text);
}

/* ---- expat's handlers ---- */

static bool is_root(enum element e, const char **attributes)
{
    return e == REGISTRY &&
           strcmp(xml_attribute_of(attributes, "xmlns"), "http://www.iana.org/assignments") == 0;
}

static void open_element(struct xml *x, enum element e, const char **attributes)
{
    struct buffer *to = xml_target(x);
    if (x->depth == 3 && x->open[1] == RECORD && element_column(e) < COLUMNS)
        x->is_verbatim[element_column(e)] |= xml_is_preserved(attributes);
    if (x->depth == 2 && xml_is_head(e))
        x->title = xml_add_attribute(x, attributes, "title");
    if (x->depth == 1)
        xml_end_head(x, "id", 0, xml_add_attribute(x, attributes, "id"));
    if (e == RECORD && x->depth == 2)
        begin_record(x, attributes);
    else if (e == XREF)
        xml_begin_xref(x, attributes);
    else if ((e == BR || e == NOTE) && to && to->size > 0)
        xml_add_text(x, to, "\n", 1);
    else if (e == PARAGRAPH && to)
        xml_add_text(x, to, "        ", 8);
    else if (e == PERSON)
        begin_person(x, attributes);
    else if (e == FOOTNOTE)
        x->anchor = xml_add_attribute(x, attributes, "anchor");
}

static void begin_element(void *data, const char *name, const char **attributes)
{
    struct xml *x = data;
    enum element e = element_find(name);
    if (x->failed)
        return;
    if (x->depth == XML_DEPTH_MAX) {
        xml_fail(x, "elements nested over 16 deep; this is not IANA's registry");
    } else if (x->depth == 0 && !is_root(e, attributes)) {
        xml_fail(x, "the root element is not IANA's <registry>; get service-names-port-numbers.xml");
    } else {
        x->open[x->depth++] = e;
        if ((x->depth == 2 && xml_is_head(e)) || e == UPDATED || e == FOOTNOTE || xml_parent(x, 1) == PERSON)
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
        xml_end_xref(x);
    else if (x->depth == 1 && xml_is_head(e))
        end_head_element(x, e, name);
    else if (e == FOOTNOTE)
        end_footnote(x);
    else if (e == PERSON)
        end_person(x);
    else if (xml_parent(x, 0) == PERSON)
        end_person_part(x, e);
}

static void add_characters(void *data, const char *s, int n)
{
    struct xml *x = data;
    struct buffer *to = x->failed ? NULL : xml_target(x);
    if (to)
        xml_add_text(x, to, s, (size_t)n);
}

static void refuse_doctype(void *data, const char *name, const char *system_id, const char *public_id,
                           int internal)
{
    (void)name, (void)system_id, (void)public_id, (void)internal;
    xml_fail(data, "a DOCTYPE, which IANA's file does not have; get the file again");
}

static bool explain(struct xml *x, enum XML_Error error)
{
    size_t line = xml_line(x);
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
    return sound && registry_finish(r, problem);
}
