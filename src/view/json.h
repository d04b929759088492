/* SPDX-License-Identifier: MIT */
/* What --json and `export -f json' are made of; keys as iana-services(1) lists them.
   An object has all its keys always, null where there is nothing. */
#ifndef IANA_JSON_H
#define IANA_JSON_H

#include <jansson.h>

#include "view/records.h"

/* A string, or null for "". Bytes that are no UTF-8 become U+FFFD. */
json_t *json_text(const char *);

/* n bytes as a string, also where there are none. */
json_t *json_bytes(const char *, size_t n);

/* What a row's column is called. */
const char *column_key(enum column);

/* A row of the registry. */
json_t *json_row(const struct records *, uint32_t row);

/* A local line, with the keys of a row, and "file" and "line". */
json_t *json_line(const struct records *, const struct format_line *);

/* Adds value, which is then the object's; ends the program where memory runs out. */
void json_put(json_t *object, const char *key, json_t *value);

/* Adds ports as "port" and "last_port", with a prefix to both: "" or "old_". */
void json_put_ports(json_t *object, const char *prefix, bool has_port, uint16_t first, uint16_t last);

/* An empty object or array, likewise. */
json_t *json_new_object(void);
json_t *json_new_array(void);

/* Adds value, which is then the array's. */
void json_push(json_t *array, json_t *value);

/* Prints it, and releases it. EXIT_DONE, or complains: EXIT_SYSTEM. */
int json_print(json_t *);

#endif
