/* SPDX-License-Identifier: MIT */
/* Whether an input is text at all; see text_check.h. */
#include "registry/text_check.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static size_t line_of(struct input in, const unsigned char *p)
{
    size_t line = 1;
    for (const char *q = in.bytes; q < (const char *)p; q++)
        line += *q == '\n';
    return line;
}

/* How many bytes from p on are ASCII, in steps of 32. */
static size_t ascii_length(const unsigned char *p, const unsigned char *end)
{
    const unsigned char *start = p;
    uint64_t word[4];
    for (; end - p >= (ptrdiff_t)sizeof word; p += sizeof word) {
        memcpy(word, p, sizeof word);
        if ((word[0] | word[1] | word[2] | word[3]) & 0x8080808080808080u)
            break;
    }
    return (size_t)(p - start);
}

static bool check_bytes(struct input in, struct problem *problem)
{
    const unsigned char *p = (const unsigned char *)in.bytes, *end = p + in.length;
    const unsigned char *nul = memchr(p, 0, in.length);
    if (nul)
        return problem_set(problem, line_of(in, nul), "NUL byte; this is not a text file, get it again");
    for (;;) {
        p += ascii_length(p, end);
        for (int i = 0; i < 32; i++) {
            if (p == end)
                return true;
            size_t n = utf8_length((const char *)p, (size_t)(end - p));
            if (n == 0)
                return problem_set(problem, line_of(in, p),
                                   "byte 0x%02x is not valid UTF-8; get the file again", *p);
            p += n;
        }
    }
}

static bool looks_like_html(const char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n')
        s++;
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
        return problem_set(problem, line_of(in, (const unsigned char *)in.bytes + in.length),
                           "no newline at the end: the file was cut off; get it again");
    return true;
}
