/* SPDX-License-Identifier: MIT */
/* Text on standard output; see terminal.h. */
#include "base/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/utf8.h"

bool terminal_is_output(void)
{
    return isatty(STDOUT_FILENO);
}

bool terminal_has_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM"); /* https://no-color.org */
    return terminal_is_output() && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

size_t terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

int terminal_flush(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    complain("standard output: %s", strerror(errno));
    return EXIT_SYSTEM;
}

int terminal_print(struct buffer *out)
{
    if (out->size > 0)
        fwrite(out->data, 1, out->size, stdout);
    free(out->data);
    *out = (struct buffer){0};
    return terminal_flush();
}

int terminal_print_masked(struct buffer *out)
{
    if (!terminal_is_output())
        return terminal_print(out);
    struct buffer masked = {0};
    utf8_mask_but(&masked, (const char *)out->data, out->size, "\n\t");
    free(out->data);
    *out = (struct buffer){0};
    return terminal_print(&masked);
}
