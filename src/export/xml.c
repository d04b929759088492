/* SPDX-License-Identifier: MIT */
/* An index -> XML with IANA's elements; see write.h. parse_xml.c reads the same rows,
   people, references and date back, where the texts are as IANA tidies them. */
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "export/export.h"
#include "view/references.h"

/* Whether XML 1.0 can have this character of n bytes, 0 where it is no UTF-8. */
static bool is_xml(const char *s, size_t n)
{
    if (n == 1)
        return (unsigned char)*s >= 0x20 || strchr("\t\n\r", *s);
    return n > 0 && !(n == 3 && (memcmp(s, "\xef\xbf\xbe", 3) == 0 || memcmp(s, "\xef\xbf\xbf", 3) == 0));
}

static const char *entity(char c, const char *newline)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    case '\r': return "&#13;";
    case '\n': return newline;
    default: return NULL;
    }
}

/* n bytes of s; what XML cannot have becomes U+FFFD. */
static void add_escaped(struct buffer *ret, const char *s, size_t n, const char *newline)
{
    for (const char *end = s + n; s < end;) {
        size_t length = utf8_length(s, (size_t)(end - s));
        const char *instead = is_xml(s, length) ? entity(*s, newline) : "\xef\xbf\xbd";
        if (instead)
            buffer_add_string(ret, instead);
        else
            buffer_add(ret, s, length);
        s += length ? length : 1;
    }
}

static void add_text(struct buffer *ret, const char *s, size_t n)
{
    add_escaped(ret, s, n, "<br/>");
}

static void add_attribute(struct buffer *ret, const char *name, const char *value, size_t n)
{
    if (n == 0)
        return;
    buffer_printf(ret, " %s=\"", name);
    add_escaped(ret, value, n, "&#10;");
    buffer_add(ret, "\"", 1);
}

/* ---- "[label]" -> <xref> ---- */

/* Whether parse_xml.c takes this label from the data: RFC in capitals, the rest as it is. */
static bool data_tells(const char *type, struct field label, struct field data)
{
    bool rfc = strcmp(type, "rfc") == 0;
    if (label.length != data.length || strcmp(type, "text") == 0)
        return false;
    for (size_t i = 0; i < data.length; i++) {
        char c = data.bytes[i];
        if (label.bytes[i] != (rfc && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c))
            return false;
    }
    return true;
}

static void add_xref(struct buffer *ret, const char *type, struct field label, struct field data)
{
    bool has_text = !data_tells(type, label, data);
    buffer_add_string(ret, "<xref");
    add_attribute(ret, "type", type, strlen(type));
    if (strcmp(type, "text") != 0)
        add_attribute(ret, "data", data.bytes, data.length);
    buffer_add_string(ret, has_text ? ">" : "/>");
    if (has_text) {
        add_text(ret, label.bytes, label.length);
        buffer_add_string(ret, "</xref>");
    }
}

/* A label with what the index knows of it; else of this type, its data the label:
   "RFC6335" is rfc6335. The data of a note is its footnote's text, which stands elsewhere. */
static void add_label(struct buffer *ret, const struct records *c, struct field label, const char *type)
{
    const struct format_reference *known = reference_find(c, label);
    if (known && strcmp(records_text(c, le24_get(known->type)), "note") != 0) {
        const char *data = records_text(c, le24_get(known->data));
        add_xref(ret, records_text(c, le24_get(known->type)), label, (struct field){data, strlen(data)});
    } else if (known) {
        add_xref(ret, "note", label, label);
    } else if (strcmp(type, "rfc") == 0) {
        buffer_printf(ret, "<xref type=\"rfc\" data=\"rfc%.*s\"/>", (int)(label.length - 3), label.bytes + 3);
    } else {
        add_xref(ret, type, label, label);
    }
}

/* What a column of labels starts with at *p; moves *p behind it. A label may have
   brackets of its own: it ends at "][" or with the column. */
static struct field next_label(const char **p)
{
    const char *start = *p + (**p == '['), *end = strstr(start, "][");
    *p = end ? end + 1 : start + strlen(start);
    if (!end)
        end = *p > start && (*p)[-1] == ']' ? *p - 1 : *p;
    return (struct field){start, (size_t)(end - start)};
}

static void add_people(struct buffer *ret, const struct records *c, const char *column)
{
    (void)c;
    while (*column) {
        struct field label = next_label(&column);
        add_xref(ret, "person", label, label);
    }
}

static void add_references(struct buffer *ret, const struct records *c, const char *column)
{
    while (*column) {
        struct field label = next_label(&column);
        add_label(ret, c, label, reference_type(label));
    }
}

/* The type of "[label]" in running text, or NULL where that is no more than text. */
static const char *type_in_text(const struct records *c, struct field label)
{
    if (person_find(c, label))
        return "person";
    const char *type = reference_type(label);
    return reference_find(c, label) || (strcmp(type, "text") != 0 && strcmp(type, "note") != 0) ? type : NULL;
}

static void add_running_text(struct buffer *ret, const struct records *c, const char *s)
{
    for (const char *open; (open = strchr(s, '['));) {
        size_t n = strcspn(open + 1, "[]");
        struct field label = {open + 1, n};
        const char *type = open[1 + n] == ']' ? type_in_text(c, label) : NULL;
        add_text(ret, s, (size_t)(open - s) + (type ? 0 : 1));
        if (type)
            add_label(ret, c, label, type);
        s = open + 1 + (type ? n + 1 : 0);
    }
    add_text(ret, s, strlen(s));
}

/* ---- the parts of the file ---- */

typedef void add_content(struct buffer *, const struct records *, const char *);

static void add_plain(struct buffer *ret, const struct records *c, const char *s)
{
    (void)c;
    add_text(ret, s, strlen(s));
}

/* An element on a line of its own, or nothing for "". */
static void add_element(struct buffer *ret, const char *indent, const char *name, const char *content,
                        const struct records *c, add_content *add)
{
    if (!*content)
        return;
    buffer_printf(ret, "%s<%s>", indent, name);
    add(ret, c, content);
    buffer_printf(ret, "</%s>\n", name);
}

/* Elements directly in the record, which have no element around them. */
static void add_bare(struct buffer *ret, const struct records *c, const char *content, add_content *add)
{
    if (!*content)
        return;
    buffer_add_string(ret, "    ");
    add(ret, c, content);
    buffer_add_string(ret, "\n");
}

/* Readers take an absent assignee for the contact. */
static void add_record(struct buffer *ret, const struct records *c, uint32_t row)
{
    char ports[PORTS_TEXT_SIZE];
    const char *column[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        column[i] = records_field(c, row, (enum column)i, ports);
    buffer_add_string(ret, "  <record");
    add_attribute(ret, "date", column[COLUMN_REGISTERED], strlen(column[COLUMN_REGISTERED]));
    add_attribute(ret, "updated", column[COLUMN_MODIFIED], strlen(column[COLUMN_MODIFIED]));
    buffer_add_string(ret, ">\n");
    add_element(ret, "    ", "name", column[COLUMN_NAME], c, add_plain);
    add_element(ret, "    ", "protocol", column[COLUMN_TRANSPORT], c, add_plain);
    if (strcmp(column[COLUMN_ASSIGNEE], column[COLUMN_CONTACT]) != 0)
        add_element(ret, "    ", "assignee", column[COLUMN_ASSIGNEE], c, add_people);
    add_bare(ret, c, column[COLUMN_CONTACT], add_people);
    add_element(ret, "    ", "description", column[COLUMN_DESCRIPTION], c, add_running_text);
    add_element(ret, "    ", "number", column[COLUMN_PORT], c, add_plain);
    add_bare(ret, c, column[COLUMN_REFERENCE], add_references);
    add_element(ret, "    ", "sc", column[COLUMN_SERVICE_CODE], c, add_plain);
    add_element(ret, "    ", "unauthorized", column[COLUMN_UNAUTHORIZED], c, add_running_text);
    add_element(ret, "    ", "note", column[COLUMN_NOTES], c, add_running_text);
    buffer_add_string(ret, "  </record>\n");
}

static void add_footnotes(struct buffer *ret, const struct records *c)
{
    for (uint32_t i = 0; i < c->reference_count; i++) {
        const char *anchor = records_text(c, le24_get(c->references[i].label));
        if (strcmp(records_text(c, le24_get(c->references[i].type)), "note") != 0)
            continue;
        buffer_add_string(ret, "  <footnote");
        add_attribute(ret, "anchor", anchor, strlen(anchor));
        buffer_add_string(ret, ">");
        add_plain(ret, c, records_text(c, le24_get(c->references[i].data)));
        buffer_add_string(ret, "</footnote>\n");
    }
}

/* A line for each. */
static void add_uris(struct buffer *ret, const char *uris)
{
    while (*uris) {
        size_t n = strcspn(uris, "\n");
        buffer_add_string(ret, "      <uri>");
        add_text(ret, uris, n);
        buffer_add_string(ret, "</uri>\n");
        uris += n + (uris[n] == '\n');
    }
}

static void add_person(struct buffer *ret, const struct records *c, const struct format_person *person)
{
    const char *id = records_text(c, le24_get(person->id));
    buffer_add_string(ret, "    <person");
    add_attribute(ret, "id", id, strlen(id));
    buffer_add_string(ret, ">\n");
    add_element(ret, "      ", "name", records_text(c, le24_get(person->name)), c, add_plain);
    add_element(ret, "      ", "org", records_text(c, le24_get(person->org)), c, add_plain);
    add_uris(ret, records_text(c, le24_get(person->uri)));
    add_element(ret, "      ", "updated", records_text(c, le24_get(person->updated)), c, add_plain);
    buffer_add_string(ret, "    </person>\n");
}

void export_xml(const struct index *index, const struct records *records, struct buffer *ret)
{
    (void)index;
    buffer_add_string(
        ret, "<?xml version='1.0' encoding='UTF-8'?>\n"
             "<registry xmlns=\"http://www.iana.org/assignments\" id=\"service-names-port-numbers\">\n");
    add_element(ret, "  ", "title", "Service Name and Transport Protocol Port Number Registry", records,
                add_plain);
    add_element(ret, "  ", "updated", records_provenance(records, PROVENANCE_DATE), records, add_plain);
    for (uint32_t row = 0; row < records->row_count; row++)
        add_record(ret, records, row);
    add_footnotes(ret, records);
    buffer_add_string(ret, "  <people>\n");
    for (uint32_t i = 0; i < records->person_count; i++)
        add_person(ret, records, &records->people[i]);
    buffer_add_string(ret, "  </people>\n</registry>\n");
}
