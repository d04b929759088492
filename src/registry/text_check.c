/* SPDX-License-Identifier: MIT */
/* Check that an input is text; see text_check.h. */
#include "registry/text_check.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* The number, from 1, of the line that p points into. */
static size_t line_of(struct input in, const unsigned char *p)
{
    size_t line = 1;
    for (const char *q = in.bytes; q < (const char *)p; q++)
        line += *q == '\n';
    return line;
}

bool text_is_utf16(struct input in)
{
    const char *p = in.bytes;
    if (in.length < 4)
        return false;
    p += memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0 ? 2 : 0;
    return !p[0] != !p[1] && (p > in.bytes || (!p[0] == !p[2] && !p[1] == !p[3]));
}

/* Whether each character, or only the mark at the beginning, takes four bytes. */
static bool is_utf32(struct input in)
{
    static const char marks[][4] = {{'\xff', '\xfe', 0, 0}, {0, 0, '\xfe', '\xff'}};
    const char *p = in.bytes;
    if (in.length < 8)
        return false;
    return memcmp(p, marks[0], 4) == 0 || memcmp(p, marks[1], 4) == 0 ||
           (p[0] && !p[1] && !p[2] && !p[3] && p[4]) || (!p[0] && !p[1] && !p[2] && p[3] && !p[4]);
}

/* Whether the byte at p is a letter of Latin-1 (or of Windows-1252, which has more) between ASCII. */
static bool is_latin1(const unsigned char *start, const unsigned char *p, const unsigned char *end)
{
    return *p >= 0x80 && (p == start || p[-1] < 0x80) && (p + 1 == end || p[1] < 0x80);
}

static bool check_bytes(struct input in, struct problem *problem)
{
    const unsigned char *p = (const unsigned char *)in.bytes, *end = p + in.length;
    const unsigned char *start = p, *nul = memchr(p, 0, in.length);
    if (is_utf32(in))
        return problem_set(problem, 1, "UTF-32; run iconv -f UTF-32 -t UTF-8 on it first");
    if (text_is_utf16(in))
        return problem_set(problem, 1, "UTF-16; run iconv -f UTF-16 -t UTF-8 on it first");
    if (nul)
        return problem_set(problem, line_of(in, nul), "NUL byte: this is not a text file; get it again");
    for (size_t n; p < end; p += n) {
        uint64_t eight = UINT64_MAX;
        if (end - p >= (ptrdiff_t)sizeof eight)
            memcpy(&eight, p, sizeof eight);
        if ((eight & 0x8080808080808080u) == 0) { /* ASCII */
            n = sizeof eight;
            continue;
        }
        n = *p < 0x80 ? 1 : utf8_length((const char *)p, (size_t)(end - p));
        if (n == 0 && is_latin1(start, p, end))
            return problem_set(
                problem, line_of(in, p),
                "byte 0x%02x is not valid UTF-8, rather Latin-1; get the file again, or run iconv -f LATIN1 -t UTF-8",
                *p);
        if (n == 0)
            return problem_set(problem, line_of(in, p), "byte 0x%02x is not valid UTF-8; get the file again",
                               *p);
    }
    return true;
}

static bool looks_like_html(const char *s)
{
    s += strspn(s, " \t\r\n");
    return strncasecmp(s, "<!doctype html", 14) == 0 || strncasecmp(s, "<html", 5) == 0;
}

bool text_check(struct input in, struct problem *problem)
{
    if (in.length == 0)
        return problem_set(problem, 0, "empty; get the file again");
    if (in.length >= 2 && memcmp(in.bytes, "\x1f\x8b", 2) == 0)
        return problem_set(problem, 1, "compressed by gzip; run gunzip on it first");
    if (looks_like_html(in.bytes))
        return problem_set(problem, 1, "an HTML page, not the registry; get the CSV or XML file itself");
    if (!check_bytes(in, problem))
        return false;
    if (in.bytes[in.length - 1] != '\n')
        return problem_set(
            problem, line_of(in, (const unsigned char *)in.bytes + in.length),
            "no newline at the end: it may be cut off; get it again, or add a newline if it is whole");
    return true;
}

/* ---- what else a file may be ---- */

static size_t word_length(const char *s)
{
    return strcspn(s, " \t\r\n");
}

/* Whether a line is like one of services(5): NAME PORT/TRANSPORT. *ret_rest: what follows. */
static bool is_service_line(const char *line, const char **ret_rest)
{
    const char *port = line + word_length(line);
    port += strspn(port, " \t");
    size_t digits = strspn(port, "0123456789");
    *ret_rest = port + word_length(port);
    return port > line && digits > 0 && port[digits] == '/' && word_length(port + digits) > 1;
}

const char *text_kind(struct input in)
{
    static const char *const headings[] = {"Service Name and Transport", "Service Name  ", "Service Name\t",
                                           "PORT NUMBERS"};
    const char *s = in.bytes, *rest;
    s += strncmp(s, UTF8_MARK, 3) == 0 ? 3 : 0;
    s += strspn(s, " \t\r\n");
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (strncasecmp(s, headings[i], strlen(headings[i])) == 0)
            return "the registry as plain text; get IANA's XML or CSV file";
    if (*s == '{' || *s == '[')
        return "JSON, not the registry; get IANA's XML or CSV file";
    while (*s == '#') {
        s += strcspn(s, "\n");
        s += strspn(s, " \t\r\n");
    }
    if (strncasecmp(s, "dn:", 3) == 0 || strncasecmp(s, "version: ", 9) == 0)
        return "LDIF, not the registry; get IANA's XML or CSV file";
    if (!is_service_line(s, &rest))
        return "not the header of IANA's CSV file, \"Service Name,Port Number,...\"; get that file";
    rest += strspn(rest, " \t");
    return strncmp(rest, "0.", 2) == 0
               ? "an nmap-services file, not the registry; get IANA's XML or CSV file"
               : "a services(5) file, not the registry; give it to --local, beside IANA's XML or CSV file";
}
