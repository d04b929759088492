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

static bool check_bytes(struct input in, struct problem *problem)
{
    const unsigned char *p = (const unsigned char *)in.bytes, *end = p + in.length;
    const unsigned char *nul = memchr(p, 0, in.length);
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
        if (n == 0)
            return problem_set(problem, line_of(in, p), "byte 0x%02x is not valid UTF-8; get the file again",
                               *p);
    }
    return true;
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
