/* SPDX-License-Identifier: MIT */
/* Text on standard output; see terminal.h. */
#include "base/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
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

static bool failure_is_told;

int terminal_flush(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    failure_is_told = true;
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

void terminal_say(const char *format, ...)
{
    va_list args;
    struct buffer line = {0};
    va_start(args, format);
    char *text = alloc_vformat(format, args);
    va_end(args);
    utf8_mask(&line, text, strlen(text));
    buffer_add(&line, "\n", 1);
    fwrite(line.data, 1, line.size, stdout);
    free(text);
    free(line.data);
}

/* ---- for the whole process ---- */

/* As the kernel and libc do for setuid programs. Each is opened the wrong way round: what uses it
   fails as it would have failed if it was closed. */
static void open_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(EXIT_SYSTEM);
}

static ssize_t write_masked(void *cookie, const char *bytes, size_t size)
{
    (void)cookie;
    struct buffer masked = {0};
    utf8_mask_but(&masked, bytes, size, "\n\t");
    file_write_all(STDERR_FILENO, masked.data, masked.size); /* if that fails, nobody can be told */
    free(masked.data);
    return (ssize_t)size;
}

static void flush_at_exit(void)
{
    if (!failure_is_told && terminal_flush() != EXIT_DONE)
        _exit(EXIT_SYSTEM);
}

void terminal_init(void)
{
    static char line[BUFSIZ];
    open_standard_descriptors();
    FILE *masking = fopencookie(NULL, "w", (cookie_io_functions_t){.write = write_masked});
    if (!masking)
        alloc_fail();
    setvbuf(masking, line, _IOLBF, sizeof line); /* no character in two parts, unless a line is longer */
    stderr = masking;                            /* which libc allows, and uses */
    atexit(flush_at_exit);
}
