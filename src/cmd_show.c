/* iana-services [show] PORT[/TRANSPORT]|NAME[/TRANSPORT]...: the entries and the
   rows behind them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cold.h"
#include "find.h"
#include "memory.h"

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

static void print_entry(const struct service *s)
{
    const char *name = s->names;
    printf("%s %u/%s", name, s->port, s->transport);
    while ((name += strlen(name) + 1) < s->names + s->size)
        printf(" %s", name);
    printf("%s\n", s->flags & ENTRY_LOCAL ? "  (local)" : "");
}

struct shown {
    const struct cold *cold;
    const char *transport;        /* or NULL */
    bool any;
    uint32_t *rows;               /* those with this port, found once for its entries */
    size_t row_count;
    int port;                     /* -1: none yet */
};

static void gather_rows(struct shown *shown, uint16_t port)
{
    if (shown->port == port)
        return;
    const struct format_row *rows = shown->cold->rows;
    shown->port = port;
    shown->row_count = 0;
    for (uint32_t i = 0; i < shown->cold->row_count; i++)
        if (port >= le16_get(rows[i].first_port) && port <= le16_get(rows[i].last_port)) {
            shown->rows = memory_grow(shown->rows, shown->row_count, sizeof i);
            shown->rows[shown->row_count++] = i;
        }
}

/* The rows that an entry comes from. */
static void print_rows(struct shown *shown, const struct service *s)
{
    bool tcp_or_udp = strcmp(s->transport, "tcp") == 0 || strcmp(s->transport, "udp") == 0;
    gather_rows(shown, s->port);
    for (size_t i = 0; i < shown->row_count; i++) {
        const char *transport = cold_column(shown->cold, shown->rows[i], COLUMN_TRANSPORT);
        if (*cold_column(shown->cold, shown->rows[i], COLUMN_NAME) && (*transport ? strcmp(transport, s->transport) == 0 : tcp_or_udp))
            print_row(shown->cold, shown->rows[i]);
    }
}

static void show_entry(void *context, const struct service *s)
{
    struct shown *shown = context;
    if (shown->transport && strcmp(shown->transport, s->transport) != 0)
        return;
    shown->any = true;
    if (options.quiet)
        return;
    print_entry(s);
    if (!(s->flags & ENTRY_LOCAL))
        print_rows(shown, s);
}

/* Prints all about it. False where the index has nothing. */
static bool show(const struct loaded *loaded, const struct cold *cold, const char *text)
{
    struct query q;
    parse_query(&loaded->index, text, &q);
    struct shown shown = {.cold = cold, .transport = q.transport, .port = -1};
    if (q.name[0])
        find_name(&loaded->index, q.name, show_entry, &shown);
    else
        find_port(&loaded->index, q.port, show_entry, &shown);
    free(shown.rows);
    return shown.any;
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
