/* SPDX-License-Identifier: MIT */
/* JSON out; see json.h. */
#include "view/json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "base/error.h"
#include "base/terminal.h"
#include "base/utf8.h"

/* Instead of a byte that is not UTF-8. */
#define REPLACEMENT "\xef\xbf\xbd"

static size_t unwritten; /* bytes of texts, and 64 for the key or comma of each */

/* Only local lines and damaged indexes have bytes that are not UTF-8. */
static json_t *repaired(const char *s, size_t n)
{
    struct buffer b = {0};
    for (const char *end = s + n; s < end;) {
        size_t length = utf8_length(s, (size_t)(end - s));
        buffer_add(&b, length ? s : REPLACEMENT, length ? length : 3);
        s += length ? length : 1;
    }
    json_t *text = json_stringn((const char *)b.data, b.size);
    free(b.data);
    return text;
}

json_t *json_text(const char *s)
{
    size_t n = strlen(s);
    buffer_check(unwritten += n + 64);
    if (n == 0)
        return json_null();
    json_t *text = json_stringn(s, n);
    return text ? text : repaired(s, n);
}

const char *column_key(enum column c)
{
    static const char *const keys[COLUMNS] = {"name",      "port",         "transport",        "description",
                                              "assignee",  "contact",      "registered",       "modified",
                                              "reference", "service_code", "unauthorized_use", "notes"};
    return keys[c];
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
    unwritten = 0;
    json_decref(value);
}

int json_print(json_t *value)
{
    struct buffer text = {0};
    json_write(value, JSON_INDENT(2), &text);
    buffer_add_string(&text, "\n");
    return terminal_page(&text);
}

/* ---- written as it is made ---- */

static void begin_line(struct json_out *out)
{
    static const char blanks[] = "\n                ";
    if (out->indented)
        buffer_add(out->text, blanks, MIN(1 + 2 * out->depth, sizeof blanks - 1));
}

/* What comes before a value. */
static void begin_item(struct json_out *out, const char *key)
{
    if (out->has_item)
        buffer_add(out->text, ",", 1);
    if (out->depth > 0)
        begin_line(out);
    out->has_item = true;
    if (!key)
        return;
    buffer_add(out->text, "\"", 1);
    buffer_add_string(out->text, key);
    buffer_add(out->text, "\": ", out->indented ? 3 : 2);
}

void json_open(struct json_out *out, const char *key, char bracket)
{
    begin_item(out, key);
    buffer_add(out->text, &bracket, 1);
    out->depth++;
    out->has_item = false;
}

void json_close(struct json_out *out, char bracket)
{
    out->depth--;
    if (out->has_item)
        begin_line(out);
    buffer_add(out->text, &bracket, 1);
    out->has_item = true;
}

void json_put_word(struct json_out *out, const char *key, const char *word)
{
    begin_item(out, key);
    buffer_add_string(out->text, word);
}

void json_put_number(struct json_out *out, const char *key, bool known, uint32_t number)
{
    char digits[16], *p = digits + sizeof digits;
    if (!known) {
        json_put_word(out, key, "null");
        return;
    }
    do
        *--p = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    begin_item(out, key);
    buffer_add(out->text, p, (size_t)(digits + sizeof digits - p));
}

/* How many bytes from s on are written as they are: all but quotes, backslashes and control characters of
   ASCII, and, which only local lines and damaged indexes have, bytes that are not UTF-8. */
static size_t unescaped_length(const char *s, const char *end)
{
    const char *p = s;
    for (size_t n = 1; p < end && n > 0; p += n)
        if ((unsigned char)*p < 0x80)
            n = (unsigned char)*p >= 0x20 && *p != '"' && *p != '\\';
        else
            n = utf8_length(p, (size_t)(end - p));
    return (size_t)(p - s);
}

/* Appends a byte that is not written as it is. */
static void put_escaped(struct buffer *out, unsigned char c)
{
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *p = letters; *p; p += 2)
        if ((unsigned char)*p == c) {
            buffer_add(out, (const char[]){'\\', p[1]}, 2);
            return;
        }
    if (c < 0x20)
        buffer_printf(out, "\\u%04X", c);
    else
        buffer_add_string(out, REPLACEMENT);
}

void json_put_bytes(struct json_out *out, const char *key, const char *s, size_t n)
{
    begin_item(out, key);
    buffer_add(out->text, "\"", 1);
    for (const char *end = s + n; s < end; s++) {
        size_t plain = unescaped_length(s, end);
        buffer_add(out->text, s, plain);
        s += plain;
        if (s == end)
            break;
        put_escaped(out->text, (unsigned char)*s);
    }
    buffer_add(out->text, "\"", 1);
}

void json_put_text(struct json_out *out, const char *key, const char *s)
{
    if (*s)
        json_put_bytes(out, key, s, strlen(s));
    else
        json_put_word(out, key, "null");
}

static void put_ports(struct json_out *out, bool has_port, uint16_t first, uint16_t last)
{
    json_put_number(out, "port", has_port, first);
    json_put_number(out, "last_port", has_port, last);
}

void json_put_row(struct json_out *out, const struct records *records, uint32_t row)
{
    uint16_t first, last;
    bool has_port = records_ports(records, row, &first, &last);
    for (enum column c = 0; c < COLUMNS; c++)
        if (c == COLUMN_PORT)
            put_ports(out, has_port, first, last);
        else
            json_put_text(out, column_key(c), records_column(records, row, c));
    json_put_text(out, "status", status_text(records_status(records, row)));
}

void json_put_local_line(struct json_out *out, const struct records *records, const struct format_line *line)
{
    uint16_t port = (uint16_t)le32_get(line->port);
    const char *names = records_text(records, le32_get(line->names));
    for (enum column c = 0; c < COLUMNS; c++)
        switch (c) {
        case COLUMN_PORT: put_ports(out, true, port, port); break;
        case COLUMN_NAME: json_put_bytes(out, "name", names, strcspn(names, " ")); break;
        case COLUMN_TRANSPORT:
            json_put_text(out, "transport", records_text(records, le32_get(line->transport)));
            break;
        default: json_put_word(out, column_key(c), "null");
        }
    json_put_text(out, "status", status_text(STATUS_ASSIGNED));
    json_put_text(out, "file", records_text(records, le32_get(line->file)));
    json_put_number(out, "line", true, le32_get(line->line));
}
