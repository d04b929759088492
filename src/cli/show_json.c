/* SPDX-License-Identifier: MIT */
/* An answer -> JSON; see show.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/show.h"
#include "view/json.h"
#include "view/references.h"
#include "view/suggest.h"

static json_t *json_person(const struct records *c, struct field id, const struct format_person *person)
{
    struct buffer address = {0};
    json_t *object = json_object();
    person_address(c, person, &address);
    buffer_add(&address, "", 1);
    json_object_set_new(object, "id", json_bytes(id.bytes, id.length));
    json_object_set_new(object, "name", json_text(records_text(c, le24_get(person->name))));
    json_object_set_new(object, "organisation", json_text(records_text(c, le24_get(person->org))));
    json_object_set_new(object, "address", json_text((const char *)address.data));
    json_object_set_new(object, "updated", json_text(records_text(c, le24_get(person->updated))));
    free(address.data);
    return object;
}

static json_t *json_link(const struct records *c, struct field label)
{
    struct buffer link = {0};
    json_t *object = json_object();
    reference_print(c, label, &link);
    buffer_add(&link, "", 1);
    json_object_set_new(object, "label", json_bytes(label.bytes, label.length));
    json_object_set_new(object, "target", json_text((const char *)link.data));
    free(link.data);
    return object;
}

/* A row, and what its "[label]"s stand for. */
static json_t *json_full_row(const struct records *c, uint32_t row)
{
    static const enum column columns[] = {COLUMN_ASSIGNEE, COLUMN_CONTACT, COLUMN_REFERENCE, COLUMN_NOTES};
    json_t *object = json_row(c, row), *people = json_array(), *links = json_array();
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *text = records_column(c, row, columns[i]);
        struct field label;
        if (columns[i] == COLUMN_CONTACT && strcmp(text, records_column(c, row, COLUMN_ASSIGNEE)) == 0)
            continue;
        while (label_next(&text, &label)) {
            const struct format_person *person = person_find(c, label);
            if (person)
                json_array_append_new(people, json_person(c, label, person));
            else if (columns[i] == COLUMN_REFERENCE || columns[i] == COLUMN_NOTES)
                json_array_append_new(links, json_link(c, label));
        }
    }
    json_object_set_new(object, "people", people);
    json_object_set_new(object, "links", links);
    return object;
}

static json_t *json_service(const struct service *s, uint16_t last_port)
{
    json_t *object = json_object(), *aliases = json_array();
    for (const char *name = s->names; (name += strlen(name) + 1) < s->names + s->size;)
        json_array_append_new(aliases, json_text(name));
    json_object_set_new(object, "name", json_text(s->names));
    json_object_set_new(object, "aliases", aliases);
    json_object_set_new(object, "port", json_integer(s->port));
    json_object_set_new(object, "last_port", json_integer(last_port));
    json_object_set_new(object, "transport", json_text(s->transport));
    json_object_set_new(object, "range", json_text(port_range(s->port)));
    return object;
}

static json_t *json_group(struct details *a, const struct span *g)
{
    json_t *object = json_service(&g->service, g->last_port), *rows = json_array();
    const struct format_line *line = details_local_line(a, g);
    json_object_set_new(object, "file",
                        line ? json_text(records_text(a->records, le32_get(line->file))) : json_null());
    json_object_set_new(object, "line", line ? json_integer(le32_get(line->line)) : json_null());
    size_t from, to;
    details_rows(a, g, &from, &to);
    for (size_t i = from; i < to; i++)
        if (details_is_behind(a, a->rows[i], g))
            json_array_append_new(rows, json_full_row(a->records, a->rows[i]));
    json_object_set_new(object, "rows", rows);
    return object;
}

static json_t *json_nearest(const struct details *a)
{
    json_t *array = json_array();
    struct service s;
    if (!a->target.is_port || a->span_count > 0)
        return array;
    if (suggest_below(a, &s))
        json_array_append_new(array, json_service(&s, s.port));
    if (suggest_above(a, &s))
        json_array_append_new(array, json_service(&s, s.port));
    return array;
}

static json_t *json_closest(const struct details *a)
{
    json_t *array = json_array();
    const char *names[SUGGESTIONS_MAX];
    size_t count = 0;
    if (!a->target.is_port && !show_found(a))
        suggest_names(a, names, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_text(names[i]));
    return array;
}

json_t *show_json(struct details *a, const char *text)
{
    const struct target *q = &a->target;
    json_t *object = json_object(), *entries = json_array(), *rows = json_array();
    json_object_set_new(object, "query", json_text(text));
    json_object_set_new(object, "port", q->is_port ? json_integer(q->port) : json_null());
    json_object_set_new(object, "range", q->is_port ? json_text(port_range(q->port)) : json_null());
    json_object_set_new(object, "name", json_text(q->name));
    json_object_set_new(object, "transport", json_text(q->transport ? q->transport : ""));
    json_object_set_new(object, "found", json_boolean(show_found(a)));
    for (size_t i = 0; i < a->span_count; i++)
        json_array_append_new(entries, json_group(a, &a->spans[i]));
    for (size_t i = 0; i < a->row_count; i++)
        if (details_is_loose(a, a->rows[i]))
            json_array_append_new(rows, json_full_row(a->records, a->rows[i]));
    json_object_set_new(object, "entries", entries);
    json_object_set_new(object, "rows", rows);
    json_object_set_new(object, "nearest", json_nearest(a));
    json_object_set_new(object, "closest", json_closest(a));
    return object;
}
