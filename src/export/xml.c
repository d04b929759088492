/* SPDX-License-Identifier: MIT */
/* An index -> XML with IANA's elements; see export.h. parse_xml.c reads the same rows,
   people, references and date from it, if the blanks in texts are as IANA's. */
#include <string.h>

#include "base/utf8.h"
#include "export/export.h"
#include "view/references.h"

/* Whether XML 1.0 allows this character of n bytes (0: not UTF-8). */
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

/* n bytes of s, escaped; what XML does not allow becomes U+FFFD. newline: written for "\n". */
static void add_escaped(struct buffer *ret, const char *s, size_t n, const char *newline)
{
    for (const char *end = s + n; s < end;) {
        size_t length = utf8_length(s, (size_t)(end - s));
        const char *replacement = is_xml(s, length) ? entity(*s, newline) : "\xef\xbf\xbd";
        if (replacement)
            buffer_add_string(ret, replacement);
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

/* Whether parse_xml.c makes this label of the data: in capitals for an RFC, else the same. */
static bool data_is_label(const char *type, struct field label, struct field data)
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
    bool has_text = !data_is_label(type, label, data);
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

/* A label as an <xref>: of the reference that the index has, or else of this type, with the
   label as data ("RFC6335": rfc6335). The data of a note is its number; the text is in its
   <footnote>. */
static void add_label(struct buffer *ret, const struct records *records, struct field label, const char *type)
{
    const struct format_reference *known = reference_find(records, label);
    if (known && strcmp(records_text(records, le24_get(known->type)), "note") != 0) {
        const char *data = records_text(records, le24_get(known->data));
        add_xref(ret, records_text(records, le24_get(known->type)), label,
                 (struct field){data, strlen(data)});
    } else if (known) {
        add_xref(ret, "note", label, label);
    } else if (strcmp(type, "rfc") == 0) {
        buffer_printf(ret, "<xref type=\"rfc\" data=\"rfc%.*s\"/>", (int)(label.length - 3), label.bytes + 3);
    } else {
        add_xref(ret, type, label, label);
    }
}

/* The label at the start of *text, a column of labels; moves *text after it. A label may
   contain brackets: it ends at "][" or with the column. */
static struct field next_label(const char **text)
{
    const char *start = *text + (**text == '['), *end = strstr(start, "][");
    *text = end ? end + 1 : start + strlen(start);
    if (!end)
        end = *text > start && (*text)[-1] == ']' ? *text - 1 : *text;
    return (struct field){start, (size_t)(end - start)};
}

static void add_people(struct buffer *ret, const struct records *records, const char *column)
{
    (void)records;
    while (*column) {
        struct field label = next_label(&column);
        add_xref(ret, "person", label, label);
    }
}

static void add_references(struct buffer *ret, const struct records *records, const char *column)
{
    while (*column) {
        struct field label = next_label(&column);
        add_label(ret, records, label, reference_type(label));
    }
}

/* The type of a "[label]" in prose, or NULL if it is text only. */
static const char *type_in_text(const struct records *records, struct field label)
{
    if (person_find(records, label))
        return "person";
    const char *type = reference_type(label);
    return reference_find(records, label) || (strcmp(type, "text") != 0 && strcmp(type, "note") != 0) ? type
                                                                                                      : NULL;
}

static void add_prose(struct buffer *ret, const struct records *records, const char *s)
{
    for (const char *open; (open = strchr(s, '['));) {
        size_t n = strcspn(open + 1, "[]");
        struct field label = {open + 1, n};
        const char *type = open[1 + n] == ']' ? type_in_text(records, label) : NULL;
        add_text(ret, s, (size_t)(open - s) + (type ? 0 : 1));
        if (type)
            add_label(ret, records, label, type);
        s = open + 1 + (type ? n + 1 : 0);
    }
    add_text(ret, s, strlen(s));
}

/* ---- the parts of the file ---- */

typedef void add_content(struct buffer *, const struct records *, const char *);

static void add_plain(struct buffer *ret, const struct records *records, const char *s)
{
    (void)records;
    add_text(ret, s, strlen(s));
}

/* An element on one line; nothing for "". */
static void add_element(struct buffer *ret, const char *indent, const char *name, const char *content,
                        const struct records *records, add_content *add)
{
    if (!*content)
        return;
    buffer_printf(ret, "%s<%s>", indent, name);
    add(ret, records, content);
    buffer_printf(ret, "</%s>\n", name);
}

/* Elements that are directly in the record; nothing for "". */
static void add_bare(struct buffer *ret, const struct records *records, const char *content, add_content *add)
{
    if (!*content)
        return;
    buffer_add_string(ret, "    ");
    add(ret, records, content);
    buffer_add_string(ret, "\n");
}

/* Without <assignee>, parse_xml.c takes the contact for it. */
static void add_record(struct buffer *ret, const struct records *records, uint32_t row)
{
    char ports[PORTS_TEXT_SIZE];
    const char *column[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        column[i] = records_field(records, row, (enum column)i, ports);
    buffer_add_string(ret, "  <record");
    add_attribute(ret, "date", column[COLUMN_REGISTERED], strlen(column[COLUMN_REGISTERED]));
    add_attribute(ret, "updated", column[COLUMN_MODIFIED], strlen(column[COLUMN_MODIFIED]));
    buffer_add_string(ret, ">\n");
    add_element(ret, "    ", "name", column[COLUMN_NAME], records, add_plain);
    add_element(ret, "    ", "protocol", column[COLUMN_TRANSPORT], records, add_plain);
    if (strcmp(column[COLUMN_ASSIGNEE], column[COLUMN_CONTACT]) != 0)
        add_element(ret, "    ", "assignee", column[COLUMN_ASSIGNEE], records, add_people);
    add_bare(ret, records, column[COLUMN_CONTACT], add_people);
    add_element(ret, "    ", "description", column[COLUMN_DESCRIPTION], records, add_prose);
    add_element(ret, "    ", "number", column[COLUMN_PORT], records, add_plain);
    add_bare(ret, records, column[COLUMN_REFERENCE], add_references);
    add_element(ret, "    ", "sc", column[COLUMN_SERVICE_CODE], records, add_plain);
    add_element(ret, "    ", "unauthorized", column[COLUMN_UNAUTHORIZED], records, add_prose);
    add_element(ret, "    ", "note", column[COLUMN_NOTES], records, add_prose);
    buffer_add_string(ret, "  </record>\n");
}

static void add_footnotes(struct buffer *ret, const struct records *records)
{
    for (uint32_t i = 0; i < records->reference_count; i++) {
        const char *anchor = records_text(records, le24_get(records->references[i].label));
        if (strcmp(records_text(records, le24_get(records->references[i].type)), "note") != 0)
            continue;
        buffer_add_string(ret, "  <footnote");
        add_attribute(ret, "anchor", anchor, strlen(anchor));
        buffer_add_string(ret, ">");
        add_plain(ret, records, records_text(records, le24_get(records->references[i].data)));
        buffer_add_string(ret, "</footnote>\n");
    }
}

/* An element for each line of `uris'. */
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

static void add_person(struct buffer *ret, const struct records *records, const struct format_person *person)
{
    const char *id = records_text(records, le24_get(person->id));
    buffer_add_string(ret, "    <person");
    add_attribute(ret, "id", id, strlen(id));
    buffer_add_string(ret, ">\n");
    add_element(ret, "      ", "name", records_text(records, le24_get(person->name)), records, add_plain);
    add_element(ret, "      ", "org", records_text(records, le24_get(person->org)), records, add_plain);
    add_uris(ret, records_text(records, le24_get(person->uri)));
    add_element(ret, "      ", "updated", records_text(records, le24_get(person->updated)), records,
                add_plain);
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
