/* SPDX-License-Identifier: MIT */
/* An index -> XML with IANA's elements; see export.h. parse_xml.c reads the same registry from it: head,
   rows, people, references and footnotes. */
#include <string.h>

#include "export/export.h"
#include "export/xml_text.h"
#include "registry/xml_elements.h"
#include "view/head.h"

/* An element on one line; nothing for "". */
static void add_element(const struct xml_text *x, const char *indent, const char *name, const char *content,
                        xml_text_write *write)
{
    struct xml_text raw = {x->out, x->records, "\n"};
    bool is_tidy = xml_is_tidy(content, strlen(content));
    if (!*content)
        return;
    buffer_printf(x->out, "%s<%s%s>", indent, name, is_tidy ? "" : " xml:space=\"preserve\"");
    write(is_tidy ? x : &raw, content);
    buffer_printf(x->out, "</%s>\n", name);
}

/* Elements that are directly in the record; nothing for "". */
static void add_bare(const struct xml_text *x, const char *content, xml_text_write *write)
{
    if (!*content)
        return;
    buffer_add_string(x->out, "    ");
    write(x, content);
    buffer_add_string(x->out, "\n");
}

static void add_assignee(const struct xml_text *x, const char *content)
{
    if (!*content)
        return;
    buffer_add_string(x->out, "    <assignee>");
    xml_people(x, content);
    buffer_add_string(x->out, "</assignee>\n");
}

/* Without <assignee>, parse_xml.c takes the contact for it. */
static void add_record(const struct xml_text *x, uint32_t row)
{
    char ports[PORTS_TEXT_SIZE];
    const char *column[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        column[i] = records_field(x->records, row, (enum column)i, ports);
    column[COLUMN_PORT] = records_written_ports(x->records, row, ports);
    buffer_add_string(x->out, "  <record");
    xml_attribute(x, "date", column[COLUMN_REGISTERED], strlen(column[COLUMN_REGISTERED]));
    xml_attribute(x, "updated", column[COLUMN_MODIFIED], strlen(column[COLUMN_MODIFIED]));
    buffer_add_string(x->out, ">\n");
    add_element(x, "    ", "name", column[COLUMN_NAME], xml_plain);
    add_element(x, "    ", "protocol", column[COLUMN_TRANSPORT], xml_plain);
    if (strcmp(column[COLUMN_ASSIGNEE], column[COLUMN_CONTACT]) != 0)
        add_assignee(x, column[COLUMN_ASSIGNEE]);
    add_bare(x, column[COLUMN_CONTACT], xml_people);
    add_element(x, "    ", "description", column[COLUMN_DESCRIPTION], xml_prose);
    add_element(x, "    ", "number", column[COLUMN_PORT], xml_plain);
    add_bare(x, column[COLUMN_REFERENCE], xml_references);
    add_element(x, "    ", "sc", column[COLUMN_SERVICE_CODE], xml_plain);
    add_element(x, "    ", "unauthorized", column[COLUMN_UNAUTHORIZED], xml_prose);
    add_element(x, "    ", "note", column[COLUMN_NOTES], xml_prose);
    buffer_add_string(x->out, "  </record>\n");
}

static void add_footnotes(const struct xml_text *x)
{
    const struct records *r = x->records;
    for (uint32_t i = 0; i < r->reference_count; i++) {
        const char *anchor = records_text(r, le24_get(r->references[i].label));
        if (strcmp(records_text(r, le24_get(r->references[i].type)), "note") != 0)
            continue;
        buffer_add_string(x->out, "  <footnote");
        xml_attribute(x, "anchor", anchor, strlen(anchor));
        buffer_add_string(x->out, ">");
        xml_prose(x, records_text(r, le24_get(r->references[i].data)));
        buffer_add_string(x->out, "</footnote>\n");
    }
}

/* An element for each line of `uris'. */
static void add_uris(const struct xml_text *x, const char *uris)
{
    while (*uris) {
        size_t n = strcspn(uris, "\n");
        buffer_add_string(x->out, "      <uri>");
        xml_plain_part(x, uris, n);
        buffer_add_string(x->out, "</uri>\n");
        uris += n + (uris[n] == '\n');
    }
}

static void add_person(const struct xml_text *x, const struct format_person *person)
{
    const struct records *r = x->records;
    const char *id = records_text(r, le24_get(person->id));
    buffer_add_string(x->out, "    <person");
    xml_attribute(x, "id", id, strlen(id));
    buffer_add_string(x->out, ">\n");
    add_element(x, "      ", "name", records_text(r, le24_get(person->name)), xml_plain);
    add_element(x, "      ", "org", records_text(r, le24_get(person->org)), xml_plain);
    add_uris(x, records_text(r, le24_get(person->uri)));
    add_element(x, "      ", "updated", records_text(r, le24_get(person->updated)), xml_plain);
    buffer_add_string(x->out, "    </person>\n");
}

/* The head as the file had it, or what a registry from CSV has of it. */
static void add_head(const struct xml_text *x)
{
    struct xml_text raw = {x->out, x->records, "\n"};
    bool is_stated = strcmp(records_provenance(x->records, PROVENANCE_DATE_KIND), "stated") == 0;
    if (!head_is_known(x->records)) {
        add_element(x, "  ", "title", "Service Name and Transport Protocol Port Number Registry", xml_plain);
        add_element(x, "  ", "updated", records_provenance(x->records, PROVENANCE_DATE), xml_plain);
    }
    for (uint32_t i = 1; i < x->records->head_count; i++) {
        struct head_item item = head_item(x->records, i);
        if (strcmp(item.key, "xref") == 0) {
            buffer_add_string(x->out, "  ");
            xml_link(x, item.text, item.title);
            buffer_add_string(x->out, "\n");
        } else if (element_is_writable(item.key)) {
            buffer_printf(x->out, "  <%s", item.key);
            xml_attribute(x, "title", item.title, strlen(item.title));
            buffer_add_string(x->out, ">");
            bool is_date = is_stated && strcmp(item.key, "updated") == 0; /* of `build --date' */
            xml_prose(&raw, is_date ? records_provenance(x->records, PROVENANCE_DATE) : item.text);
            buffer_printf(x->out, "</%s>\n", item.key);
        }
    }
}

void export_xml(const struct index *index, const struct records *records, struct buffer *ret)
{
    struct xml_text x = {ret, records, "<br/>"};
    const char *id = head_is_known(records) ? head_item(records, 0).text : "service-names-port-numbers";
    (void)index;
    buffer_add_string(
        ret, "<?xml version='1.0' encoding='UTF-8'?>\n<registry xmlns=\"http://www.iana.org/assignments\"");
    xml_attribute(&x, "id", id, strlen(id));
    buffer_add_string(ret, ">\n");
    add_head(&x);
    for (uint32_t row = 0; row < records->row_count; row++)
        add_record(&x, row);
    add_footnotes(&x);
    buffer_add_string(ret, "  <people>\n");
    for (uint32_t i = 0; i < records->person_count; i++)
        add_person(&x, &records->people[i]);
    buffer_add_string(ret, "  </people>\n</registry>\n");
}
