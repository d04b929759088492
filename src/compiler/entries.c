/* SPDX-License-Identifier: MIT */
/* Rows, curated names and local lines -> entries; see entries.h. */
#include "compiler/entries.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/lower_bound.h"

#define CURATED_NAMES_MAX 1000u

/* A row's name on one port and transport: port << 48, rank of the transport << 32, row. In this
   order the entries are. */
typedef uint64_t item;

struct builder {
    struct registry *registry;
    struct entries *out;
    item *items;
    size_t item_count;
    uint32_t tcp, udp;    /* texts */
    uint32_t *transports; /* texts, by transport_compare: the index is the rank */
    size_t transport_count;
    bool has_curated[65536]; /* by port */
};

static void add_transport(struct builder *b, uint32_t transport)
{
    size_t i = 0;
    for (; i < b->transport_count; i++)
        if (b->transports[i] == transport)
            return;
    alloc_push(b->transports, b->transport_count, transport);
    while (i > 0 && transport_compare(registry_text(b->registry, b->transports[i - 1]),
                                      registry_text(b->registry, transport)) > 0) {
        b->transports[i] = b->transports[i - 1];
        i--;
    }
    b->transports[i] = transport;
}

static void add_item(struct builder *b, uint32_t port, uint32_t transport, size_t row)
{
    uint64_t rank = 0;
    while (b->transports[rank] != transport)
        rank++;
    b->items[b->item_count++] = (uint64_t)port << 48 | rank << 32 | row;
}

static uint16_t item_port(item i)
{
    return (uint16_t)(i >> 48);
}

static uint32_t item_transport(const struct builder *b, item i)
{
    return b->transports[i >> 32 & UINT16_MAX];
}

static uint32_t item_name(const struct builder *b, item i)
{
    return b->registry->rows[i & UINT32_MAX].column[COLUMN_NAME];
}

static bool rank_transports(struct builder *b, struct problem *problem)
{
    struct registry *r = b->registry;
    b->tcp = strtab_add(&r->text, "tcp", 3);
    b->udp = strtab_add(&r->text, "udp", 3);
    add_transport(b, b->tcp);
    add_transport(b, b->udp);
    for (size_t i = 0; i < r->row_count; i++) {
        uint32_t transport = r->rows[i].column[COLUMN_TRANSPORT];
        if (transport && transport != b->tcp && transport != b->udp)
            add_transport(b, transport);
        if (b->transport_count > FORMAT_TRANSPORTS_MAX)
            return problem_set(problem, 0, "more than %u transports; this cannot be the registry",
                               FORMAT_TRANSPORTS_MAX);
    }
    return true;
}

/* Makes items of the rows that make entries, and counts the others. */
static void gather_items(struct builder *b)
{
    struct registry *r = b->registry;
    b->items = alloc_bytes(r->entry_bound * sizeof *b->items);
    for (size_t i = 0; i < r->row_count; i++) {
        const struct row *row = &r->rows[i];
        uint32_t name = row->column[COLUMN_NAME], transport = row->column[COLUMN_TRANSPORT];
        if (!name)
            b->out->nameless_rows++;
        else if (!ports_any(row->ports))
            b->out->portless_names++;
        else if (!name_is_writable(registry_text(r, name)))
            b->out->unwritable_names++;
        else {
            uint32_t transports[] = {transport ? transport : b->tcp, b->udp};
            for (uint32_t port = row->ports.first; port <= row->ports.last; port++)
                for (int t = 0; t < (transport ? 1 : 2); t++)
                    add_item(b, port, transports[t], i);
        }
    }
}

static int compare_items(const void *a, const void *b)
{
    item x = *(const item *)a, y = *(const item *)b;
    return x < y ? -1 : x > y;
}

/* ---- entries ---- */

static void begin_entry(struct entries *out, uint16_t port, uint32_t transport, bool local)
{
    out->entry[out->count++] = (struct entry){
        .transport = transport, .port = port, .local = local, .first_name = (uint32_t)out->name_count};
}

static void add_name(struct entries *out, uint32_t name)
{
    struct entry *e = &out->entry[out->count - 1];
    alloc_push(out->names, out->name_count, name);
    out->aliases += e->name_count > 0;
    e->name_count++;
}

static void add_new_name(struct entries *out, uint32_t name)
{
    struct entry *e = &out->entry[out->count - 1];
    if (e->name_count > FORMAT_NAMES_MAX)
        return; /* lookup_sections_write will refuse it; this bounds the search below */
    for (uint32_t i = 0; i < e->name_count; i++)
        if (out->names[e->first_name + i] == name)
            return;
    add_name(out, name);
}

/* The next word of the text "canonical alias alias", from *position, as a text. */
static uint32_t split_name(struct strtab *text, uint32_t names, size_t *position)
{
    const char *p = strtab_at(text, names) + *position;
    size_t n = strcspn(p, " ");
    *position += n + (p[n] == ' ');
    return strtab_add(text, p, n);
}

/* ---- curated names ---- */

static bool is_for(const struct builder *b, const struct line *line, item i)
{
    return line->port == item_port(i) && line->transport == item_transport(b, i);
}

/* Whether one of items[0..n-1], all of one port and transport, has this name. */
static bool has_name(const struct builder *b, const item *items, size_t n, uint32_t name)
{
    for (size_t i = 0; i < n; i++)
        if (item_name(b, items[i]) == name)
            return true;
    return false;
}

/* Whether the registry gives the alias to another port for this transport. */
static bool is_taken(const struct builder *b, const struct line *line, uint32_t alias)
{
    for (size_t i = 0; i < b->item_count; i++)
        if (item_name(b, b->items[i]) == alias && item_transport(b, b->items[i]) == line->transport &&
            item_port(b->items[i]) != line->port)
            return true;
    return false;
}

/* Adds the entry of items[0..n-1]: the curated line's first name, the registry's names in its
   order, the other names of the line. */
static void add_registry_entry(struct builder *b, const item *items, size_t n, const struct line *line)
{
    size_t position = 0;
    begin_entry(b->out, item_port(*items), item_transport(b, *items), false);
    if (line)
        add_name(b->out, split_name(&b->registry->text, line->names, &position));
    for (size_t i = 0; i < n; i++)
        add_new_name(b->out, item_name(b, items[i]));
    while (line && registry_text(b->registry, line->names)[position]) {
        uint32_t known = b->registry->text.size;
        uint32_t alias = split_name(&b->registry->text, line->names, &position);
        if (alias < known && is_taken(b, line, alias)) /* a new text is no name of the registry */
            b->out->taken_aliases++;
        else
            add_new_name(b->out, alias);
    }
}

/* The curated line for items[0..n-1]: the first for their port and transport whose first name
   one of them has. NULL if there is none. */
static const struct line *find_curated(const struct builder *b, const item *items, size_t n, bool *used)
{
    const struct lines *curated = &b->registry->curated;
    for (size_t i = 0; b->has_curated[item_port(*items)] && i < curated->count; i++) {
        size_t position = 0;
        if (is_for(b, &curated->line[i], *items) &&
            has_name(b, items, n, split_name(&b->registry->text, curated->line[i].names, &position))) {
            used[i] = true;
            return &curated->line[i];
        }
    }
    return NULL;
}

/* A name is looked for among all items. */
static bool check_curated(const struct builder *b, struct problem *problem)
{
    const struct lines *curated = &b->registry->curated;
    size_t names = 0;
    for (size_t i = 0; i < curated->count; i++)
        for (const char *s = registry_text(b->registry, curated->line[i].names); s; s = strchr(s + 1, ' '))
            if (++names > CURATED_NAMES_MAX)
                return problem_set(problem, 0, "over %u curated names; leave some out", CURATED_NAMES_MAX);
    return true;
}

static void add_registry(struct builder *b)
{
    bool *used = alloc_zero(b->registry->curated.count, sizeof *used);
    for (size_t i = 0; i < b->registry->curated.count; i++)
        b->has_curated[b->registry->curated.line[i].port] = true;
    for (size_t i = 0, n; i < b->item_count; i += n) {
        const item *items = &b->items[i];
        for (n = 1; i + n < b->item_count && items[n] >> 32 == *items >> 32; n++)
            ;
        add_registry_entry(b, items, n, find_curated(b, items, n, used));
    }
    for (size_t i = 0; i < b->registry->curated.count; i++)
        b->out->absent_curated += !used[i];
    free(used);
}

static void add_locals(struct builder *b)
{
    const struct lines *locals = &b->registry->locals;
    for (size_t i = 0; i < locals->count; i++) {
        const struct line *line = &locals->line[i];
        begin_entry(b->out, (uint16_t)line->port, line->transport, true);
        /* lookup_sections_write will refuse more names */
        for (size_t p = 0, n = 0; registry_text(b->registry, line->names)[p] && n <= FORMAT_NAMES_MAX; n++)
            add_name(b->out, split_name(&b->registry->text, line->names, &p));
    }
}

bool entries_compile(struct registry *r, struct entries *ret, struct problem *problem)
{
    struct builder b = {.registry = r, .out = ret};
    *ret = (struct entries){.count = 0};
    bool done = rank_transports(&b, problem) && check_curated(&b, problem);
    if (done) {
        gather_items(&b);
        qsort(b.items, b.item_count, sizeof *b.items, compare_items);
        ret->entry = alloc_bytes((r->locals.count + b.item_count) * sizeof *ret->entry);
        add_locals(&b);
        add_registry(&b);
    }
    free(b.items);
    free(b.transports);
    return done;
}

void entries_free(struct entries *entries)
{
    free(entries->entry);
    free(entries->names);
}

static bool is_before_port(const void *entry, const void *port)
{
    const struct entry *e = entry;
    return e->local || e->port < *(const uint16_t *)port;
}

bool entries_have_application(const struct entries *entries, const struct registry *r,
                              const struct application *a)
{
    size_t i =
        lower_bound(entries->entry, entries->count, sizeof *entries->entry, is_before_port, &a->ports.first);
    for (; i < entries->count && entries->entry[i].port <= a->ports.last; i++) {
        const struct entry *e = &entries->entry[i];
        for (uint32_t k = 0; e->transport == a->transport && k < e->name_count; k++)
            if (strcasecmp(registry_text(r, entries->names[e->first_name + k]),
                           registry_text(r, a->program)) == 0)
                return true;
    }
    return false;
}
