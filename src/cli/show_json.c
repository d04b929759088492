/* SPDX-License-Identifier: MIT */
/* Details -> JSON; see show_print.h. */
#include "cli/show_print.h"

#include <stdlib.h>
#include <string.h>

#include "cli/port_use.h"
#include "view/applications.h"
#include "view/json.h"
#include "view/references.h"
#include "view/suggest.h"

static void put_person(struct json_out *out, const struct records *r, struct field id,
                       const struct format_person *person)
{
    struct buffer address = {0};
    person_address(r, person, &address);
    json_open(out, NULL, '{');
    json_put_bytes(out, "id", id.bytes, id.length);
    json_put_text(out, "name", records_text(r, le24_get(person->name)));
    json_put_text(out, "organisation", records_text(r, le24_get(person->org)));
    json_put_text(out, "address", buffer_string(&address));
    json_put_text(out, "updated", records_text(r, le24_get(person->updated)));
    json_close(out, '}');
    free(address.data);
}

static void put_reference(struct json_out *out, const struct records *r, struct field label)
{
    struct buffer target = {0};
    reference_target(r, label, &target);
    json_open(out, NULL, '{');
    json_put_bytes(out, "label", label.bytes, label.length);
    json_put_text(out, "target", buffer_string(&target));
    json_close(out, '}');
    free(target.data);
}

/* Puts what the "[label]"s of a row refer to: its people, or its other references. */
static void put_labels(struct json_out *out, const struct records *r, uint32_t row, bool people)
{
    static const enum column columns[] = {COLUMN_ASSIGNEE, COLUMN_CONTACT, COLUMN_REFERENCE, COLUMN_NOTES};
    json_open(out, people ? "people" : "links", '[');
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *text = records_column(r, row, columns[i]);
        struct field label;
        if (columns[i] == COLUMN_CONTACT && strcmp(text, records_column(r, row, COLUMN_ASSIGNEE)) == 0)
            continue;
        while (label_next(&text, &label)) {
            const struct format_person *person = person_find(r, label);
            if (person && people)
                put_person(out, r, label, person);
            else if (!person && !people && (columns[i] == COLUMN_REFERENCE || columns[i] == COLUMN_NOTES))
                put_reference(out, r, label);
        }
    }
    json_close(out, ']');
}

static void put_row(struct json_out *out, const struct records *r, uint32_t row)
{
    json_open(out, NULL, '{');
    json_put_row(out, r, row);
    put_labels(out, r, row, true);
    put_labels(out, r, row, false);
    json_close(out, '}');
}

/* The members of a service. */
static void put_service(struct json_out *out, const struct service *s, uint16_t last_port)
{
    json_put_text(out, "name", s->names);
    json_open(out, "aliases", '[');
    for (const char *name = s->names; (name += strlen(name) + 1) < s->names + s->size;)
        json_put_text(out, NULL, name);
    json_close(out, ']');
    json_put_number(out, "port", true, s->port);
    json_put_number(out, "last_port", true, last_port);
    json_put_text(out, "transport", s->transport);
    json_put_text(out, "range", port_range(s->port));
}

static void put_span(struct json_out *out, struct details *d, const struct span *span)
{
    const struct format_line *line = details_local_line(d, span);
    uint32_t row;
    json_open(out, NULL, '{');
    put_service(out, &span->service, span->last_port);
    json_put_text(out, "file", line ? records_text(d->records, le32_get(line->file)) : "");
    json_put_number(out, "line", line, line ? le32_get(line->line) : 0);
    json_open(out, "rows", '[');
    for (size_t at = 0; details_next_row(d, span, &at, &row);)
        put_row(out, d->records, row);
    json_close(out, ']');
    json_close(out, '}');
}

static void put_nearest_ports(struct json_out *out, const struct details *d)
{
    struct service nearest[2];
    size_t n = target_is_one_port(&d->target) && d->span_count == 0 ? suggest_ports(d, nearest) : 0;
    json_open(out, "nearest", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(out, NULL, '{');
        put_service(out, &nearest[i], nearest[i].port);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_similar_names(struct json_out *out, const struct details *d, bool found)
{
    const char *names[SUGGESTIONS_MAX];
    size_t count = 0;
    if (!d->target.is_port && !found)
        suggest_names(d, names, &count);
    json_open(out, "closest", '[');
    for (size_t i = 0; i < count; i++)
        json_put_text(out, NULL, names[i]);
    json_close(out, ']');
}

static void put_applications(struct json_out *out, const struct details *d, const struct applications *found)
{
    json_open(out, "applications", '[');
    for (size_t i = 0; i < found->count; i++) {
        struct application_item a = application_item(d->records, found->item[i]);
        json_put_application(out, &d->loaded->index, &a);
    }
    json_close(out, ']');
}

/* What this machine does with a port that nobody is known to have. */
static void put_machine(struct json_out *out, const struct details *d)
{
    if (!details_is_open(d)) {
        json_put_word(out, "machine", "null");
        return;
    }
    struct port_use use = port_use(d->target.port, d->target.transport);
    const char *is_ephemeral = port_use_is_ephemeral(&use, d->target.port) ? "true" : "false";
    json_open(out, "machine", '{');
    json_put_word(out, "ephemeral", use.range_known ? is_ephemeral : "null");
    if (use.use_known) {
        json_open(out, "listening", '[');
        if (use.tcp)
            json_put_text(out, NULL, "tcp");
        if (use.udp)
            json_put_text(out, NULL, "udp");
        json_close(out, ']');
    } else {
        json_put_word(out, "listening", "null");
    }
    json_close(out, '}');
}

void show_json(struct details *d, const struct applications *applications, const char *text,
               struct json_out *out)
{
    const struct target *target = &d->target;
    bool found = applications_found(d, applications);
    json_open(out, NULL, '{');
    json_put_text(out, "query", text);
    json_put_number(out, "port", target->is_port, target->port);
    json_put_number(out, "last_port", target->is_port, target->last_port);
    json_put_text(out, "range", target->is_port ? port_range(target->port) : "");
    json_put_text(out, "name", target->name);
    json_put_text(out, "transport", target->transport ? target->transport : "");
    json_put_word(out, "found", found ? "true" : "false");
    json_open(out, "entries", '[');
    for (size_t i = 0; i < d->span_count; i++)
        put_span(out, d, &d->spans[i]);
    json_close(out, ']');
    json_open(out, "rows", '[');
    for (size_t i = 0; i < d->row_count; i++)
        put_row(out, d->records, d->rows[i]);
    json_close(out, ']');
    put_applications(out, d, applications);
    put_machine(out, d);
    put_nearest_ports(out, d);
    put_similar_names(out, d, found);
    json_close(out, '}');
}
