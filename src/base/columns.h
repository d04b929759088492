/* SPDX-License-Identifier: MIT */
/* The width of UTF-8 text on a terminal. */
#ifndef IANA_COLUMNS_H
#define IANA_COLUMNS_H

#include <stddef.h>

/* How many bytes of the string s fit into `width` columns: whole characters, with the
   combining ones after the last. *ret_columns: the columns that they take. East Asian wide
   characters take two, combining ones none; control characters and bytes that are not UTF-8
   count as one. */
size_t columns_fit(const char *s, size_t width, size_t *ret_columns);

#endif
