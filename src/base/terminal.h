/* SPDX-License-Identifier: MIT */
/* Text on standard output. A terminal has a width and colours, and is sent no control
   characters from a registry. */
#ifndef IANA_TERMINAL_H
#define IANA_TERMINAL_H

#include <stdbool.h>

#include "base/buffer.h"

/* Whether standard output is a terminal. */
bool terminal_is_output(void);

/* Whether to print in colour: on a terminal, unless NO_COLOR is set and not empty, or TERM is
   unset or "dumb". */
bool terminal_has_colour(void);

/* The width of the terminal in columns; 80 if it is unknown. */
size_t terminal_width(void);

/* Writes the text to standard output, flushes it, and frees and empties the buffer, also on failure.
   The text is masked already (utf8_mask), and may have colours. Returns EXIT_DONE; EXIT_SYSTEM after
   a complaint. */
int terminal_print(struct buffer *);

/* The same for text that is not masked: on a terminal all but newlines and tabs is. */
int terminal_print_masked(struct buffer *);

/* Flushes standard output. Returns EXIT_DONE; EXIT_SYSTEM after a complaint if this or an earlier
   write failed. */
int terminal_flush(void);

#endif
