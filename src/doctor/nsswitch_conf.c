/* SPDX-License-Identifier: MIT */
/* The services line of /etc/nsswitch.conf; see nsswitch_conf.h. */
#include "doctor/nsswitch_conf.h"

#include <ctype.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"

static const char *skip_blanks(const char *p)
{
    while (isspace((unsigned char)*p))
        p++;
    return p;
}

/* The length of the word at p: up to a blank, the end, or a character of `ends`. */
static size_t word_length(const char *p, const char *ends)
{
    size_t n = 0;
    while (p[n] && !isspace((unsigned char)p[n]) && !strchr(ends, p[n]))
        n++;
    return n;
}

static char *copy(const char *s, size_t n)
{
    return alloc_format("%.*s", (int)n, s);
}

/* The index of the n bytes at s among the words, without regard to case; -1 if they are none. */
static int find_word(const char *s, size_t n, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (strlen(words[i]) == n && strncasecmp(words[i], s, n) == 0)
            return i;
    return -1;
}

/* One "[!]STATUS=ACTION", with "!" for all other statuses. Returns the rest of the line; NULL if
   malformed. */
static const char *parse_criterion(const char *p, struct source *s)
{
    static const char *const outcomes[] = {"TRYAGAIN", "UNAVAIL", "NOTFOUND", "SUCCESS"};
    static const char *const actions[] = {"CONTINUE", "RETURN", "MERGE"};
    bool all_others = *p == '!';
    p += all_others;
    size_t n = word_length(p, "=]");
    int outcome = find_word(p, n, outcomes, OUTCOMES);
    p = skip_blanks(p + n);
    if (outcome < 0 || *p != '=')
        return NULL;
    p = skip_blanks(p + 1);
    n = word_length(p, "=]");
    int action = find_word(p, n, actions, 3);
    if (action < 0)
        return NULL;
    for (int i = 0; i < OUTCOMES; i++)
        if ((i == outcome) != all_others)
            s->action[i] = (enum action)action;
    return skip_blanks(p + n);
}

/* The "[...]" after a source. Returns the rest of the line; NULL if malformed. */
static const char *parse_actions(const char *p, struct source *s)
{
    const char *start = p;
    p = skip_blanks(p + 1);
    do
        p = parse_criterion(p, s);
    while (p && *p != ']');
    if (p)
        s->actions = copy(start, (size_t)(++p - start));
    return p;
}

/* The sources of a line. An empty name, as before a second "[", ends the list. Malformed actions are
   left out, so that doctor can print the line without them. */
static void parse_sources(const char *p, struct nsswitch *ret)
{
    size_t n;
    while ((n = word_length(p = skip_blanks(p), "[")) > 0) {
        struct source s = {.name = copy(p, n), .action[OUTCOME_SUCCESS] = ACTION_RETURN};
        p = skip_blanks(p + n);
        if (*p == '[') {
            const char *next = parse_actions(p, &s);
            ret->malformed |= !next;
            p = next ? next : p + strcspn(p, "]") + (strchr(p, ']') != NULL);
        }
        if (!s.actions)
            s.actions = copy("", 0);
        alloc_push(ret->source, ret->count, s);
    }
}

void nsswitch_free(struct nsswitch *n)
{
    for (size_t i = 0; i < n->count; i++) {
        free(n->source[i].name);
        free(n->source[i].actions);
    }
    free(n->source);
    n->source = NULL;
    n->count = 0;
}

/* The rest of a line after "services:"; NULL if it is another database's. */
static const char *after_services(const char *line)
{
    line = skip_blanks(line);
    size_t n = word_length(line, ":");
    return n == 8 && line[n] && strncmp(line, "services", n) == 0 ? line + n + 1 : NULL;
}

void nsswitch_parse(struct input in, struct nsswitch *ret)
{
    size_t number = 0;
    *ret = (struct nsswitch){.path = NSSWITCH_CONF};
    for (const char *p = in.bytes, *end = in.bytes + in.length; p < end;) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        char *line = copy(p, (size_t)((newline ? newline : end) - p));
        const char *sources = after_services(line);
        number++;
        if (sources && newline) {
            nsswitch_free(ret);
            parse_sources(sources, ret);
            ret->lines++;
            ret->number = number;
        }
        ret->unfinished = sources && !newline;
        free(line);
        p = newline ? newline + 1 : end;
    }
    if (ret->lines == 0)
        parse_sources(NSSWITCH_DEFAULT, ret);
}

/* Whether libc has the path in it. */
static bool libc_reads_vendor(void)
{
    Dl_info libc;
    struct input in;
    struct problem ignored;
    if (!dladdr((void *)getservent, &libc) || file_read(libc.dli_fname, &in, &ignored) != EXIT_DONE)
        return false;
    bool found = memmem(in.bytes, in.length, NSSWITCH_VENDOR, sizeof NSSWITCH_VENDOR);
    free(in.bytes);
    return found;
}

bool nsswitch_read(struct nsswitch *ret, struct problem *problem)
{
    struct input in;
    bool is_vendors =
        access(NSSWITCH_CONF, F_OK) != 0 && access(NSSWITCH_VENDOR, F_OK) == 0 && libc_reads_vendor();
    const char *path = is_vendors ? NSSWITCH_VENDOR : NSSWITCH_CONF;
    bool readable = file_read(path, &in, problem) == EXIT_DONE;
    nsswitch_parse(readable ? in : (struct input){"", 0}, ret);
    ret->path = path;
    free(in.bytes);
    return readable;
}

size_t nsswitch_find(const struct nsswitch *n, const char *name)
{
    size_t i = 0;
    while (i < n->count && strcmp(n->source[i].name, name) != 0)
        i++;
    return i;
}

char *nsswitch_text(const struct nsswitch *n)
{
    struct buffer b = {0};
    for (size_t i = 0; i < n->count; i++) {
        const struct source *s = &n->source[i];
        buffer_printf(&b, "%s%s", i ? " " : "", s->name);
        if (*s->actions)
            buffer_printf(&b, " %s", s->actions);
    }
    return buffer_string(&b);
}
