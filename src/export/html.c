/* SPDX-License-Identifier: MIT */
/* An index -> one web page that shows it; see export.h. The page itself is src/export/page/; data.js
   there reads the arrays that are made here. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "export/export.h"
#include "view/applications.h"
#include "view/entry_iter.h"
#include "view/json.h"

/* The files of src/export/page/ as one, with placeholders for the table and the data; made by the Makefile. */
static const unsigned char page[] = {
#include "page.inc"
};

/* Unlike json_text, "" for "": it is shorter than null. */
static json_t *text(const char *s)
{
    return *s ? json_text(s) : json_string("");
}

static json_t *titles_array(void)
{
    json_t *array = json_array();
    for (int i = 0; i < COLUMNS; i++)
        json_array_append_new(array, json_string(column_titles[i]));
    return array;
}

/* Appends n texts to an array. */
static void append_texts(json_t *array, const struct records *records, const le24 *offset, size_t n)
{
    for (size_t i = 0; i < n; i++)
        json_array_append_new(array, text(records_text(records, le24_get(offset[i]))));
}

/* Appends an array of n texts to an array. */
static void append_array(json_t *array, const struct records *records, const le24 *offset, size_t n)
{
    json_t *texts = json_array();
    append_texts(texts, records, offset, n);
    json_array_append_new(array, texts);
}

/* [status, first port, last port, name, transport, ... IANA's other columns],
   without the empty ones at the end. First > last: no port. */
static json_t *row_array(const struct records *records, uint32_t row)
{
    size_t used = FORMAT_COLUMNS - 1;
    uint16_t first, last;
    records_ports(records, row, &first, &last);
    json_t *array = json_pack("[s, i, i]", status_text(records_status(records, row)), first, last);
    while (used > 0 && !*records_text(records, le24_get(records->rows[row].text[used - 1])))
        used--;
    append_texts(array, records, records->rows[row].text, used);
    return array;
}

static json_t *rows_array(const struct records *records)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < records->row_count; i++)
        json_array_append_new(array, row_array(records, i));
    return array;
}

/* [[id, name, organisation, address, date]...] */
static json_t *people_array(const struct records *records)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < records->person_count; i++) {
        const struct format_person *p = &records->people[i];
        append_array(array, records, (const le24[]){p->id, p->name, p->org, p->uri, p->updated}, 5);
    }
    return array;
}

/* [[label, type, data]...] */
static json_t *references_array(const struct records *records)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < records->reference_count; i++) {
        const struct format_reference *r = &records->references[i];
        append_array(array, records, (const le24[]){r->label, r->type, r->data}, 3);
    }
    return array;
}

/* [[key, title, text]...]: the head of the registry, without its id. */
static json_t *head_array(const struct records *records)
{
    json_t *array = json_array();
    for (uint32_t i = 1; i < records->head_count; i++) {
        const struct format_head *h = &records->head[i];
        append_array(array, records, (const le24[]){h->key, h->title, h->text}, 3);
    }
    return array;
}

/* [[file, line, "canonical alias ...", transport, port]...] */
static json_t *locals_array(const struct records *records)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < records->local_line_count; i++) {
        const struct format_line *l = &records->local_lines[i];
        const char *file = records_text(records, le32_get(l->file));
        const char *names = records_text(records, le32_get(l->names));
        const char *transport = records_text(records, le32_get(l->transport));
        json_array_append_new(array, json_pack("[o, I, o, o, I]", text(file), (json_int_t)le32_get(l->line),
                                               text(names), text(transport), (json_int_t)le32_get(l->port)));
    }
    return array;
}

/* [[first port, last port, transport, program, what it is, source, file]...]; file: "" if it is the shipped one. */
static json_t *applications_array(const struct records *records)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < records->application_count; i++) {
        struct application_item a = application_item(records, i);
        json_array_append_new(array, json_pack("[i, i, o, o, o, o, o]", a.first, a.last, text(a.transport),
                                               text(a.program), text(a.what), text(a.source), text(a.file)));
    }
    return array;
}

static json_t *entry_array(const struct service *s)
{
    struct buffer names = {0};
    for (const char *name = s->names; name < s->names + s->size; name += strlen(name) + 1)
        buffer_printf(&names, "%s%s", names.size ? " " : "", name);
    json_t *entry = json_pack("[i, o, o]", s->port, text(s->transport), text(buffer_string(&names)));
    free(names.data);
    return entry;
}

/* [[port, transport, "canonical alias ..."]...]: the registry's entries that have
   aliases; the page knows the others from their rows. */
static json_t *entries_array(const struct index *index)
{
    json_t *array = json_array();
    struct service s;
    for (uint32_t cursor = 0; entry_iter_next(index, &cursor, &s);)
        if (s.aliases > 0 && !(s.flags & ENTRY_LOCAL))
            json_array_append_new(array, entry_array(&s));
    return array;
}

/* Appends JSON in which each "<", which is only in strings, is an escape: so it can neither
   end the element that holds the data nor open a comment. */
static void add_escaped(struct buffer *ret, const char *json, size_t size)
{
    for (const char *end = json + size, *angle; json < end; json = angle + 1) {
        angle = memchr(json, '<', (size_t)(end - json));
        buffer_add(ret, json, (size_t)((angle ? angle : end) - json));
        if (!angle)
            return;
        buffer_add_string(ret, "\\u003c");
    }
}

/* ---- the table for browsers without scripts ---- */

/* Appends text as HTML, masked as for a terminal. */
static void add_html(struct buffer *ret, const char *s)
{
    struct buffer masked = {0};
    utf8_mask(&masked, s, strlen(s));
    for (size_t i = 0; i < masked.size; i++)
        switch (masked.data[i]) {
        case '&': buffer_add_string(ret, "&amp;"); break;
        case '<': buffer_add_string(ret, "&lt;"); break;
        case '>': buffer_add_string(ret, "&gt;"); break;
        default: buffer_add(ret, &masked.data[i], 1);
        }
    free(masked.data);
}

/* A row, and what the rows of a service share: the ports and the name. Equal texts are stored once. */
struct system_port {
    uint32_t service[3], row;
};

static int compare_system_ports(const void *a, const void *b)
{
    const struct system_port *x = a, *y = b;
    for (int i = 0; i < 3; i++)
        if (x->service[i] != y->service[i])
            return x->service[i] < y->service[i] ? -1 : 1;
    return x->row < y->row ? -1 : 1;
}

/* The rows of the assigned System Ports, those of a service together. Release by free(). */
static struct system_port *system_ports(const struct records *records, size_t *ret_count)
{
    struct system_port *ret = NULL;
    uint16_t first, last;
    *ret_count = 0;
    for (uint32_t row = 0; row < records->row_count; row++) {
        uint32_t name = le24_get(records->rows[row].text[row_text_index(COLUMN_NAME)]);
        if (records_ports(records, row, &first, &last) && first <= port_ranges[0].last &&
            records_status(records, row) == STATUS_ASSIGNED)
            alloc_push(ret, *ret_count, (struct system_port){{first, last, name}, row});
    }
    if (ret)
        qsort(ret, *ret_count, sizeof *ret, compare_system_ports);
    return ret;
}

static void add_cell(struct buffer *ret, const struct records *records, uint32_t row, enum column column)
{
    buffer_add_string(ret, "<td>");
    add_html(ret, records_column(records, row, column));
}

/* The assigned System Ports, a service a line. */
static void add_system_ports(struct buffer *ret, const struct records *records)
{
    size_t count;
    struct system_port *rows = system_ports(records, &count);
    char ports[PORTS_TEXT_SIZE];
    for (size_t i = 0, start; i < count;) {
        start = i;
        buffer_printf(ret, "<tr><td>%s", records_field(records, rows[i].row, COLUMN_PORT, ports));
        for (; i < count && memcmp(rows[i].service, rows[start].service, sizeof rows[i].service) == 0; i++) {
            const char *transport = records_column(records, rows[i].row, COLUMN_TRANSPORT);
            buffer_add_string(ret, !*transport ? "" : i == start ? "/" : ", ");
            add_html(ret, transport);
        }
        add_cell(ret, records, rows[start].row, COLUMN_NAME);
        add_cell(ret, records, rows[start].row, COLUMN_DESCRIPTION);
        buffer_add_string(ret, "\n");
    }
    free(rows);
}

/* Appends the page from *from to the placeholder, and moves *from behind it. */
static void add_page_to(struct buffer *ret, const unsigned char **from, const char *placeholder)
{
    const unsigned char *end =
        memmem(*from, sizeof page - (size_t)(*from - page), placeholder, strlen(placeholder));
    buffer_add(ret, *from, (size_t)(end - *from));
    *from = end + strlen(placeholder);
}

void export_html(const struct index *index, const struct records *records, struct buffer *ret)
{
    const unsigned char *rest = page;
    struct buffer json = {0};
    char date[DATES_TEXT_SIZE];
    json_t *data = json_object();
    json_object_set_new(data, "date", text(dates_text(records_dates(records), date)));
    json_object_set_new(data, "source", text(records_provenance(records, PROVENANCE_SOURCE)));
    json_object_set_new(data, "head", head_array(records));
    json_object_set_new(data, "columns", titles_array());
    json_object_set_new(data, "rows", rows_array(records));
    json_object_set_new(data, "people", people_array(records));
    json_object_set_new(data, "references", references_array(records));
    json_object_set_new(data, "entries", entries_array(index));
    json_object_set_new(data, "locals", locals_array(records));
    json_object_set_new(data, "applications", applications_array(records));
    add_page_to(ret, &rest, "@system ports@");
    add_system_ports(ret, records);
    add_page_to(ret, &rest, "@data@");
    json_write(data, JSON_COMPACT, &json);
    add_escaped(ret, (const char *)json.data, json.size);
    free(json.data);
    buffer_add(ret, rest, sizeof page - (size_t)(rest - page));
}
