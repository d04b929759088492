/* SPDX-License-Identifier: MIT */
/* A file of applications -> the registry's applications; see applications.h. */
#include "registry/applications.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "registry/words.h"

int application_compare(const struct registry *r, const struct application *a, const struct application *b)
{
    int order = a->ports.first - b->ports.first;
    if (order == 0)
        order = a->ports.last - b->ports.last;
    if (order == 0 && a->transport != b->transport)
        order = transport_compare(registry_text(r, a->transport), registry_text(r, b->transport));
    return order || a->program == b->program
               ? order
               : strcmp(registry_text(r, a->program), registry_text(r, b->program));
}

/* ---- one line ---- */

/* What applications_parse was given, and the line that it is at. */
struct reader {
    struct registry *registry;
    struct application line;
    struct problem problem;
};

static bool refuse(struct reader *s, const char *what, struct field word)
{
    return problem_set(&s->problem, s->line.number, "\"%.*s\" %s", (int)(word.length < 40 ? word.length : 40),
                       word.bytes, what);
}

static uint32_t add_text(struct reader *s, struct field word)
{
    return strtab_add(&s->registry->text, word.bytes, word.length);
}

/* Cut a port off *f: one to five digits, no zero before others. */
static bool cut_port(struct field *f, uint16_t *ret)
{
    uint32_t port = 0;
    size_t n = 0;
    for (; n < f->length && n < 6 && f->bytes[n] >= '0' && f->bytes[n] <= '9'; n++)
        port = port * 10 + (uint32_t)(f->bytes[n] - '0');
    if (n == 0 || port > 65535 || (n > 1 && *f->bytes == '0'))
        return false;
    *ret = (uint16_t)port;
    cut(f, n);
    return true;
}

static bool read_ports(struct reader *s, struct field word)
{
    static const char *const transports[] = {"tcp", "udp", "sctp", "dccp"};
    struct field rest = word;
    struct ports *ports = &s->line.ports;
    bool sound = cut_port(&rest, &ports->first);
    ports->last = ports->first;
    if (sound && rest.length > 0 && *rest.bytes == '-') {
        cut(&rest, 1);
        sound = cut_port(&rest, &ports->last) && ports->first < ports->last;
    }
    if (!sound || rest.length == 0 || *rest.bytes != '/')
        return refuse(s, "is not PORT/TRANSPORT or PORT-PORT/TRANSPORT; correct it", word);
    cut(&rest, 1);
    for (size_t i = 0; i < sizeof transports / sizeof *transports; i++)
        if (strlen(transports[i]) == rest.length && memcmp(transports[i], rest.bytes, rest.length) == 0) {
            s->line.transport = add_text(s, rest);
            return true;
        }
    return refuse(s, "has another transport than tcp, udp, sctp or dccp; correct it", word);
}

static bool is_program(struct field word)
{
    char name[NAME_LENGTH_MAX + 1];
    if (word.length > NAME_LENGTH_MAX || memchr(word.bytes, '\0', word.length))
        return false;
    memcpy(name, word.bytes, word.length);
    name[word.length] = '\0';
    return name_is_writable(name);
}

static bool is_source(struct field word)
{
    return *word.bytes == '/' || (*word.bytes != ':' && memmem(word.bytes, word.length, ":/", 2));
}

static bool is_plain(struct field line)
{
    bool plain = true;
    for (size_t n; plain && line.length > 0; cut(&line, n)) {
        n = utf8_character(line.bytes, line.length, &plain);
        plain |= is_blank(*line.bytes);
    }
    return plain;
}

/* The words up to the last, which is the source: with one blank between them. */
static bool read_what_and_source(struct reader *s, struct field rest)
{
    struct buffer what = {0};
    struct field source = cut_word(&rest);
    for (struct field next; (next = cut_word(&rest)).length > 0; source = next) {
        buffer_add(&what, " ", what.size > 0);
        buffer_add(&what, source.bytes, source.length);
    }
    bool sound = what.size > 0;
    if (sound)
        s->line.what = add_text(s, (struct field){(const char *)what.data, what.size});
    free(what.data);
    if (!sound)
        return problem_set(&s->problem, s->line.number,
                           "fewer than four fields; write PORT/TRANSPORT PROGRAM WHAT-IT-IS SOURCE");
    if (!is_source(source))
        return refuse(s, "is no source; end the line with the URL or path that documents the port", source);
    s->line.source = add_text(s, source);
    return true;
}

static bool read_line(struct reader *s, struct field line)
{
    if (!is_plain(line))
        return problem_set(&s->problem, s->line.number,
                           "a control character, or not UTF-8; write plain text");
    if (!read_ports(s, cut_word(&line)))
        return false;
    struct field program = cut_word(&line);
    if (program.length > 0 && !is_program(program))
        return refuse(s, "is no program's name: over 255 bytes, \"#\" or not printable ASCII; correct it",
                      program);
    s->line.program = add_text(s, program);
    return read_what_and_source(s, line);
}

/* ---- all lines ---- */

/* The registry that lines are of, and the file that is being added to it. */
struct order {
    const struct registry *registry;
    uint32_t file;
};

/* Of duplicates, the one that stays comes first: of the file being added, in it the first. */
static int compare_lines(const void *a, const void *b, void *context)
{
    const struct application *x = a, *y = b;
    const struct order *o = context;
    int order = application_compare(o->registry, x, y);
    if (order == 0)
        order = (y->file == o->file) - (x->file == o->file);
    return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

/* Sort all lines, and leave out duplicates; those that are both of this file are passed to `report`, unless it is
   NULL. Returns how many. */
static size_t sort_lines(struct registry *r, uint32_t file, parse_warn *report, void *context)
{
    struct application *line = r->applications;
    size_t count = 0, duplicates = 0;
    struct problem problem;
    if (r->application_count > 0)
        qsort_r(line, r->application_count, sizeof *line, compare_lines, &(struct order){r, file});
    for (size_t i = 0; i < r->application_count; i++) {
        const struct application *last = &line[count - (count > 0)];
        if (count == 0 || application_compare(r, last, &line[i]) != 0) {
            line[count++] = line[i];
        } else if (report && line[i].file == last->file) {
            duplicates++;
            problem_set(&problem, line[i].number,
                        "line %u has the same ports, transport and program; remove one", last->number);
            (*report)(context, &problem);
        }
    }
    r->application_count = count;
    return duplicates;
}

/* Append the line, or pass what is wrong with it to `report`. strict: also if the line before it, at last - 1 of
   r->applications, belongs behind it. Returns how many warnings there are. */
static size_t add_line(struct reader *s, struct field line, bool strict, size_t first, parse_warn *report,
                       void *context)
{
    struct registry *r = s->registry;
    if (!read_line(s, line)) {
        report(context, &s->problem);
        return 1;
    }
    alloc_push(r->applications, r->application_count, s->line);
    const struct application *last = &r->applications[r->application_count - 1];
    if (!strict || r->application_count < first + 2 || application_compare(r, last - 1, last) <= 0)
        return 0;
    problem_set(&s->problem, s->line.number, "belongs before line %u; sort by port, transport and program",
                last[-1].number);
    report(context, &s->problem);
    return 1;
}

size_t applications_parse(struct input in, const char *file, bool strict, struct registry *r,
                          parse_warn *report, void *context)
{
    struct field rest = {in.bytes, in.length};
    struct reader s = {.registry = r, .line = {.file = strtab_add(&r->text, file, strlen(file))}};
    size_t warnings = 0, first = r->application_count;
    while (rest.length > 0) {
        struct field line = cut_before(&rest, '\n'), words = line;
        s.line.number++;
        if (cut_word(&words).length > 0 && *line.bytes != '#')
            warnings += add_line(&s, line, strict, first, report, context);
    }
    return warnings + sort_lines(r, s.line.file, report, context);
}

void applications_copy(const struct registry *from, const char *path, struct registry *to)
{
    for (size_t i = 0; i < from->application_count; i++) {
        struct application a = from->applications[i];
        if (path && strcmp(registry_text(from, a.file), path) != 0)
            continue;
        a.file = registry_copy_text(from, a.file, to);
        a.transport = registry_copy_text(from, a.transport, to);
        a.program = registry_copy_text(from, a.program, to);
        a.what = registry_copy_text(from, a.what, to);
        a.source = registry_copy_text(from, a.source, to);
        alloc_push(to->applications, to->application_count, a);
    }
    sort_lines(to, path ? strtab_add(&to->text, path, strlen(path)) : 0, NULL, NULL);
}
