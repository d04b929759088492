/* Text for people; see print.h. */
#include "base/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/utf8.h"

bool print_is_terminal(void)
{
    return isatty(STDOUT_FILENO);
}

bool print_has_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");   /* https://no-color.org */
    return print_is_terminal() && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

size_t print_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

int finish_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    complain("standard output: %s", strerror(errno));
    return EXIT_SYSTEM;
}

int print_ready(struct bytes *out)
{
    if (out->size > 0)
        fwrite(out->data, 1, out->size, stdout);
    free(out->data);
    *out = (struct bytes){0};
    return finish_output();
}

int print_raw(struct bytes *out)
{
    if (!print_is_terminal())
        return print_ready(out);
    struct bytes masked = {0};
    bytes_add(out, "", 1);        /* print_character stops at it */
    print_masked_but(&masked, (const char *)out->data, out->size - 1, "\n\t");
    free(out->data);
    *out = (struct bytes){0};
    return print_ready(&masked);
}
