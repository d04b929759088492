/* IANA's CSV file -> rows. No library: the CSV readers at hand (libcsv) report
   neither the line of an error nor a missing newline at the end. */
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "read.h"

#define FIELD_SIZE_MAX ((size_t)64 << 10)

static const char header[] =
    "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
    "Registration Date,Modification Date,Reference,Service Code,"
    "Unauthorized Use Reported,Assignment Notes";

/* Rows come in pairs, for tcp and udp, that are the same from the description on. */
enum { TAIL = COLUMN_DESCRIPTION };

struct csv {
    const char *p, *end;          /* the text ends with a newline */
    const char *line_end;         /* of the line that p is in: its LF or CRLF */
    const char *quote;            /* if not before p: the next one, or the end */
    size_t line;
    char *scratch;                /* unquoted fields of one row; as long as the text */
    size_t used;
    struct { const char *start; size_t length, lines; } tail;  /* of the last row, its line end included */
    struct problem *problem;
};

static void find_line_end(struct csv *c)
{
    c->line_end = memchr(c->p, '\n', (size_t)(c->end - c->p));
    if (c->line_end > c->p && c->line_end[-1] == '\r')
        c->line_end--;
}

/* A field as it stands, up to the next comma or line end. */
static bool plain_field(struct csv *c, struct field *ret)
{
    const char *comma = memchr(c->p, ',', (size_t)(c->line_end - c->p)), *end = comma ? comma : c->line_end;
    if (c->quote < c->p) {
        const char *quote = memchr(c->p, '"', (size_t)(c->end - c->p));
        c->quote = quote ? quote : c->end;
    }
    if (c->quote < end)
        return problem_set(c->problem, c->line, "quote inside a field; quote the whole field and double the quote");
    *ret = (struct field){c->p, (size_t)(end - c->p)};
    c->p = end;
    return true;
}

/* A quoted field: doubled quotes are one, CRLF is LF. */
static bool quoted_field(struct csv *c, struct field *ret)
{
    size_t line = c->line, start = c->used;
    for (c->p++;; c->p++) {
        if (c->p == c->end)
            return problem_set(c->problem, line, "the quote that opens here is not closed: the file was cut off; get it again");
        if (*c->p == '"' && *++c->p != '"')
            break;
        if (*c->p == '\r' && c->p[1] == '\n')
            continue;
        c->line += *c->p == '\n';
        c->scratch[c->used++] = *c->p;
    }
    if (c->p > c->line_end)
        find_line_end(c);
    if (*c->p != ',' && c->p != c->line_end)
        return problem_set(c->problem, c->line, "text behind a closing quote; double the quotes inside a field");
    *ret = (struct field){c->scratch + start, c->used - start};
    return true;
}

static bool read_field(struct csv *c, struct field *ret)
{
    size_t line = c->line;
    if (!(*c->p == '"' ? quoted_field(c, ret) : plain_field(c, ret)))
        return false;
    if (ret->length > FIELD_SIZE_MAX)
        return problem_set(c->problem, line, "field of over %zu KiB; this cannot be the registry", FIELD_SIZE_MAX >> 10);
    return true;
}

/* Whether the row goes on as the last one did; if so, it was read. */
static bool skip_tail(struct csv *c)
{
    if (c->tail.length == 0 || c->tail.length > (size_t)(c->end - c->p) || memcmp(c->p, c->tail.start, c->tail.length) != 0)
        return false;
    c->p += c->tail.length;
    c->line += c->tail.lines;
    return true;
}

/* One row; c->line is then its last line. *ret_fresh: how many fields were read, where
   the others are those of the last row. */
static bool read_row(struct csv *c, struct field field[COLUMNS], size_t *ret_fresh)
{
    struct field surplus;
    const char *tail = c->p;
    size_t n, tail_line = c->line;
    c->used = 0;
    find_line_end(c);
    for (n = 0;; c->p++) {
        if (n == TAIL) {
            *ret_fresh = n;
            if (skip_tail(c))
                return true;
            tail = c->p;
            tail_line = c->line;
        }
        if (*c->p == ',' && n < COLUMNS) {       /* as most are */
            field[n++] = (struct field){c->p, 0};
            continue;
        }
        if (!read_field(c, n < COLUMNS ? &field[n] : &surplus))
            return false;
        n++;
        if (*c->p != ',')
            break;
    }
    if (n != COLUMNS)
        return problem_set(c->problem, c->line, "%zu fields where there should be %d; get the file again", n, COLUMNS);
    *ret_fresh = n;
    c->p += *c->p == '\r' ? 2 : 1;
    c->tail.start = tail;
    c->tail.length = (size_t)(c->p - tail);
    c->tail.lines = c->line - tail_line;
    return true;
}

static bool skip_header(struct csv *c)
{
    size_t n = sizeof header - 1;
    find_line_end(c);
    if ((size_t)(c->line_end - c->p) != n || memcmp(c->p, header, n) != 0)
        return problem_set(c->problem, 1, "not the header of IANA's CSV file, \"Service Name,Port Number,...\"; get that file");
    c->p = c->line_end + (*c->line_end == '\r' ? 2 : 1);
    return true;
}

bool read_csv(struct input in, struct registry *r, struct problem *problem)
{
    struct csv c = {.p = in.bytes, .end = in.bytes + in.length, .line = 1, .problem = problem};
    c.scratch = memory_get(in.length);
    bool sound = skip_header(&c);
    for (c.line++; sound && c.p < c.end; c.line++) {
        struct field field[COLUMNS];
        size_t line = c.line, fresh;
        sound = read_row(&c, field, &fresh) && registry_add_row(r, field, fresh, line, problem);
    }
    free(c.scratch);
    return sound && registry_finish(r, "", problem);
}
