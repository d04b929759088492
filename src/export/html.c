/* SPDX-License-Identifier: MIT */
/* An index -> one web page that shows it; see write.h. The page lies in src/export/page/;
   what it is told, and how, is here alone. */
#include <string.h>

#include "export/export.h"
#include "view/entry_iter.h"
#include "view/json.h"

/* src/export/page/ in one, with PLACE where the data goes; the Makefile makes it. */
static const unsigned char page[] = {
#include "page.inc"
};
#define PLACE "@data@"

/* "" is shorter than null, and the page needs no two kinds of nothing. */
static json_t *text(const char *s)
{
    return *s ? json_text(s) : json_string("");
}

static json_t *titles_array(void)
{
    json_t *array = json_new_array();
    for (int i = 0; i < COLUMNS; i++)
        json_push(array, json_string(column_titles[i]));
    return array;
}

/* Items of an array, each a text. */
static void push_texts(json_t *array, const struct records *c, const le24 *offset, size_t n)
{
    for (size_t i = 0; i < n; i++)
        json_push(array, text(records_text(c, le24_get(offset[i]))));
}

/* [status, first port, last port, name, transport, ... IANA's other columns]; those at
   the end that are empty are left out. First > last: no port. */
static json_t *row_array(const struct records *c, uint32_t row)
{
    json_t *array = json_new_array();
    size_t used = FORMAT_COLUMNS - 1;
    uint16_t first, last;
    records_ports(c, row, &first, &last);
    json_push(array, json_string(status_text(records_status(c, row))));
    json_push(array, json_integer(first));
    json_push(array, json_integer(last));
    while (used > 0 && !*records_text(c, le24_get(c->rows[row].text[used - 1])))
        used--;
    push_texts(array, c, c->rows[row].text, used);
    return array;
}

static json_t *rows_array(const struct records *c)
{
    json_t *array = json_new_array();
    for (uint32_t i = 0; i < c->row_count; i++)
        json_push(array, row_array(c, i));
    return array;
}

/* [[id, name, organisation, address, date]...] */
static json_t *people_array(const struct records *c)
{
    json_t *array = json_new_array();
    for (uint32_t i = 0; i < c->person_count; i++) {
        const struct format_person *p = &c->people[i];
        json_t *person = json_new_array();
        push_texts(person, c, (const le24[]){p->id, p->name, p->org, p->uri, p->updated}, 5);
        json_push(array, person);
    }
    return array;
}

/* [[label, type, data]...] */
static json_t *references_array(const struct records *c)
{
    json_t *array = json_new_array();
    for (uint32_t i = 0; i < c->reference_count; i++) {
        const struct format_reference *r = &c->references[i];
        json_t *reference = json_new_array();
        push_texts(reference, c, (const le24[]){r->label, r->type, r->data}, 3);
        json_push(array, reference);
    }
    return array;
}

/* [[file, line, "canonical alias ...", transport, port]...]: the administrator's. */
static json_t *locals_array(const struct records *c)
{
    json_t *array = json_new_array();
    for (uint32_t i = 0; i < c->local_line_count; i++) {
        const struct format_line *l = &c->local_lines[i];
        json_t *line = json_new_array();
        json_push(line, text(records_text(c, le32_get(l->file))));
        json_push(line, json_integer(le32_get(l->line)));
        json_push(line, text(records_text(c, le32_get(l->names))));
        json_push(line, text(records_text(c, le32_get(l->transport))));
        json_push(line, json_integer(le32_get(l->port)));
        json_push(array, line);
    }
    return array;
}

static json_t *entry_array(const struct service *s)
{
    struct buffer names = {0};
    json_t *entry = json_new_array();
    for (const char *name = s->names; name < s->names + s->size; name += strlen(name) + 1)
        buffer_printf(&names, "%s%s", names.size ? " " : "", name);
    buffer_add(&names, "", 1);
    json_push(entry, json_integer(s->port));
    json_push(entry, text(s->transport));
    json_push(entry, text((const char *)names.data));
    free(names.data);
    return entry;
}

/* [[port, transport, "canonical alias ..."]...]: the registry's entries whose names one
   row alone does not tell. */
static json_t *entries_array(const struct index *index)
{
    json_t *array = json_new_array();
    struct service s;
    for (uint32_t cursor = 0; entry_iter_next(index, &cursor, &s);)
        if (s.aliases > 0 && !(s.flags & ENTRY_LOCAL))
            json_push(array, entry_array(&s));
    return array;
}

/* In JSON, "<" stands in strings alone. As an escape it can neither end the element
   that holds the data nor open a comment. */
static int add_escaped(const char *json, size_t size, void *ret)
{
    for (const char *end = json + size; json < end;) {
        const char *angle = memchr(json, '<', (size_t)(end - json)), *stop = angle ? angle : end;
        buffer_add(ret, json, (size_t)(stop - json));
        if (angle)
            buffer_add_string(ret, "\\u003c");
        json = angle ? angle + 1 : end;
    }
    return 0;
}

void export_html(const struct index *index, const struct records *c, struct buffer *ret)
{
    const unsigned char *place = memmem(page, sizeof page, PLACE, strlen(PLACE)),
                        *rest = place + strlen(PLACE);
    json_t *data = json_new_object();
    json_put(data, "date", text(records_provenance(c, PROVENANCE_DATE)));
    json_put(data, "source", text(records_provenance(c, PROVENANCE_SOURCE)));
    json_put(data, "columns", titles_array());
    json_put(data, "rows", rows_array(c));
    json_put(data, "people", people_array(c));
    json_put(data, "references", references_array(c));
    json_put(data, "entries", entries_array(index));
    json_put(data, "locals", locals_array(c));
    buffer_add(ret, page, (size_t)(place - page));
    json_dump_callback(data, add_escaped, ret, JSON_COMPACT);
    buffer_add(ret, rest, sizeof page - (size_t)(rest - page));
    json_decref(data);
}
