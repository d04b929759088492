/* SPDX-License-Identifier: MIT */
/* What is printed, and standard error. A terminal has a width and colours, and is sent no control
   characters from a registry, an argument or a path: all that the command prints goes through this
   file or complain(). */
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

/* The same, but if that is a terminal, not "dumb", and the text may not fit on it, through $PAGER, by default
   `less -FRX'; an empty $PAGER and `cat' mean none. The result does not depend on the pager. */
int terminal_page(struct buffer *);

/* The same as terminal_print for text that is not masked: on a terminal all but newlines and tabs is. */
int terminal_print_masked(struct buffer *);

/* Prints one line: the text as by printf, masked (utf8_mask), and a newline. */
__attribute__((format(printf, 1, 2))) void terminal_say(const char *format, ...);

/* Call once, before anything is printed. From then on what is written to stderr is masked, all but
   newlines and tabs, whoever writes it: getopt and argp quote arguments. Descriptors 0 to 2 are open,
   so that no file of ours becomes one of them; one that was closed cannot be read from or written
   to. At exit standard output is flushed as by terminal_flush; the process ends with EXIT_SYSTEM if
   that fails for the first time then, as it does for --help. */
void terminal_init(void);

/* Flushes standard output. Returns EXIT_DONE; EXIT_SYSTEM after a complaint if this or an earlier
   write failed. */
int terminal_flush(void);

#endif
