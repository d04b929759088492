/* SPDX-License-Identifier: MIT */
/* IANA's CSV file -> rows. No library: the CSV readers at hand (libcsv) report
   neither the line of an error nor a missing newline at the end. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/parse.h"

#define FIELD_SIZE_MAX ((size_t)64 << 10)

/* Rows come in pairs, for tcp and udp, that are the same from the description on. */
enum { TAIL = COLUMN_DESCRIPTION };

struct csv {
    const char *p, *end; /* the text ends with a newline */
    size_t line;
    const char *quote; /* if not before p: the next one, or the end */
    const char *tail;  /* of the last row, with its newline, if that was a plain line */
    size_t tail_size;
    char *scratch; /* unquoted fields of one row; as long as the text */
    size_t used;
    struct problem *problem;
};

static bool at_field_end(const struct csv *c)
{
    return *c->p == ',' || *c->p == '\n' || (*c->p == '\r' && c->p[1] == '\n');
}

/* A field as it stands, up to the next comma or line end. */
static bool plain_field(struct csv *c, struct field *ret)
{
    const char *start = c->p;
    for (;; c->p++) {
        c->p += strcspn(c->p, ",\r\n\"");
        if (*c->p == '"')
            return problem_set(c->problem, c->line,
                               "quote inside a field; quote the whole field and double the quote");
        if (at_field_end(c))
            break;
    }
    *ret = (struct field){start, (size_t)(c->p - start)};
    return true;
}

/* A quoted field: doubled quotes are one, CRLF is LF. */
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
                           "text behind a closing quote; double the quotes inside a field");
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

/* `count` fields, each with a comma behind. Returns what is behind that, or NULL where
   there are fewer before `end`. */
static const char *split(const char *p, const char *end, size_t count, struct field *ret)
{
    for (; count > 0; count--) {
        const char *comma = *p == ',' ? p : memchr(p, ',', (size_t)(end - p));
        if (!comma)
            return NULL;
        *ret++ = (struct field){p, (size_t)(comma - p)};
        p = comma + 1;
    }
    return p;
}

/* A row that is one line without quotes and not too long, as most are. *ret_fresh: how
   many fields it has that are not those of the last row. False for any other row. */
static bool split_line(struct csv *c, struct field field[COLUMNS], size_t *ret_fresh)
{
    const char *newline = memchr(c->p, '\n', (size_t)(c->end - c->p)), *end = newline;
    if (c->quote < c->p && !(c->quote = memchr(c->p, '"', (size_t)(c->end - c->p))))
        c->quote = c->end;
    if (c->quote < end || end - c->p > (ptrdiff_t)FIELD_SIZE_MAX)
        return false;
    if (end > c->p && end[-1] == '\r')
        end--;
    const char *tail = split(c->p, end, TAIL, field);
    if (!tail)
        return false;
    *ret_fresh = TAIL;
    if (c->tail_size != (size_t)(newline + 1 - tail) || memcmp(tail, c->tail, c->tail_size) != 0) {
        const char *last = split(tail, end, COLUMNS - 1 - TAIL, field + TAIL);
        if (!last || memchr(last, ',', (size_t)(end - last)))
            return false;
        field[COLUMNS - 1] = (struct field){last, (size_t)(end - last)};
        *ret_fresh = COLUMNS;
    }
    c->p = newline + 1;
    c->tail = tail;
    c->tail_size = (size_t)(c->p - tail);
    return true;
}

/* Any row; c->line is then its last line. */
static bool read_row(struct csv *c, struct field field[COLUMNS])
{
    size_t n = 0;
    c->used = c->tail_size = 0;
    for (;; c->p++, n++) {
        struct field surplus;
        for (; *c->p == ',' && n < COLUMNS; c->p++) /* as most are */
            field[n++] = (struct field){c->p, 0};
        if (!read_field(c, n < COLUMNS ? &field[n] : &surplus))
            return false;
        if (*c->p != ',')
            break;
    }
    c->p += *c->p == '\r' ? 2 : 1;
    if (n + 1 != COLUMNS)
        return problem_set(c->problem, c->line, "%zu fields where there should be %d; get the file again",
                           n + 1, COLUMNS);
    return true;
}

static bool starts_with_titles(const char *p)
{
    for (int i = 0; i < COLUMNS; i++) {
        size_t n = strlen(column_titles[i]);
        if (strncmp(p, column_titles[i], n) != 0)
            return false;
        p += n;
        if (i < COLUMNS - 1 && *p++ != ',')
            return false;
    }
    return *p == '\n' || *p == '\r';
}

static bool skip_header(struct csv *c)
{
    if (!starts_with_titles(c->p))
        return problem_set(
            c->problem, 1,
            "not the header of IANA's CSV file, \"Service Name,Port Number,...\"; get that file");
    struct field names[COLUMNS];
    return read_row(c, names);
}

bool parse_csv(struct input in, struct registry *r, struct problem *problem)
{
    struct csv c = {
        .p = in.bytes, .end = in.bytes + in.length, .line = 1, .quote = in.bytes - 1, .problem = problem};
    c.scratch = alloc_bytes(in.length);
    bool sound = skip_header(&c);
    for (c.line++; sound && c.p < c.end; c.line++) {
        struct field field[COLUMNS];
        size_t line = c.line, fresh = COLUMNS;
        sound = (split_line(&c, field, &fresh) || read_row(&c, field)) &&
                registry_add_row(r, field, fresh, line, problem);
    }
    free(c.scratch);
    return sound && registry_finish(r, "", problem);
}
