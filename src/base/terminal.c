/* SPDX-License-Identifier: MIT */
/* Text on standard output; see terminal.h. */
#include "base/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
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

static struct winsize terminal_size(void)
{
    struct winsize size = {0};
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    return (struct winsize){.ws_row = size.ws_row ? size.ws_row : 24,
                            .ws_col = size.ws_col ? size.ws_col : 80};
}

size_t terminal_width(void)
{
    return terminal_size().ws_col;
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

/* ---- through a pager ---- */

/* NULL: none is to be used. */
static const char *pager_command(void)
{
    const char *pager = getenv("PAGER"), *term = getenv("TERM");
    if (!terminal_is_output() || !term || strcmp(term, "dumb") == 0)
        return NULL;
    if (!pager)
        return "command -v less >/dev/null || exit 127; exec less -FRX";
    setenv("LESS", "FRX", 0); /* as git: for PAGER=less, which shows colours only so */
    return *pager && strcmp(pager, "cat") != 0 ? pager : NULL;
}

/* Whether the text leaves a line for the prompt, if each byte took a column. */
static bool surely_fits(const struct buffer *text)
{
    struct winsize size = terminal_size();
    const unsigned char *p = text->data, *end = p + text->size;
    size_t lines = 0;
    while (p < end && lines < size.ws_row) {
        const unsigned char *newline = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((newline ? newline : end) - p);
        lines += 1 + n / size.ws_col;
        p += n + (newline != NULL);
    }
    return lines < size.ws_row;
}

/* Returns whether there is such a pager: a shell's status for a command that it does not find is 127. */
static bool page(const char *command, const struct buffer *text)
{
    static const int signals[] = {SIGPIPE, SIGINT, SIGQUIT}; /* it may end early; keys are for it */
    enum { SIGNALS = sizeof signals / sizeof *signals };
    void (*before[SIGNALS])(int);
    FILE *pipe = popen(command, "we");
    if (!pipe)
        return false;
    for (size_t i = 0; i < SIGNALS; i++)
        before[i] = signal(signals[i], SIG_IGN);
    fwrite(text->data, 1, text->size, pipe);
    int status = pclose(pipe);
    for (size_t i = 0; i < SIGNALS; i++)
        signal(signals[i], before[i]);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
}

int terminal_page(struct buffer *out)
{
    const char *command = pager_command();
    if (!command || surely_fits(out) || terminal_flush() != EXIT_DONE || !page(command, out))
        return terminal_print(out);
    free(out->data);
    *out = (struct buffer){0};
    return EXIT_DONE;
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
