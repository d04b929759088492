/* SPDX-License-Identifier: MIT */
/* Text for people: on a terminal with its width and colours, and never with a byte
   that it would obey. */
#ifndef IANA_TERMINAL_H
#define IANA_TERMINAL_H

#include <stdbool.h>

#include "base/buffer.h"

/* Whether standard output is a terminal. */
bool terminal_is_output(void);

/* Whether colours are wanted: on a terminal, unless NO_COLOR is set or TERM is dumb. */
bool terminal_has_colour(void);

/* The columns of the terminal; 80 where it does not say. */
size_t terminal_width(void);

/* Writes the text to standard output and releases it; on a terminal, what is not
   plain is masked, but for line ends and tabs. EXIT_DONE, or complains: EXIT_SYSTEM. */
int terminal_print_masked(struct buffer *);

/* The same for text that was masked already and may have colours. */
int terminal_print(struct buffer *);

/* Whether standard output took everything. EXIT_DONE, or complains: EXIT_SYSTEM. */
int terminal_flush(void);

#endif
