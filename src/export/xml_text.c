/* SPDX-License-Identifier: MIT */
/* Texts of an index -> parts of XML; see xml_text.h. */
#include "export/xml_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "registry/xml_elements.h"
#include "view/head.h"
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

void xml_plain_part(const struct xml_text *x, const char *s, size_t n)
{
    add_escaped(x->out, s, n, x->newline);
}

void xml_plain(const struct xml_text *x, const char *s)
{
    xml_plain_part(x, s, strlen(s));
}

void xml_attribute(const struct xml_text *x, const char *name, const char *value, size_t n)
{
    if (n == 0)
        return;
    buffer_printf(x->out, " %s=\"", name);
    add_escaped(x->out, value, n, "&#10;");
    buffer_add(x->out, "\"", 1);
}

bool xml_is_tidy(const char *s, size_t n)
{
    struct buffer copy = {0};
    buffer_add(&copy, s, n);
    bool same = n == 0 || xml_tidy((char *)copy.data, n).length == n;
    same = same && (n == 0 || memcmp(copy.data, s, n) == 0);
    free(copy.data);
    return same;
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

static void add_xref(const struct xml_text *x, const char *type, struct field label, struct field data,
                     const char *section)
{
    bool has_text = *section || !data_is_label(type, label, data);
    buffer_add_string(x->out, "<xref");
    xml_attribute(x, "type", type, strlen(type));
    if (strcmp(type, "text") != 0)
        xml_attribute(x, "data", data.bytes, data.length);
    xml_attribute(x, "section", section, strlen(section));
    if (!xml_is_tidy(label.bytes, label.length))
        buffer_add_string(x->out, " xml:space=\"preserve\"");
    buffer_add_string(x->out, has_text ? ">" : "/>");
    if (has_text) {
        struct xml_text raw = {x->out, x->records, "\n"};
        xml_plain_part(&raw, label.bytes, label.length);
        buffer_add_string(x->out, "</xref>");
    }
}

/* A label as an <xref> of this type: of the reference that the index has, or else with the label as data
   ("RFC6335": rfc6335). The data of a note is its number; the text is in its <footnote>. */
static void add_label(const struct xml_text *x, struct field label, const char *type)
{
    const struct records *r = x->records;
    const struct format_reference *known = strcmp(type, "person") == 0 ? NULL : reference_find(r, label);
    const char *known_type = known ? records_text(r, le24_get(known->type)) : "";
    if (known && strcmp(known_type, "note") != 0) {
        const char *data = records_text(r, le24_get(known->data));
        add_xref(x, known_type, label, (struct field){data, strlen(data)},
                 records_text(r, le24_get(known->section)));
    } else if (known) {
        add_xref(x, "note", label, label, "");
    } else if (strcmp(type, "rfc") == 0 && strcmp(reference_type(label), "rfc") == 0) {
        buffer_printf(x->out, "<xref type=\"rfc\" data=\"rfc%.*s\"/>", (int)(label.length - 3),
                      label.bytes + 3);
    } else {
        add_xref(x, type, label, label, "");
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

void xml_people(const struct xml_text *x, const char *column)
{
    while (*column) {
        struct field label = next_label(&column);
        add_xref(x, "person", label, label, "");
    }
}

void xml_references(const struct xml_text *x, const char *column)
{
    while (*column) {
        struct field label = next_label(&column);
        add_label(x, label, reference_type(label));
    }
}

void xml_link(const struct xml_text *x, const char *label, const char *type)
{
    add_label(x, next_label(&label), type);
}

/* The type of a "[label]" in running text, or NULL if it is text only. The registry from CSV does not tell:
   then what is a person, a known reference or looks like one is a link. */
static const char *type_in_text(const struct records *records, struct field label)
{
    if (person_find(records, label))
        return "person";
    const char *type = reference_type(label);
    return reference_find(records, label) || (strcmp(type, "text") != 0 && strcmp(type, "note") != 0) ? type
                                                                                                      : NULL;
}

/* The end of the label of a link that starts at open, before a "]": the one that belongs to it, for a label
   may have brackets. */
static const char *label_end(const char *open)
{
    int depth = 0;
    for (const char *p = open; *p; p++) {
        depth += (*p == '[') - (*p == ']');
        if (depth == 0)
            return p;
    }
    return strchr(open, ']');
}

/* The type of the link at open, with its label; NULL if the "[" there is only text. */
static const char *link_at(const struct xml_text *x, const char *open, const char *text,
                           struct field *ret_label)
{
    if (head_is_known(x->records)) {
        const char *type = link_type(x->records, open, text);
        *ret_label = (struct field){open + 1, type ? (size_t)(label_end(open) - open - 1) : 0};
        return type;
    }
    *ret_label = (struct field){open + 1, strcspn(open + 1, "[]")};
    return open[1 + ret_label->length] == ']' ? type_in_text(x->records, *ret_label) : NULL;
}

void xml_prose(const struct xml_text *x, const char *text)
{
    const char *s = text, *last = strrchr(text, ']');
    for (const char *open; (open = strchr(s, '[')) && open < last;) {
        struct field label;
        const char *type = link_at(x, open, text, &label);
        xml_plain_part(x, s, (size_t)(open - s) + (type ? 0 : 1));
        if (type)
            add_label(x, label, type);
        s = open + 1 + (type ? label.length + 1 : 0);
    }
    xml_plain(x, s);
}
