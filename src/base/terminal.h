/* Text for people: on a terminal with its width and colours, and never with a byte
   that it would obey. */
#ifndef IANA_PRINT_H
#define IANA_PRINT_H

#include <stdbool.h>

#include "base/buffer.h"

/* Whether standard output is a terminal. */
bool print_is_terminal(void);

/* Whether colours are wanted: on a terminal, unless NO_COLOR is set or TERM is dumb. */
bool print_has_colour(void);

/* The columns of the terminal; 80 where it does not say. */
size_t print_width(void);

/* How many bytes the character at s takes, which is not the NUL. Where it may stand
   in a terminal as it is, *ret_plain is true: no control character (C0, DEL, C1), none
   that turns the direction of text, and valid UTF-8. */
size_t print_character(const char *s, bool *ret_plain);

/* Appends n bytes of s; what is not plain as "\x1b" or "\u202e", so that it is seen
   and does nothing. */
void print_masked(struct bytes *, const char *s, size_t n);

/* Writes the text to standard output and releases it; on a terminal, what is not
   plain is masked, but for line ends and tabs. EXIT_DONE, or complains: EXIT_SYSTEM. */
int print_raw(struct bytes *);

/* The same for text that was masked already and may have colours. */
int print_ready(struct bytes *);

#endif
