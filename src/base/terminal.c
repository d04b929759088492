/* Text for people; see print.h. */
#include "base/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/options.h"
#include "base/file.h"

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

static uint32_t decode(const char *s, size_t n)
{
    uint32_t c = n == 1 ? (unsigned char)s[0] : (unsigned char)s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++)
        c = c << 6 | ((unsigned char)s[i] & 0x3f);
    return c;
}

/* Unicode's Bidi_Control, and the line and paragraph separators. */
static bool is_format(uint32_t c)
{
    return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

size_t print_character(const char *s, bool *ret_plain)
{
    size_t n = utf8_length(s, strnlen(s, 4));
    uint32_t c = decode(s, n ? n : 1);
    *ret_plain = n > 0 && c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !is_format(c);
    return n ? n : 1;
}

static void mask(struct bytes *out, const char *s, size_t n)
{
    if (n > 1)
        bytes_print(out, "\\u%04x", decode(s, n));
    else
        bytes_print(out, "\\x%02x", (unsigned char)*s);
}

/* How many bytes from s on are printable ASCII. */
static size_t plain_length(const char *s, const char *end)
{
    const char *p = s;
    while (p < end && *p >= 0x20 && *p < 0x7f)
        p++;
    return (size_t)(p - s);
}

static void add_masked(struct bytes *out, const char *s, size_t n, const char *allowed)
{
    for (const char *end = s + n; s < end;) {
        bool plain = false;
        size_t ascii = plain_length(s, end);
        bytes_add(out, s, ascii);
        s += ascii;
        if (s == end)
            return;
        size_t length = *s ? print_character(s, &plain) : 1;
        if (plain || (*s && strchr(allowed, *s)))
            bytes_add(out, s, length);
        else
            mask(out, s, length);
        s += length;
    }
}

void print_masked(struct bytes *out, const char *s, size_t n)
{
    add_masked(out, s, n, "");
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
    add_masked(&masked, (const char *)out->data, out->size - 1, "\n\t");
    free(out->data);
    *out = (struct bytes){0};
    return print_ready(&masked);
}
