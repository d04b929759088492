/* SPDX-License-Identifier: MIT */
/* JSON of rows and local lines, and writing JSON; keys as in iana-services(1). An object
   always has all of its keys; a value that is absent is null.

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

/* The same for n bytes; a string even if n is 0. */
json_t *json_bytes(const char *, size_t n);

/* The key of a column. */
const char *column_key(enum column);

/* A row of the registry. */
json_t *json_row(const struct records *, uint32_t row);

/* A local line: the keys of a row, and "file" and "line". */
json_t *json_local_line(const struct records *, const struct format_line *);

/* Sets "port" and "last_port", with `prefix` ("" or "old_") before both; null unless
   has_port. */
void json_set_ports(json_t *object, const char *prefix, bool has_port, uint16_t first, uint16_t last);

/* Appends the value as text, with jansson's flags for json_dumps, and releases it. */
void json_write(json_t *, size_t flags, struct buffer *ret);

/* Prints the value on standard output, and releases it. Returns EXIT_DONE; or complains
   and returns EXIT_SYSTEM. */
int json_print(json_t *);

#endif
