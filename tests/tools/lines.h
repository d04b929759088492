/* SPDX-License-Identifier: MIT */
/* A services(5) file as lines, and a naive scan of them: what the first line that
   matches is. Shares no code with the product. */
#ifndef TEST_LINES_H
#define TEST_LINES_H

#include <arpa/inet.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_LINES = 400000, MAX_NAMES = 300 };

struct line_of_file {
    char *name[MAX_NAMES + 1]; /* canonical, aliases, NULL */
    char *protocol;
    int port;
};

static struct line_of_file *lines[MAX_LINES];
static size_t line_count;

/* Adds the lines of a sound file. */
static inline void load_lines(FILE *f)
{
    char *text = NULL;
    size_t size = 0;
    while (getline(&text, &size, f) > 0) {
        text[strcspn(text, "#\n")] = '\0';
        char *save, *word = strtok_r(text, " \t", &save);
        if (!word)
            continue;
        struct line_of_file l = {.name = {strdup(word)}};
        word = strtok_r(NULL, " \t", &save);
        l.port = atoi(word);
        l.protocol = strdup(strchr(word, '/') + 1);
        for (int n = 1; (word = strtok_r(NULL, " \t", &save)); n++)
            l.name[n] = strdup(word);
        lines[line_count] = malloc(sizeof l);
        *lines[line_count++] = l;
    }
    free(text);
}

static inline void free_lines(void)
{
    for (size_t i = 0; i < line_count; i++) {
        for (char **name = lines[i]->name; *name; name++)
            free(*name);
        free(lines[i]->protocol);
        free(lines[i]);
    }
    line_count = 0;
}

/* Whether an answer is the line's; both may be NULL. */
static inline bool same(const struct line_of_file *l, const struct servent *s)
{
    if (!l || !s)
        return !l && !s;
    if (strcmp(l->name[0], s->s_name) != 0 || htons((uint16_t)l->port) != s->s_port ||
        strcmp(l->protocol, s->s_proto) != 0)
        return false;
    int n = 0;
    for (; l->name[n + 1] && s->s_aliases[n]; n++)
        if (strcmp(l->name[n + 1], s->s_aliases[n]) != 0)
            return false;
    return !l->name[n + 1] && !s->s_aliases[n];
}

static inline bool has_protocol(const struct line_of_file *l, const char *protocol)
{
    return !protocol || strcmp(l->protocol, protocol) == 0;
}

/* The first line with this name, or NULL. locals: in a closed index, how many of the lines are
   local; a name that one of them has is looked for in these only. */
static inline const struct line_of_file *scan_name(const char *name, const char *protocol, size_t locals)
{
    bool is_local = false;
    for (size_t i = 0; i < line_count && (i < locals || !is_local); i++)
        for (char **n = lines[i]->name; *n; n++)
            if (**n == *name && strcmp(*n, name) == 0) {
                if (has_protocol(lines[i], protocol))
                    return lines[i];
                is_local |= i < locals;
            }
    return NULL;
}

/* The first line with this port, or NULL. */
static inline const struct line_of_file *scan_port(int port, const char *protocol)
{
    for (size_t i = 0; i < line_count; i++)
        if (lines[i]->port == port && has_protocol(lines[i], protocol))
            return lines[i];
    return NULL;
}

/* Whether a line before line i has its port and protocol. */
static inline bool is_shadowed(size_t i)
{
    return scan_port(lines[i]->port, lines[i]->protocol) != lines[i];
}

#endif
