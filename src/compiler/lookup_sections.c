/* SPDX-License-Identifier: MIT */
/* Entries -> the lookup sections of an index; see lookup_sections.h. */
#include "compiler/lookup_sections.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/endian.h"
#include "index/name_hash.h"
#include "index/probe.h"

/* Nine keys for sixteen slots: a longer table costs pages, a shorter one probing. */
#define BUCKETS_FOR(keys) (2 * (keys) / 9 + 1)

struct transport {
    uint32_t text, offset; /* offset in transports */
    const char *name;
};

struct writer {
    const struct registry *registry;
    const struct entries *entries;
    uint32_t count;                      /* entries */
    uint32_t *order;                     /* by position in ENTRIES: the line, an index into entries->entry */
    uint32_t *position;                  /* by line: position in ENTRIES */
    uint32_t *names;                     /* by position: offset of the name list in NAMES */
    unsigned char *flags, *transport_of; /* by position; the transport's offset in TRANSPORTS */
    struct transport transports[FORMAT_TRANSPORTS_MAX]; /* those in use, sorted by transport_compare */
    size_t transport_count;
    uint32_t key_count; /* names of groups */
    struct lookup_sections *out;
    struct problem *problem;
};

static const struct entry *entry_at(const struct writer *w, uint32_t position)
{
    return &w->entries->entry[w->order[position]];
}

/* Entries by port, then line: a counting sort. */
static void sort_by_port(struct writer *w)
{
    const struct entry *entry = w->entries->entry;
    uint32_t *next = alloc_zero(65536 + 1, sizeof *next); /* by port: the position of its next entry */
    for (uint32_t line = 0; line < w->count; line++)
        next[entry[line].port + 1]++;
    for (uint32_t port = 0; port < 65536; port++)
        next[port + 1] += next[port];
    for (uint32_t line = 0; line < w->count; line++) {
        w->position[line] = next[entry[line].port]++;
        w->order[w->position[line]] = line;
    }
    free(next);
}

static void write_blocks(struct writer *w)
{
    uint32_t ports = w->count ? entry_at(w, w->count - 1)->port + 1u : 0, position = 0;
    uint32_t blocks = (ports + FORMAT_BLOCK_PORTS - 1) / FORMAT_BLOCK_PORTS;
    struct format_block *block = buffer_extend(&w->out->blocks, blocks * sizeof *block);
    for (uint32_t b = 0; b < blocks; b++) {
        uint32_t first = position, port = b * FORMAT_BLOCK_PORTS, end = port + FORMAT_BLOCK_PORTS, steps = 0;
        bool empty = entry_at(w, position)->port >= end;
        for (; !empty && port < end; port++) {
            uint32_t step = position - first;
            steps |= (step < FORMAT_STEP_MAX ? step : FORMAT_STEP_MAX) << 4 * (port % FORMAT_BLOCK_PORTS);
            while (position < w->count && entry_at(w, position)->port == port)
                position++;
        }
        block[b] = (struct format_block){le24_of(first), le32_of(steps)};
    }
}

/* ---- transports ---- */

static const struct transport *find_transport(const struct writer *w, uint32_t text)
{
    for (size_t i = 0; i < w->transport_count; i++)
        if (w->transports[i].text == text)
            return &w->transports[i];
    return NULL;
}

static int compare_transports(const void *a, const void *b)
{
    return transport_compare(((const struct transport *)a)->name, ((const struct transport *)b)->name);
}

static bool write_transports(struct writer *w)
{
    struct buffer *out = &w->out->transports;
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t text = w->entries->entry[i].transport;
        if (find_transport(w, text))
            continue;
        if (w->transport_count == FORMAT_TRANSPORTS_MAX)
            return problem_set(w->problem, 0, "more than %zu transports; leave some out", w->transport_count);
        w->transports[w->transport_count++] =
            (struct transport){.text = text, .name = registry_text(w->registry, text)};
    }
    qsort(w->transports, w->transport_count, sizeof *w->transports, compare_transports);
    for (size_t i = 0; i < w->transport_count; i++) {
        w->transports[i].offset = (uint32_t)out->size;
        buffer_add(out, w->transports[i].name, strlen(w->transports[i].name) + 1);
    }
    if (w->transport_count == 0)
        buffer_add(out, "", 1);
    if (out->size > FORMAT_TRANSPORTS_MAX)
        return problem_set(w->problem, 0,
                           "the transports' names take %zu bytes, the index holds %u; leave some out",
                           out->size, FORMAT_TRANSPORTS_MAX);
    return true;
}

/* ---- name lists, equal ones once ---- */

enum { LIST_SIZE = sizeof(le16) };

/* A name list as the string table keeps it, equal ones once: its bytes in NAMES, but blanks for
   the size and for the NULs between the names. No name has a blank. */
static bool make_list(struct writer *w, const struct entry *e, struct buffer *ret)
{
    ret->size = 0;
    buffer_add_string(ret, "  ");
    for (uint32_t i = 0; i < e->name_count; i++) {
        const char *name = registry_text(w->registry, w->entries->names[e->first_name + i]);
        size_t n = strlen(name);
        char *to = buffer_extend(ret, n + 1);
        memcpy(to, name, n);
        to[n] = ' ';
    }
    if (e->name_count > FORMAT_NAMES_MAX || ret->size - LIST_SIZE > UINT16_MAX)
        return problem_set(w->problem, 0, "port %u has over %u names, or over 64 KiB of them; leave some out",
                           e->port, FORMAT_NAMES_MAX);
    return true;
}

/* What the string table has at `bytes`, as it is in NAMES. */
static void finish_lists(char *bytes, size_t size)
{
    for (size_t n; size > 0; bytes += n, size -= n) {
        n = strlen(bytes) + 1;
        for (char *blank = bytes + LIST_SIZE; (blank = strchr(blank, ' '));)
            *blank++ = '\0';
        *(le16 *)(void *)bytes = le16_of((uint32_t)n - LIST_SIZE);
    }
}

static bool write_names(struct writer *w)
{
    struct buffer list = {0}, *out = &w->out->names;
    struct strtab lists;
    bool done = true;
    strtab_init(&lists);
    for (uint32_t i = 0; done && i < w->count; i++) {
        done = make_list(w, entry_at(w, i), &list);
        if (done) /* the table has "" first, which NAMES has not; it adds the list's last NUL */
            w->names[i] = strtab_add(&lists, (char *)list.data, list.size - 1) - 1;
        if (lists.size > FORMAT_FILE_MAX)
            done = problem_set(w->problem, 0, "the index would be over %u MiB; leave some names out",
                               FORMAT_FILE_MAX >> 20);
    }
    buffer_add(out, lists.bytes + 1, lists.size - 1);
    finish_lists((char *)out->data, out->size);
    free(list.data);
    strtab_free(&lists);
    return done;
}

/* The size of a name list in bytes. */
static uint32_t list_size(const struct writer *w, uint32_t offset)
{
    return le16_get(*(const le16 *)(w->out->names.data + offset));
}

/* ---- entries ---- */

/* Whether the next entry is also the next line, of the same kind, and has the same name list. */
static bool continues(const struct writer *w, uint32_t position)
{
    uint32_t next = position + 1;
    return next < w->count && w->order[next] == w->order[position] + 1 &&
           w->names[next] == w->names[position] && entry_at(w, next)->local == entry_at(w, position)->local;
}

static void write_entries(struct writer *w)
{
    struct format_entry *out = buffer_extend(&w->out->entries, w->count * sizeof *out);
    uint32_t seen[FORMAT_TRANSPORTS_MAX] = {0}; /* by transport: one more than the last port */
    for (uint32_t i = 0; i < w->count; i++) {
        const struct entry *e = entry_at(w, i);
        const struct transport *t = find_transport(w, e->transport);
        uint32_t transport = t ? t->offset : 0; /* never NULL: see write_transports */
        bool duplicate = seen[transport] == e->port + 1u;
        w->flags[i] = (unsigned char)((e->local ? ENTRY_LOCAL : 0) | (duplicate ? ENTRY_DUPLICATE : 0) |
                                      (continues(w, i) ? ENTRY_CONTINUES : 0));
        seen[transport] = e->port + 1u;
        w->transport_of[i] = (unsigned char)transport;
        if (!(w->flags[i] & ENTRY_CONTINUES)) /* the last of its group */
            w->key_count += e->name_count;
        out[i].port = le16_of(e->port);
        out[i].flags = w->flags[i];
        out[i].transport = (unsigned char)transport;
        out[i].aliases = (unsigned char)(e->name_count - 1);
        out[i].names = le24_of(w->names[i]);
    }
    for (uint32_t line = 0; line < w->count && w->entries->entry[line].local; line++)
        add_le32(&w->out->locals, w->position[line]);
}

/* ---- the hash table: which groups answer for a name ---- */

enum { SEEDS = 64 };

/* A set of transports: a bit for each offset in TRANSPORTS. */
struct transports {
    uint64_t bit[FORMAT_TRANSPORTS_MAX / 64];
};

static bool has_name(const struct writer *w, uint32_t position, uint32_t text)
{
    const struct entry *e = entry_at(w, position);
    for (uint32_t i = 0; i < e->name_count; i++)
        if (w->entries->names[e->first_name + i] == text)
            return true;
    return false;
}

/* Adds the transports of the group that starts at this position. Returns what a lookup visits
   in it at most: its entries and the bytes of its names. */
static uint64_t add_group(const struct writer *w, uint32_t position, struct transports *set)
{
    uint64_t work = list_size(w, w->names[position]);
    for (bool more = true; more; position++, work++) {
        unsigned t = w->transport_of[position];
        set->bit[t / 64] |= 1ull << t % 64;
        more = w->flags[position] & ENTRY_CONTINUES;
    }
    return work;
}

static bool is_subset(const struct transports *a, const struct transports *b)
{
    uint64_t rest = 0;
    for (size_t i = 0; i < sizeof a->bit / sizeof *a->bit; i++)
        rest |= a->bit[i] & ~b->bit[i];
    return rest == 0;
}

enum inserted { DONE, TOO_FAR, TOO_MUCH };

/* Gives a group a slot for a name, after those that the name has, unless no lookup would get
   as far. TOO_FAR: not within FORMAT_PROBE_MAX buckets; TOO_MUCH: visits more than readers do. */
static enum inserted insert(struct writer *w, const struct index *x, uint32_t text, uint32_t position)
{
    const char *name = registry_text(w->registry, text);
    struct probe p = probe_start(x, bytes_hash(name, strlen(name), x->seed));
    struct transports before = {{0}}, own = {{0}};
    uint64_t work = add_group(w, position, &own);
    for (uint32_t other; probe_next(&p, &other);) {
        bool same = has_name(w, other, text);
        p.work += add_group(w, other, same ? &before : &(struct transports){{0}});
        if (same && w->registry->closed && entry_at(w, other)->local && !entry_at(w, position)->local)
            return DONE;
    }
    if (is_subset(&own, &before))
        return DONE;
    if (p.work + work + 2 >= p.most)
        return TOO_MUCH;
    if (!free_slots(p.tags))
        return TOO_FAR;
    uint32_t slot = first_slot(free_slots(p.tags));
    struct format_bucket *bucket = (struct format_bucket *)(void *)w->out->buckets.data + p.bucket;
    bucket->tag[slot] = (unsigned char)hash_tag(p.hash);
    bucket->entry[slot] = le24_of(position);
    return DONE;
}

static bool starts_group(const struct writer *w, uint32_t line)
{
    return line == 0 || !(w->flags[w->position[line - 1]] & ENTRY_CONTINUES);
}

/* Fills the table, which is all zero. *ret_text: the name that did not fit. */
static enum inserted fill_buckets(struct writer *w, const struct index *x, uint32_t *ret_text)
{
    for (uint32_t line = 0; line < w->count; line++) {
        const struct entry *e = &w->entries->entry[line];
        for (uint32_t i = 0; i < e->name_count && starts_group(w, line); i++) {
            *ret_text = w->entries->names[e->first_name + i];
            enum inserted done = insert(w, x, *ret_text, w->position[line]);
            if (done != DONE)
                return done;
        }
    }
    return DONE;
}

static bool write_buckets(struct writer *w)
{
    uint32_t count = BUCKETS_FOR(w->key_count), text = 0;
    struct index x = {.buckets = buffer_extend(&w->out->buckets, count * sizeof(struct format_bucket)),
                      .bucket_count = count,
                      .entry_count = w->count,
                      .names_size = (uint32_t)w->out->names.size};
    enum inserted done;
    do {
        memset(w->out->buckets.data, 0, w->out->buckets.size);
        x.seed = hash_seed(w->out->seed);
        done = fill_buckets(w, &x, &text);
    } while (done == TOO_FAR && ++w->out->seed < SEEDS);
    if (done == DONE)
        return true;
    return problem_set(w->problem, 0,
                       done == TOO_MUCH ? "too many lines have the name \"%s\"; leave some out"
                                        : "too many names collide with \"%s\"; leave some out",
                       registry_text(w->registry, text));
}

bool lookup_sections_write(const struct registry *r, const struct entries *entries,
                           struct lookup_sections *ret, struct problem *problem)
{
    struct writer w = {
        .registry = r, .entries = entries, .count = (uint32_t)entries->count, .out = ret, .problem = problem};
    if (entries->count > FORMAT_ENTRIES_MAX)
        return problem_set(problem, 0, "%zu entries; an index holds at most %u", entries->count,
                           FORMAT_ENTRIES_MAX);
    w.order = alloc_bytes(w.count * sizeof *w.order);
    w.position = alloc_bytes(w.count * sizeof *w.position);
    w.names = alloc_bytes(w.count * sizeof *w.names);
    w.flags = alloc_bytes(w.count);
    w.transport_of = alloc_bytes(w.count);
    sort_by_port(&w);
    bool done = write_transports(&w) && write_names(&w);
    if (done) {
        write_blocks(&w);
        write_entries(&w);
        done = write_buckets(&w);
    }
    free(w.order);
    free(w.position);
    free(w.names);
    free(w.flags);
    free(w.transport_of);
    return done;
}

void lookup_sections_free(struct lookup_sections *sections)
{
    struct buffer *parts[] = {&sections->transports, &sections->blocks, &sections->buckets,
                              &sections->entries,    &sections->names,  &sections->locals};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]->data);
}
