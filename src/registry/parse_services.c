/* SPDX-License-Identifier: MIT */
/* services(5) -> lines, as glibc's "files" reads them (nss/nss_files/files-service.c, files-parse.c): a "#"
   or a NUL ends the line, isspace of the C locale separates words, strtoul in base 0 reads the port, any
   number of slashes follows it. What is read differently from glibc, or from what a person expects, is
   reported. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "registry/parse.h"
#include "registry/text_check.h"
#include "registry/words.h"

#define ALIASES_MAX 255u      /* struct format_entry counts them in a byte */
#define NAMES_SIZE_MAX 60000u /* a name list's size has 16 bits */

static bool writable(struct field word)
{
    char name[NAME_LENGTH_MAX + 1];
    if (word.length > NAME_LENGTH_MAX)
        return false;
    memcpy(name, word.bytes, word.length);
    name[word.length] = '\0';
    return strlen(name) == word.length && name_is_writable(name);
}

/* Parse a number as strtoul in base 0 does (0x: hexadecimal, 0: octal), and cut it off *f. Returns its
   length, 0 if there is none. Not strtoul itself: newer versions also know "0b". */
static size_t cut_number(struct field *f, uint32_t *ret)
{
    const char *p = f->bytes, *end = p + f->length;
    bool negative = p < end && *p == '-';
    uint64_t n = 0;
    p += p < end && (*p == '-' || *p == '+');
    bool is_hex = end - p > 2 && p[0] == '0' && (p[1] | 0x20) == 'x' && isxdigit((unsigned char)p[2]);
    unsigned base = is_hex ? 16 : p < end && *p == '0' ? 8 : 10;
    const char *start = p += is_hex ? 2 : 0;
    for (; p < end && isxdigit((unsigned char)*p); p++) {
        unsigned digit = *p <= '9' ? (unsigned)*p - '0' : ((unsigned char)*p | 0x20u) - 'a' + 10;
        if (digit >= base)
            break;
        n = n > UINT32_MAX ? n : n * base + digit;
    }
    *ret = n > UINT32_MAX || (negative && n > 0) ? UINT32_MAX : (uint32_t)n; /* as glibc's strtou32 */
    return p > start ? cut(f, (size_t)(p - f->bytes)).length : 0;
}

static bool is_decimal(struct field word)
{
    return *word.bytes >= '1' && *word.bytes <= '9';
}

/* "80/tcp". Returns false with *problem if it is invalid; true, but with *problem, if its port is not what it
   looks like. */
static bool parse_port_and_transport(struct field word, struct line *ret, struct field *ret_transport,
                                     struct problem *problem)
{
    struct field rest = word;
    int shown = (int)(word.length < 40 ? word.length : 40);
    size_t digits = cut_number(&rest, &ret->port);
    if (digits == 0 || (rest.length > 0 && *rest.bytes != '/'))
        return problem_set(problem, ret->number,
                           "\"%.*s\" is not PORT/TRANSPORT with a number that glibc reads; correct it", shown,
                           word.bytes);
    if (ret->port > 65535)
        return problem_set(
            problem, ret->number,
            "port of \"%.*s\" is over 65535 or negative; glibc would take its last 16 bits, %u: correct it",
            shown, word.bytes, ret->port & 0xffff);
    while (rest.length > 0 && *rest.bytes == '/')
        cut(&rest, 1);
    if (!writable(rest))
        return problem_set(problem, ret->number,
                           "transport of \"%.*s\" is empty, too long or not printable ASCII; correct it",
                           shown, word.bytes);
    if (digits > 1 && !is_decimal(word))
        problem_set(problem, ret->number, "port of \"%.*s\" is read as %u, as glibc does; write %u", shown,
                    word.bytes, ret->port, ret->port);
    *ret_transport = rest;
    return true;
}

/* ---- what people paste ---- */

/* Whether an alias is a number like 0.001995, the frequency in nmap's nmap-services. */
static bool is_frequency(struct field alias)
{
    return alias.length > 2 && (*alias.bytes == '0' || *alias.bytes == '1') && alias.bytes[1] == '.' &&
           strspn(alias.bytes + 2, "0123456789") >= alias.length - 2;
}

/* How much an alias looks like a word of a comment: 2 for "(the", "server,", "World" and words that no service
   is named by, 1 for any other word of small letters. No line of a real file reaches PROSE. */
#define PROSE 4
static unsigned prose_of(struct field alias)
{
    static const char words[] = " a an and by for from in is of on or our the to used with ";
    char word[16] = "";
    const char *p = alias.bytes;
    if (alias.length < sizeof word - 2)
        snprintf(word, sizeof word, " %.*s ", (int)alias.length, p);
    if ((*word && strstr(words, word)) || strchr("(/;\"-", *p) || strchr("),;:", p[alias.length - 1]) ||
        (alias.length > 1 && isupper((unsigned char)p[0]) && islower((unsigned char)p[1])))
        return 2;
    for (size_t i = 0; i < alias.length; i++)
        if (!islower((unsigned char)p[i]))
            return 0;
    return 1;
}

/* ---- lines ---- */

/* What parse_services was given, and the line that it is at. */
struct reader {
    struct strtab *text;
    struct lines *out;
    struct line line;
    struct buffer names; /* of the line, separated by blanks */
    bool had_frequency;
    struct problem problem; /* of the line, still to report: what is empty if there is none */
    parse_warn *warn;
    void *context;
    size_t warnings;
};

void parse_complain(void *context, const struct problem *problem)
{
    complain_about(context, problem);
}

/* Report what there is about the line. */
static void flush(struct reader *s)
{
    if (!s->problem.what[0])
        return;
    if (s->warn)
        s->warn(s->context, &s->problem);
    s->warnings++;
    s->problem.what[0] = '\0';
}

/* Report what there is about the line, and then this. */
static void report(struct reader *s, const char *what)
{
    flush(s);
    problem_set(&s->problem, s->line.number, "%s", what);
}

static void push_line(struct reader *s)
{
    s->line.names = strtab_add(s->text, (const char *)s->names.data, s->names.size);
    alloc_push(s->out->line, s->out->count, s->line);
}

static void hint(struct reader *s, struct field alias, unsigned prose)
{
    int shown = (int)(alias.length < 40 ? alias.length : 40);
    if (s->problem.what[0])
        return;
    if (is_frequency(alias) && !s->had_frequency) {
        s->had_frequency = true;
        problem_set(
            &s->problem, s->line.number,
            "alias \"%.*s\" looks like the frequency in a file of nmap's; take that column out of all lines",
            shown, alias.bytes);
    } else if (prose >= PROSE) {
        problem_set(&s->problem, s->line.number,
                    "aliases like \"%.*s\" look like a comment; put a \"#\" before it", shown, alias.bytes);
    }
}

/* Push the line with its aliases. An entry of the index has a limited number of names: those beyond it are in
   further lines with the same canonical name, which lookups by name cannot tell from one. */
static void push_with_aliases(struct reader *s, struct field name, struct field rest)
{
    size_t count = 0;
    unsigned prose = 0;
    bool has_odd = false, has_many = false;
    for (struct field alias; (alias = cut_word(&rest)).length > 0;) {
        if (!writable(alias)) {
            has_odd = true;
            continue;
        }
        if (count == ALIASES_MAX || s->names.size + 1 + alias.length > NAMES_SIZE_MAX) {
            has_many = true;
            push_line(s);
            s->names.size = name.length;
            count = 0;
        }
        prose += prose_of(alias);
        hint(s, alias, prose);
        buffer_add(&s->names, " ", 1);
        buffer_add(&s->names, alias.bytes, alias.length);
        count++;
    }
    push_line(s);
    if (has_odd)
        report(s, "left out: an alias that is over 255 bytes or not printable ASCII; correct it");
    if (has_many)
        report(s, "over 255 aliases or 60000 bytes of names; an answer has the part that was asked for");
}

/* A line without its comment. */
static void read_line(struct reader *s, struct field rest)
{
    struct field name = cut_word(&rest), transport;
    if (name.length == 0)
        return;
    if (!writable(name)) {
        problem_set(&s->problem, s->line.number,
                    "the name is over %u bytes or not printable ASCII; correct it", NAME_LENGTH_MAX);
        return;
    }
    if (!parse_port_and_transport(cut_word(&rest), &s->line, &transport, &s->problem))
        return;
    s->line.transport = strtab_add(s->text, transport.bytes, transport.length);
    s->names.size = 0;
    buffer_add(&s->names, name.bytes, name.length);
    push_with_aliases(s, name, rest);
}

/* A line with its comment and what makes glibc read it otherwise than it looks. In
   nss/nss_files/nss_readline.c, a line is moved over the blanks before it without its NUL: unless a newline
   ends it, its last bytes are then there twice. */
static void read_whole_line(struct reader *s, struct field line, bool has_newline, bool has_mark)
{
    size_t count = s->out->count;
    struct field text = cut_before(&line, '\0');
    bool has_nul = text.bytes + text.length < line.bytes;
    bool is_indented = text.length > 0 && is_blank(*text.bytes);
    struct field words = cut_before(&text, '#');
    bool has_comment = words.bytes + words.length < text.bytes;
    read_line(s, words);
    if (s->out->count == count)
        return;
    if (is_indented && !has_comment && (has_nul || !has_newline))
        report(s, "blanks before the name, and no newline at the end: glibc repeats the last bytes; add one");
    else if (has_nul)
        report(s, "a NUL byte ends the line, as for glibc; remove it");
    if (has_mark)
        report(s, "a byte order mark, which glibc takes for a part of the name; remove it");
}

size_t parse_services(struct input in, const char *file, struct strtab *text, struct lines *ret,
                      parse_warn *warn, void *context)
{
    struct field rest = {in.bytes, in.length};
    struct reader s = {.text = text,
                       .out = ret,
                       .line = {.file = strtab_add(text, file, strlen(file))},
                       .warn = warn,
                       .context = context};
    bool has_mark = in.length >= 3 && memcmp(in.bytes, UTF8_MARK, 3) == 0;
    if (has_mark)
        cut(&rest, 3);
    if (text_is_utf16(in)) {
        problem_set(&s.problem, 1,
                    "UTF-16, in which glibc finds no lines; run iconv -f UTF-16 -t UTF-8 on it");
        flush(&s);
    }
    while (rest.length > 0) {
        struct field line = cut_before(&rest, '\n');
        bool has_newline = line.bytes + line.length < in.bytes + in.length;
        s.line.number++;
        read_whole_line(&s, line, has_newline, has_mark && s.line.number == 1);
        flush(&s);
    }
    free(s.names.data);
    return s.warnings;
}
