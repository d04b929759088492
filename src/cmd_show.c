/* iana-services [show] PORT[/TRANSPORT]|NAME[/TRANSPORT]...: the entries and the
   rows behind them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cold.h"

/* What is asked for. */
struct query {
    char name[512];               /* "" where a port is asked for */
    const char *transport;        /* inside name's room, or NULL */
    uint16_t port;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    int *first = state->input;
    (void)arg;
    switch (key) {
    case ARGP_KEY_ARGS:
        *first = state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_usage(state);
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
    .parser = parse, .args_doc = "PORT[/TRANSPORT]|NAME[/TRANSPORT]...", .children = reading_options,
    .doc = "Show what the registry says of ports and service names.",
};

static bool is_transport(const struct index *x, const char *s)
{
    const char *end = x->transports + x->transports_size;
    for (const char *p = x->transports; p < end; p += strlen(p) + 1)
        if (strcmp(p, s) == 0)
            return true;
    return false;
}

/* False where the argument is not a port from 0 to 65535. */
static bool parse_port(const char *s, uint16_t *ret)
{
    uint32_t n = 0;
    size_t length = strspn(s, "0123456789");
    for (size_t i = 0; i < length && n <= 65535; i++)
        n = n * 10 + (uint32_t)(s[i] - '0');
    *ret = (uint16_t)n;
    return length > 0 && !s[length] && n <= 65535;
}

/* "cl/1" is a name; "cl/1/tcp" and "http/tcp" are split at the last slash. */
static void parse_query(const struct index *x, const char *text, struct query *ret)
{
    struct service ignored;
    *ret = (struct query){.transport = NULL};
    snprintf(ret->name, sizeof ret->name, "%s", text);
    char *slash = strrchr(ret->name, '/');
    if (slash && is_transport(x, slash + 1) && !index_by_name(x, ret->name, NULL, &ignored)) {
        *slash = '\0';
        ret->transport = slash + 1;
    }
    if (parse_port(ret->name, &ret->port))
        ret->name[0] = '\0';
}

static bool has_name(const struct service *s, const char *name)
{
    for (const char *p = s->names; p < s->names + s->size; p += strlen(p) + 1)
        if (strcasecmp(p, name) == 0)
            return true;
    return false;
}

static bool matches(const struct query *q, const struct service *s)
{
    if (q->transport && strcmp(q->transport, s->transport) != 0)
        return false;
    return q->name[0] ? has_name(s, q->name) : s->port == q->port;
}

static void print_row(const struct cold *c, uint32_t row)
{
    static const enum column columns[] = {
        COLUMN_DESCRIPTION, COLUMN_ASSIGNEE, COLUMN_CONTACT, COLUMN_REGISTERED, COLUMN_MODIFIED,
        COLUMN_REFERENCE, COLUMN_SERVICE_CODE, COLUMN_UNAUTHORIZED, COLUMN_NOTES};
    static const char *const labels[] = {
        "description", "assignee", "contact", "registered", "modified", "reference", "service code", "unauthorized use", "notes"};
    printf("    %s\n", cold_column(c, row, COLUMN_NAME));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (*cold_column(c, row, columns[i]))
            printf("      %s: %s\n", labels[i], cold_column(c, row, columns[i]));
}

/* The rows that this entry comes from. */
static void print_rows(const struct cold *c, const struct service *s)
{
    for (uint32_t i = 0; i < c->row_count; i++) {
        uint16_t first, last;
        const char *transport = cold_column(c, i, COLUMN_TRANSPORT);
        if (!cold_ports(c, i, &first, &last) || s->port < first || s->port > last || !*cold_column(c, i, COLUMN_NAME))
            continue;
        if (*transport ? strcmp(transport, s->transport) == 0 : strcmp(s->transport, "tcp") == 0 || strcmp(s->transport, "udp") == 0)
            print_row(c, i);
    }
}

static void print_entry(const struct service *s)
{
    const char *name = s->names;
    printf("%s %u/%s", name, s->port, s->transport);
    while ((name += strlen(name) + 1) < s->names + s->size)
        printf(" %s", name);
    printf("%s\n", s->flags & ENTRY_LOCAL ? "  (local)" : "");
}

/* Prints all about it. False where the index has nothing. */
static bool show(const struct loaded *loaded, const struct cold *cold, const char *text)
{
    struct query q;
    struct service s;
    bool found = false;
    parse_query(&loaded->index, text, &q);
    for (uint32_t cursor = 0; index_next(&loaded->index, &cursor, &s);)
        if (matches(&q, &s)) {
            found = true;
            if (options.quiet)
                break;
            print_entry(&s);
            if (!(s.flags & ENTRY_LOCAL))
                print_rows(cold, &s);
        }
    return found;
}

int cmd_show(int argc, char **argv)
{
    int first = argc, status;
    struct loaded loaded;
    struct cold cold;
    parse_arguments(&argp, argc, argv, &first);
    status = index_load(&loaded);
    if (status != EXIT_DONE)
        return status;
    cold_open(&loaded, &cold);
    for (int i = first; i < argc; i++)
        if (!show(&loaded, &cold, argv[i])) {
            complain("%s: not in the registry", argv[i]);
            status = EXIT_NO;
        }
    int printed = finish_output();
    index_unload(&loaded);
    return printed != EXIT_DONE ? printed : status;
}
