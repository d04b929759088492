/* SPDX-License-Identifier: MIT */
/* JSON of rows and local lines, and writing JSON; keys as in iana-services-json(5). An object
   always has all of its keys; a value that is absent is null. What may be long is written
   directly, by struct json_out; for the rest a jansson value is made, and then written.

   main() makes jansson allocate with alloc_bytes, which ends the program if memory runs
   out. So the results of json_object(), json_object_set_new() and the like need no check:
   keys and strings are valid UTF-8. */
#ifndef IANA_JSON_H
#define IANA_JSON_H

#include <jansson.h>

#include "base/buffer.h"
#include "view/records.h"

/* A string, or null for "". Bytes that are not UTF-8 become U+FFFD. As all values that
   are returned here: give it to an object or array, or release it with json_decref. */
json_t *json_text(const char *);

/* The key of a column. */
const char *column_key(enum column);

/* Appends the value as text, with jansson's flags for json_dumps, and releases it. */
void json_write(json_t *, size_t flags, struct buffer *ret);

/* Prints the value on standard output, and releases it. Returns EXIT_DONE; or complains
   and returns EXIT_SYSTEM. */
int json_print(json_t *);

/* JSON that is written as it is made. A zeroed one with `text` set writes there, in one line. The
   functions below take the key of a member, which needs no escape; NULL in an array and for the whole. */
struct json_out {
    struct buffer *text;
    bool indented; /* each member on a line of its own, as json_print does it */
    unsigned depth;
    bool has_item; /* the array or object that is open has a member */
};

/* '{' or '[' begins a value; '}' or ']' ends the last that is open. */
void json_open(struct json_out *, const char *key, char bracket);
void json_close(struct json_out *, char bracket);

/* A text as json_text has it, and n bytes, a string even if n is 0. */
void json_put_text(struct json_out *, const char *key, const char *);
void json_put_bytes(struct json_out *, const char *key, const char *s, size_t n);

/* A number, or null unless it is known; "true", "false" or "null". */
void json_put_number(struct json_out *, const char *key, bool known, uint32_t);
void json_put_word(struct json_out *, const char *key, const char *word);

/* The members of a row of the registry, without the brackets. */
void json_put_row(struct json_out *, const struct records *, uint32_t row);

/* The members of a local line: those of a row, and "file" and "line". */
void json_put_local_line(struct json_out *, const struct records *, const struct format_line *);

#endif
