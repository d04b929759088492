/* SPDX-License-Identifier: MIT */
/* services(5) -> lines, as glibc's "files" reads them: a "#" starts a comment, isspace of the C locale
   separates words, strtoul in base 10 reads the port. A line that glibc would read differently from a person
   is reported. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "registry/parse.h"

#define ALIASES_MAX 255u      /* struct format_entry counts them in a byte */
#define NAMES_SIZE_MAX 60000u /* a name list's size has 16 bits */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Cut the first n bytes off *f and return them. */
static struct field cut(struct field *f, size_t n)
{
    struct field first = {f->bytes, n};
    f->bytes += n;
    f->length -= n;
    return first;
}

/* Cut off what is before the first `end`, or all, and drop that `end`. */
static struct field cut_before(struct field *f, char end)
{
    const char *found = memchr(f->bytes, end, f->length);
    struct field first = cut(f, found ? (size_t)(found - f->bytes) : f->length);
    if (found)
        cut(f, 1);
    return first;
}

/* Cut off the next word; of length 0 if there is none. */
static struct field cut_word(struct field *f)
{
    size_t n = 0;
    while (f->length > 0 && is_blank(*f->bytes))
        cut(f, 1);
    while (n < f->length && !is_blank(f->bytes[n]))
        n++;
    return cut(f, n);
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

/* "80/tcp". Returns false with *problem if it is invalid; true, but with *problem, if it has a leading zero.
   strtoul as in glibc; it stops in the word, since a blank, "#" or the text's NUL follows. */
static bool parse_port_and_transport(struct field word, struct line *ret, struct field *ret_transport,
                                     struct problem *problem)
{
    char *end;
    unsigned long port = strtoul(word.bytes, &end, 10);
    size_t digits = (size_t)(end - word.bytes);
    int shown = (int)(word.length < 40 ? word.length : 40);
    if (*word.bytes < '0' || *word.bytes > '9' || *end != '/')
        return problem_set(problem, ret->number,
                           "\"%.*s\" is not PORT/TRANSPORT with a decimal port; correct it", shown,
                           word.bytes);
    if (port > 65535)
        return problem_set(
            problem, ret->number,
            "port of \"%.*s\" is over 65535; glibc would take its last 16 bits, %lu: correct it", shown,
            word.bytes, port & 0xffff);
    struct field transport = {end + 1, word.length - digits - 1};
    if (!writable(transport))
        return problem_set(problem, ret->number,
                           "transport of \"%.*s\" is empty, too long or not printable ASCII; correct it",
                           shown, word.bytes);
    if (*word.bytes == '0' && digits > 1)
        problem_set(problem, ret->number,
                    "port \"%.*s\" has a leading zero; read as decimal %lu, as glibc does: remove the zero",
                    shown, word.bytes, port);
    ret->port = (uint32_t)port;
    *ret_transport = transport;
    return true;
}

/* Append the words of `rest` to `names`, each after a blank. */
static bool add_aliases(struct field rest, size_t line, struct buffer *names, struct problem *problem)
{
    struct field alias;
    for (size_t count = 0; (alias = cut_word(&rest)).length > 0; count++) {
        if (!writable(alias))
            return problem_set(problem, line, "an alias is over %u bytes or not printable ASCII; correct it",
                               NAME_LENGTH_MAX);
        if (count == ALIASES_MAX || names->size + 1 + alias.length > NAMES_SIZE_MAX)
            return problem_set(
                problem, line,
                "more than %u aliases or %u bytes of names; put the rest on a line with the same port",
                ALIASES_MAX, NAMES_SIZE_MAX);
        buffer_add(names, " ", 1);
        buffer_add(names, alias.bytes, alias.length);
    }
    return true;
}

/* A line without its comment. Returns false if it is blank (without *problem) or invalid. `names` is scratch
   space. */
static bool parse_line(struct field rest, struct strtab *text, struct buffer *names, struct line *ret,
                       struct problem *problem)
{
    struct field name = cut_word(&rest), transport;
    if (name.length == 0)
        return false;
    if (!writable(name))
        return problem_set(problem, ret->number,
                           "the name is over %u bytes or not printable ASCII; correct it", NAME_LENGTH_MAX);
    names->size = 0;
    buffer_add(names, name.bytes, name.length);
    if (!parse_port_and_transport(cut_word(&rest), ret, &transport, problem) ||
        !add_aliases(rest, ret->number, names, problem))
        return false;
    ret->names = strtab_add(text, (const char *)names->data, names->size);
    ret->transport = strtab_add(text, transport.bytes, transport.length);
    return true;
}

void parse_services(struct input in, const char *file, struct strtab *text, struct lines *ret,
                    parse_warn *warn, void *context)
{
    struct field rest = {in.bytes, in.length};
    struct line line = {.file = strtab_add(text, file, strlen(file))};
    struct buffer names = {0};
    while (rest.length > 0) {
        struct field words = cut_before(&rest, '\n');
        struct problem problem = {.line = 0};
        line.number++;
        if (parse_line(cut_before(&words, '#'), text, &names, &line, &problem))
            alloc_push(ret->line, ret->count, line);
        if (problem.what[0])
            warn(context, &problem);
    }
    free(names.data);
}
