/* SPDX-License-Identifier: MIT */
/* JSON out; see json.h. */
#include "view/json.h"
#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"

static json_t *some(json_t *value)
{
    if (!value) {
        complain("out of memory");
        exit(EXIT_SYSTEM);
    }
    return value;
}

/* Only local lines and damaged indexes have what is no UTF-8. */
static json_t *repaired(const char *s, size_t length)
{
    struct buffer b = {0};
    for (const char *end = s + length; s < end;) {
        size_t n = utf8_length(s, (size_t)(end - s));
        buffer_add(&b, n ? s : "\xef\xbf\xbd", n ? n : 3);
        s += n ? n : 1;
    }
    json_t *text = json_stringn((const char *)b.data, b.size);
    free(b.data);
    return text;
}

json_t *json_bytes(const char *s, size_t n)
{
    json_t *text = json_stringn(s, n);
    return some(text ? text : repaired(s, n));
}

json_t *json_text(const char *s)
{
    return *s ? json_bytes(s, strlen(s)) : json_null();
}

json_t *json_new_object(void)
{
    return some(json_object());
}

json_t *json_new_array(void)
{
    return some(json_array());
}

void json_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, some(value)) != 0)
        some(NULL);
}

void json_push(json_t *array, json_t *value)
{
    if (json_array_append_new(array, some(value)) != 0)
        some(NULL);
}

const char *column_key(enum column c)
{
    static const char *const keys[COLUMNS] = {"name",      "port",         "transport",        "description",
                                              "assignee",  "contact",      "registered",       "modified",
                                              "reference", "service_code", "unauthorized_use", "notes"};
    return keys[c];
}

void json_put_ports(json_t *object, const char *prefix, bool has_port, uint16_t first, uint16_t last)
{
    char key[32];
    snprintf(key, sizeof key, "%sport", prefix);
    json_put(object, key, has_port ? json_integer(first) : json_null());
    snprintf(key, sizeof key, "%slast_port", prefix);
    json_put(object, key, has_port ? json_integer(last) : json_null());
}

json_t *json_row(const struct records *c, uint32_t row)
{
    json_t *object = json_new_object();
    uint16_t first, last;
    bool has_port = records_ports(c, row, &first, &last);
    for (int i = 0; i < COLUMNS; i++)
        if (i == COLUMN_PORT)
            json_put_ports(object, "", has_port, first, last);
        else
            json_put(object, column_key((enum column)i), json_text(records_column(c, row, (enum column)i)));
    json_put(object, "status", json_text(status_text(records_status(c, row))));
    return object;
}

json_t *json_line(const struct records *c, const struct format_line *line)
{
    json_t *object = json_new_object();
    uint16_t port = (uint16_t)le32_get(line->port);
    const char *names = records_text(c, le32_get(line->names));
    for (int i = 0; i < COLUMNS; i++)
        if (i == COLUMN_PORT)
            json_put_ports(object, "", true, port, port);
        else
            json_put(object, column_key((enum column)i), json_null());
    json_put(object, "name", json_bytes(names, strcspn(names, " ")));
    json_put(object, "transport", json_text(records_text(c, le32_get(line->transport))));
    json_put(object, "status", json_text(status_text(STATUS_ASSIGNED)));
    json_put(object, "file", json_text(records_text(c, le32_get(line->file))));
    json_put(object, "line", json_integer(le32_get(line->line)));
    return object;
}

int json_print(json_t *value)
{
    json_dumpf(value, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(value);
    return terminal_flush();
}
