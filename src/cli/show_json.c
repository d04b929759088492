/* SPDX-License-Identifier: MIT */
/* Details -> JSON; see show_print.h. */
#include "cli/show_print.h"

#include <stdlib.h>
#include <string.h>

#include "view/applications.h"
#include "view/json.h"
#include "view/references.h"
#include "view/suggest.h"

static json_t *person_object(const struct records *r, struct field id, const struct format_person *person)
{
    struct buffer address = {0};
    const char *name = records_text(r, le24_get(person->name)), *org = records_text(r, le24_get(person->org)),
               *updated = records_text(r, le24_get(person->updated));
    person_address(r, person, &address);
    json_t *object = json_pack("{s:o, s:o, s:o, s:o, s:o}", "id", json_bytes(id.bytes, id.length), "name",
                               json_text(name), "organisation", json_text(org), "address",
                               json_text(buffer_string(&address)), "updated", json_text(updated));
    free(address.data);
    return object;
}

static json_t *reference_object(const struct records *r, struct field label)
{
    struct buffer target = {0};
    reference_target(r, label, &target);
    json_t *object = json_pack("{s:o, s:o}", "label", json_bytes(label.bytes, label.length), "target",
                               json_text(buffer_string(&target)));
    free(target.data);
    return object;
}

/* A row, with what its "[label]"s refer to. */
static json_t *row_object(const struct records *r, uint32_t row)
{
    static const enum column columns[] = {COLUMN_ASSIGNEE, COLUMN_CONTACT, COLUMN_REFERENCE, COLUMN_NOTES};
    json_t *object = json_row(r, row), *people = json_array(), *references = json_array();
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *text = records_column(r, row, columns[i]);
        struct field label;
        if (columns[i] == COLUMN_CONTACT && strcmp(text, records_column(r, row, COLUMN_ASSIGNEE)) == 0)
            continue;
        while (label_next(&text, &label)) {
            const struct format_person *person = person_find(r, label);
            if (person)
                json_array_append_new(people, person_object(r, label, person));
            else if (columns[i] == COLUMN_REFERENCE || columns[i] == COLUMN_NOTES)
                json_array_append_new(references, reference_object(r, label));
        }
    }
    json_object_set_new(object, "people", people);
    json_object_set_new(object, "links", references);
    return object;
}

static json_t *service_object(const struct service *s, uint16_t last_port)
{
    json_t *aliases = json_array();
    for (const char *name = s->names; (name += strlen(name) + 1) < s->names + s->size;)
        json_array_append_new(aliases, json_text(name));
    return json_pack("{s:o, s:o, s:i, s:i, s:o, s:s}", "name", json_text(s->names), "aliases", aliases,
                     "port", s->port, "last_port", last_port, "transport", json_text(s->transport), "range",
                     port_range(s->port));
}

static json_t *span_object(struct details *d, const struct span *span)
{
    json_t *object = service_object(&span->service, span->last_port), *rows = json_array();
    const struct format_line *line = details_local_line(d, span);
    uint32_t row;
    json_object_set_new(object, "file",
                        json_text(line ? records_text(d->records, le32_get(line->file)) : ""));
    json_object_set_new(object, "line", line ? json_integer(le32_get(line->line)) : json_null());
    for (size_t at = 0; details_next_row(d, span, &at, &row);)
        json_array_append_new(rows, row_object(d->records, row));
    json_object_set_new(object, "rows", rows);
    return object;
}

static json_t *nearest_ports(const struct details *d)
{
    json_t *array = json_array();
    struct service nearest[2];
    size_t n = d->target.is_port && d->span_count == 0 ? suggest_ports(d, nearest) : 0;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(array, service_object(&nearest[i], nearest[i].port));
    return array;
}

static json_t *similar_names(const struct details *d)
{
    json_t *array = json_array();
    const char *names[SUGGESTIONS_MAX];
    size_t count = 0;
    if (!d->target.is_port && !details_found(d))
        suggest_names(d, names, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_text(names[i]));
    return array;
}

static json_t *applications_array(const struct details *d)
{
    json_t *array = json_array();
    struct applications found;
    applications_find(d, &found);
    for (size_t i = 0; i < found.count; i++) {
        struct application_item a = application_item(d->records, found.item[i]);
        json_array_append_new(array, application_json(&a));
    }
    free(found.item);
    return array;
}

json_t *show_json(struct details *d, const char *text)
{
    const struct target *target = &d->target;
    json_t *object = json_object(), *entries = json_array(), *rows = json_array();
    json_object_set_new(object, "query", json_text(text));
    json_object_set_new(object, "port", target->is_port ? json_integer(target->port) : json_null());
    json_object_set_new(object, "range", json_text(target->is_port ? port_range(target->port) : ""));
    json_object_set_new(object, "name", json_text(target->name));
    json_object_set_new(object, "transport", json_text(target->transport ? target->transport : ""));
    json_object_set_new(object, "found", json_boolean(details_found(d)));
    for (size_t i = 0; i < d->span_count; i++)
        json_array_append_new(entries, span_object(d, &d->spans[i]));
    for (size_t i = 0; i < d->row_count; i++)
        json_array_append_new(rows, row_object(d->records, d->rows[i]));
    json_object_set_new(object, "entries", entries);
    json_object_set_new(object, "rows", rows);
    json_object_set_new(object, "applications", applications_array(d));
    json_object_set_new(object, "nearest", nearest_ports(d));
    json_object_set_new(object, "closest", similar_names(d));
    return object;
}
