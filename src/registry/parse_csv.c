/* SPDX-License-Identifier: MIT */
/* IANA's CSV file -> rows. Not by a library: libcsv, the one at hand, reports neither the line of an
   error nor a missing newline at the end. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/parse.h"
#include "registry/text_check.h"

#define FIELD_SIZE_MAX ((size_t)64 << 10)

struct csv {
    const char *p, *end; /* the text ends with a newline, so p[0] and, unless that is a newline, p[1] exist */
    size_t line;
    char *scratch; /* quoted fields of one row, unquoted; as long as the text */
    size_t used;   /* bytes of scratch */
    struct problem *problem;
};

static bool at_field_end(const struct csv *c)
{
    return *c->p == ',' || *c->p == '\n' || (*c->p == '\r' && c->p[1] == '\n');
}

/* A field without quotes: up to the next comma or line end. */
static bool plain_field(struct csv *c, struct field *ret)
{
    const char *p = c->p;
    for (;; p++) {
        while ((unsigned char)*p > ',') /* what ends a field does not sort after the comma */
            p++;
        if (*p == ' ')
            continue;
        if (*p == ',' || *p == '\n' || (*p == '\r' && p[1] == '\n'))
            break;
        if (*p == '"')
            return problem_set(c->problem, c->line,
                               "quote inside an unquoted field; quote the whole field and double the quote");
    }
    *ret = (struct field){c->p, (size_t)(p - c->p)};
    c->p = p;
    return true;
}

/* A quoted field. A doubled quote becomes one, CRLF becomes LF. */
static bool quoted_field(struct csv *c, struct field *ret)
{
    size_t lines = 0;
    const char *p = c->p + 1;
    char *start = c->scratch + c->used, *to = start;
    for (;; p++) {
        if (p == c->end)
            return problem_set(c->problem, c->line,
                               "the quote that opens here is not closed: the file was cut off; get it again");
        if (*p == '"' && *++p != '"')
            break;
        if (*p == '\r' && p[1] == '\n')
            continue;
        lines += *p == '\n';
        *to++ = *p;
    }
    c->p = p;
    c->line += lines;
    c->used += (size_t)(to - start);
    if (!at_field_end(c))
        return problem_set(c->problem, c->line,
                           "text after a closing quote; double the quotes inside a field");
    *ret = (struct field){start, (size_t)(to - start)};
    return true;
}

static bool read_field(struct csv *c, struct field *ret)
{
    size_t line = c->line;
    if (!(*c->p == '"' ? quoted_field(c, ret) : plain_field(c, ret)))
        return false;
    if (ret->length > FIELD_SIZE_MAX)
        return problem_set(c->problem, line, "field of over %zu KiB; this cannot be the registry",
                           FIELD_SIZE_MAX >> 10);
    return true;
}

/* One row, with its line end; c->line is then its last line. */
static bool read_row(struct csv *c, struct field field[COLUMNS])
{
    size_t n = 0;
    c->used = 0;
    for (;; c->p++, n++) {
        struct field surplus;
        if (!read_field(c, n < COLUMNS ? &field[n] : &surplus))
            return false;
        if (*c->p != ',')
            break;
    }
    c->p += *c->p == '\r' ? 2 : 1;
    if (n + 1 != COLUMNS)
        return problem_set(c->problem, c->line, "%zu field%s instead of %d; get the file again", n + 1,
                           n ? "s" : "", COLUMNS);
    return true;
}

static bool field_is(struct field f, const char *s)
{
    return strlen(s) == f.length && memcmp(f.bytes, s, f.length) == 0;
}

/* Whether these are IANA's titles; from 2014 to 2018 one of them was another. */
static bool are_titles(const struct field titles[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++)
        if (!field_is(titles[i], column_titles[i]) &&
            !(i == COLUMN_UNAUTHORIZED && field_is(titles[i], "Known Unauthorized Uses")))
            return false;
    return true;
}

static bool skip_header(struct csv *c, struct input in)
{
    struct field titles[COLUMNS];
    if (strncmp(c->p, UTF8_MARK, 3) == 0)
        c->p += 3;
    if (!read_row(c, titles) || !are_titles(titles))
        return problem_set(c->problem, 1, "%s", text_kind(in));
    return true;
}

/* Whether only blanks and line ends are left. */
static bool at_end(const struct csv *c)
{
    const char *p = c->p;
    while (*p == '\r' || *p == '\n' || *p == ' ' || *p == '\t')
        p++;
    return p == c->end;
}

bool parse_csv(struct input in, struct registry *r, struct problem *problem)
{
    struct csv c = {.p = in.bytes, .end = in.bytes + in.length, .line = 1, .problem = problem};
    c.scratch = alloc_bytes(in.length);
    bool sound = skip_header(&c, in);
    for (c.line++; sound && !at_end(&c); c.line++) {
        struct field field[COLUMNS];
        size_t line = c.line;
        sound = read_row(&c, field) && registry_add_row(r, field, line, problem);
    }
    free(c.scratch);
    return sound && registry_finish(r, problem);
}
