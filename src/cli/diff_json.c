/* SPDX-License-Identifier: MIT */
/* Differences as JSON: what `diff --json' prints. */
#include "cli/diff_print.h"

#include <stdio.h>

#include "view/json.h"

static json_t *name_array(struct parts p, bool with_moved)
{
    json_t *names = json_array();
    for (size_t i = 0; i < p.count; i++)
        if ((with_moved || !p.part[i].moved) && *part_column(&p.part[i], COLUMN_NAME))
            json_array_append_new(names, json_text(part_column(&p.part[i], COLUMN_NAME)));
    return names;
}

static json_t *column_array(const struct part *old, const struct part *new)
{
    json_t *columns = json_array();
    for (enum column c = COLUMN_NAME + 1; part_differs(old, new, c, &c); c++) {
        json_array_append_new(columns, json_pack("{s:o, s:o, s:o}", "column", json_text(column_key(c)), "old",
                                                 json_text(part_column(old, c)), "new",
                                                 json_text(part_column(new, c))));
    }
    return columns;
}

/* Sets "port" and "last_port", with `prefix` before both; null unless has_port. */
static void set_ports(json_t *object, const char *prefix, bool has_port, uint16_t first, uint16_t last)
{
    char key[32];
    snprintf(key, sizeof key, "%sport", prefix);
    json_object_set_new(object, key, has_port ? json_integer(first) : json_null());
    snprintf(key, sizeof key, "%slast_port", prefix);
    json_object_set_new(object, key, has_port ? json_integer(last) : json_null());
}

json_t *diff_json(const struct difference *d)
{
    struct parts parts = d->new.part ? d->new : d->old;
    const struct part *p = parts.part;
    json_t *object = json_object();
    bool is_single = d->kind == DIFF_ADDED || d->kind == DIFF_REMOVED;
    bool is_one_row = d->kind == DIFF_MOVED || d->kind == DIFF_CHANGED;
    set_ports(object, "", p->first <= p->last, p->first, d->new.part ? d->new_last : d->old_last);
    json_object_set_new(object, "transport", json_text(d->transport));
    json_object_set_new(object, "names", name_array(parts, is_one_row));
    for (size_t i = 0; is_single && p->moved && i + 1 < parts.count; i++)
        p++; /* a move is another object */
    if (is_single)
        json_object_set_new(object, "description", json_text(part_column(p, COLUMN_DESCRIPTION)));
    if (d->kind == DIFF_RENAMED)
        json_object_set_new(object, "old_names", name_array(d->old, false));
    if (d->kind == DIFF_MOVED)
        set_ports(object, "old_", d->old.part->first <= d->old.part->last, d->old.part->first, d->old_last);
    if (is_one_row)
        json_object_set_new(object, "columns", column_array(d->old.part, d->new.part));
    return object;
}
