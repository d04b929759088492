/* SPDX-License-Identifier: MIT */
/* services(5) -> lines, as glibc's "files" reads them: everything behind a "#"
   is a comment, words are split by what isspace calls blank in the C locale,
   the port is strtoul's in base 10. A line that glibc would read differently
   from a person is reported. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "registry/parse.h"

#define ALIASES_MAX 255u      /* struct format_entry counts them in a byte */
#define NAMES_SIZE_MAX 60000u /* a run of names has a 16-bit size */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next word before `end`, or one of length 0. */
static struct field next_word(const char **p, const char *end)
{
    while (*p < end && is_blank(**p))
        ++*p;
    const char *start = *p;
    while (*p < end && !is_blank(**p))
        ++*p;
    return (struct field){start, (size_t)(*p - start)};
}

static bool writable(struct field word)
{
    char name[NAME_LENGTH_MAX + 1];
    if (word.length > NAME_LENGTH_MAX)
        return false;
    memcpy(name, word.bytes, word.length);
    name[word.length] = '\0';
    return strlen(name) == word.length && name_is_writable(name);
}

/* "80/tcp". Returns false where the line is to be skipped; *problem is set
   (its text not empty) also where it is only to be reported. */
static bool parse_port_and_transport(struct field word, struct line *ret, struct field *ret_transport,
                                     struct problem *problem)
{
    size_t n = 0, line = problem->line;
    uint64_t port = 0;
    for (; n < word.length && word.bytes[n] >= '0' && word.bytes[n] <= '9'; n++)
        if (port <= UINT32_MAX)
            port = port * 10 + (uint64_t)(word.bytes[n] - '0');
    int shown = (int)(word.length < 40 ? word.length : 40);
    if (n == 0 || n == word.length || word.bytes[n] != '/')
        return problem_set(problem, line, "\"%.*s\" is not PORT/TRANSPORT with a decimal port; correct it",
                           shown, word.bytes);
    if (port > 65535)
        return problem_set(
            problem, line,
            "port of \"%.*s\" is over 65535; glibc would take its last 16 bits, %u: correct it", shown,
            word.bytes, (unsigned)(port > UINT32_MAX ? 65535 : port & 0xffff));
    *ret_transport = (struct field){word.bytes + n + 1, word.length - n - 1};
    if (!writable(*ret_transport))
        return problem_set(problem, line,
                           "transport of \"%.*s\" is empty, too long or not printable ASCII; correct it",
                           shown, word.bytes);
    if (word.bytes[0] == '0' && n > 1)
        problem_set(problem, line,
                    "port \"%.*s\" has a leading zero; read as decimal %u, as glibc does: remove the zero",
                    shown, word.bytes, (unsigned)port);
    ret->port = (uint32_t)port;
    return true;
}

/* The line's words from *p on, one blank between them, appended to `names`. */
static bool gather_aliases(const char *p, const char *end, char *names, size_t *length,
                           struct problem *problem)
{
    for (size_t count = 0;; count++) {
        struct field alias = next_word(&p, end);
        if (alias.length == 0)
            return true;
        if (!writable(alias))
            return problem_set(problem, problem->line,
                               "an alias is over %u bytes or not printable ASCII; correct it",
                               NAME_LENGTH_MAX);
        if (count == ALIASES_MAX || *length + 1 + alias.length > NAMES_SIZE_MAX)
            return problem_set(problem, problem->line,
                               "more than %u aliases; put the others on a line of their own", ALIASES_MAX);
        names[(*length)++] = ' ';
        memcpy(names + *length, alias.bytes, alias.length);
        *length += alias.length;
    }
}

/* One line without its comment. Returns false where it gives no line. */
static bool parse_line(const char *p, const char *end, struct strtab *text, struct line *ret,
                       struct problem *problem)
{
    char names[NAMES_SIZE_MAX + 1];
    struct field name = next_word(&p, end), transport = {0};
    if (name.length == 0)
        return false;
    if (!writable(name))
        return problem_set(problem, problem->line,
                           "the name is over %u bytes or not printable ASCII; correct it", NAME_LENGTH_MAX);
    if (!parse_port_and_transport(next_word(&p, end), ret, &transport, problem))
        return false;
    size_t length = name.length;
    memcpy(names, name.bytes, length);
    if (!gather_aliases(p, end, names, &length, problem))
        return false;
    ret->names = strtab_add(text, names, length);
    ret->transport = strtab_add(text, transport.bytes, transport.length);
    return true;
}

void parse_services(struct input in, const char *file, struct strtab *text, struct lines *ret,
                    parse_warn *warn, void *context)
{
    const char *end = in.bytes + in.length;
    uint32_t number = 0, path = strtab_add(text, file, strlen(file));
    for (const char *p = in.bytes; p < end;) {
        number++;
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *line_end = newline ? newline : end;
        const char *comment = memchr(p, '#', (size_t)(line_end - p));
        struct line line = {.file = path, .number = number};
        struct problem problem = {.line = number};
        if (parse_line(p, comment ? comment : line_end, text, &line, &problem))
            alloc_push(ret->line, ret->count, line);
        if (problem.what[0])
            warn(context, &problem);
        p = newline ? newline + 1 : end;
    }
}
