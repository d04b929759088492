/* SPDX-License-Identifier: MIT */
/* JSON out; see json.h. */
#include "view/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"

/* All texts become one output, in which each has a key or a comma too. */
static void count(size_t n)
{
    static size_t total;
    buffer_check(total += n + 64);
}

/* Only local lines and damaged indexes have bytes that are not UTF-8. */
static json_t *repaired(const char *s, size_t n)
{
    struct buffer b = {0};
    for (const char *end = s + n; s < end;) {
        size_t length = utf8_length(s, (size_t)(end - s));
        buffer_add(&b, length ? s : "\xef\xbf\xbd", length ? length : 3);
        s += length ? length : 1;
    }
    json_t *text = json_stringn((const char *)b.data, b.size);
    free(b.data);
    return text;
}

json_t *json_bytes(const char *s, size_t n)
{
    count(n);
    json_t *text = json_stringn(s, n);
    return text ? text : repaired(s, n);
}

json_t *json_text(const char *s)
{
    if (*s)
        return json_bytes(s, strlen(s));
    count(0);
    return json_null();
}

const char *column_key(enum column c)
{
    static const char *const keys[COLUMNS] = {"name",      "port",         "transport",        "description",
                                              "assignee",  "contact",      "registered",       "modified",
                                              "reference", "service_code", "unauthorized_use", "notes"};
    return keys[c];
}

void json_set_ports(json_t *object, const char *prefix, bool has_port, uint16_t first, uint16_t last)
{
    char key[32];
    snprintf(key, sizeof key, "%sport", prefix);
    json_object_set_new(object, key, has_port ? json_integer(first) : json_null());
    snprintf(key, sizeof key, "%slast_port", prefix);
    json_object_set_new(object, key, has_port ? json_integer(last) : json_null());
}

json_t *json_row(const struct records *records, uint32_t row)
{
    json_t *object = json_object();
    uint16_t first, last;
    bool has_port = records_ports(records, row, &first, &last);
    for (int i = 0; i < COLUMNS; i++)
        if (i == COLUMN_PORT)
            json_set_ports(object, "", has_port, first, last);
        else
            json_object_set_new(object, column_key((enum column)i),
                                json_text(records_column(records, row, (enum column)i)));
    json_object_set_new(object, "status", json_text(status_text(records_status(records, row))));
    return object;
}

json_t *json_local_line(const struct records *records, const struct format_line *line)
{
    json_t *object = json_object();
    uint16_t port = (uint16_t)le32_get(line->port);
    const char *names = records_text(records, le32_get(line->names));
    for (int i = 0; i < COLUMNS; i++)
        if (i == COLUMN_PORT)
            json_set_ports(object, "", true, port, port);
        else
            json_object_set_new(object, column_key((enum column)i), json_null());
    json_object_set_new(object, "name", json_bytes(names, strcspn(names, " ")));
    json_object_set_new(object, "transport", json_text(records_text(records, le32_get(line->transport))));
    json_object_set_new(object, "status", json_text(status_text(STATUS_ASSIGNED)));
    json_object_set_new(object, "file", json_text(records_text(records, le32_get(line->file))));
    json_object_set_new(object, "line", json_integer(le32_get(line->line)));
    return object;
}

static int append(const char *s, size_t n, void *buffer)
{
    buffer_add(buffer, s, n);
    return 0;
}

void json_write(json_t *value, size_t flags, struct buffer *ret)
{
    if (json_dump_callback(value, append, ret, flags) != 0) {
        complain("JSON: a value that cannot be written"); /* too deep, or not made: an error of ours */
        exit(EXIT_SYSTEM);
    }
    json_decref(value);
}

int json_print(json_t *value)
{
    struct buffer text = {0};
    json_write(value, JSON_INDENT(2), &text);
    buffer_add_string(&text, "\n");
    return terminal_print(&text);
}
