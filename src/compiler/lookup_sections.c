/* SPDX-License-Identifier: MIT */
/* Entries -> the hot sections of an index; see hot.h. */
#include "compiler/lookup_sections.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/endian.h"
#include "index/index.h"
#include "index/name_hash.h"

/* Nine keys for sixteen slots. A longer table costs pages, a shorter one probes. */
#define BUCKETS_FOR(keys) (2 * (keys) / 9 + 1)

struct transport {
    uint32_t text, offset; /* offset in transports */
    const char *name;
};

struct writer {
    const struct registry *registry;
    const struct entries *entries;
    uint32_t count;       /* entries */
    uint32_t *order;      /* by position in the file: index into entries->entry */
    uint32_t *position;   /* by line: position in the file */
    uint32_t *run;        /* by position: offset in names */
    unsigned char *flags; /* by position */
    struct transport transports[FORMAT_TRANSPORTS_MAX]; /* those in use, in their order */
    size_t transport_count;
    uint32_t key_count, bucket_count; /* keys: names of spans */
    struct lookup_sections *out;
    struct problem *problem;
};

static const struct entry *entry_at(const struct writer *w, uint32_t position)
{
    return &w->entries->entry[w->order[position]];
}

static int compare_lines(const void *a, const void *b, void *entry)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    uint16_t px = ((const struct entry *)entry)[x].port, py = ((const struct entry *)entry)[y].port;
    return px != py ? (px < py ? -1 : 1) : x < y ? -1 : x > y;
}

/* Entries by port, then line. The registry's stand so; local ones, which come first,
   are sorted and go between them. */
static void sort_by_port(struct writer *w)
{
    struct entry *entry = w->entries->entry;
    uint32_t locals = 0, next = 0;
    while (locals < w->count && entry[locals].local)
        locals++;
    uint32_t *local = alloc_bytes(locals * sizeof *local);
    for (uint32_t i = 0; i < locals; i++)
        local[i] = i;
    qsort_r(local, locals, sizeof *local, compare_lines, entry);
    for (uint32_t i = 0, line = locals; i < w->count; i++) {
        bool is_local = next < locals && (line == w->count || entry[local[next]].port <= entry[line].port);
        w->order[i] = is_local ? local[next++] : line++;
        w->position[w->order[i]] = i;
    }
    free(local);
}

static void write_blocks(struct writer *w)
{
    uint32_t ports = w->count ? entry_at(w, w->count - 1)->port + 1u : 0, position = 0;
    uint32_t blocks = (ports + FORMAT_BLOCK_PORTS - 1) / FORMAT_BLOCK_PORTS;
    struct format_block *block = buffer_extend(&w->out->blocks, blocks * sizeof *block);
    for (uint32_t b = 0; b < blocks; b++) {
        uint32_t first = position, port = b * FORMAT_BLOCK_PORTS, behind = port + FORMAT_BLOCK_PORTS,
                 steps = 0;
        bool empty = entry_at(w, position)->port >= behind;
        for (; !empty && port < behind; port++) {
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

/* ---- runs of names, equal ones once ---- */

static bool add_run(struct writer *w, const struct entry *e)
{
    const uint32_t *names = &w->entries->names[e->first_name];
    size_t size = 0;
    for (uint32_t i = 0; i < e->name_count; i++)
        size += strlen(registry_text(w->registry, names[i])) + 1;
    if (e->name_count > FORMAT_NAMES_MAX || size > UINT16_MAX)
        return problem_set(w->problem, 0, "port %u has over %u names, or over 64 KiB of them; leave some out",
                           e->port, FORMAT_NAMES_MAX);
    le16 *start = buffer_extend(&w->out->names, sizeof *start + size);
    *start = le16_of((uint32_t)size);
    char *p = (char *)(start + 1);
    for (uint32_t i = 0; i < e->name_count; i++)
        p = stpcpy(p, registry_text(w->registry, names[i])) + 1;
    return true;
}

/* The bytes of a run. */
static uint32_t run_size(const struct writer *w, uint32_t run)
{
    le16 size;
    memcpy(&size, w->out->names.data + run, sizeof size);
    return le16_get(size);
}

static inline bool same_names(const struct writer *w, const struct entry *a, const struct entry *b)
{
    const uint32_t *x = &w->entries->names[a->first_name], *y = &w->entries->names[b->first_name];
    uint32_t i = 0;
    while (i < a->name_count && i < b->name_count && x[i] == y[i])
        i++;
    return i == a->name_count && i == b->name_count;
}

static uint32_t hash_names(const struct writer *w, const struct entry *e)
{
    uint32_t hash = 0;
    for (uint32_t i = 0; i < e->name_count; i++)
        hash = (hash ^ w->entries->names[e->first_name + i]) * 2654435761u;
    return hash >> 8;
}

static bool write_names(struct writer *w)
{
    uint32_t slots = 64;
    while (slots < w->count * 2)
        slots *= 2;
    uint32_t *seen = alloc_zero(slots, sizeof *seen); /* position + 1 of the first with a run */
    bool done = true;
    for (uint32_t i = 0; done && i < w->count; i++) {
        const struct entry *e = entry_at(w, i);
        if (i > 0 && same_names(w, entry_at(w, i - 1), e)) { /* tcp and udp */
            w->run[i] = w->run[i - 1];
            continue;
        }
        uint32_t slot = hash_names(w, e);
        while (seen[slot &= slots - 1] && !same_names(w, entry_at(w, seen[slot] - 1), e))
            slot++;
        if (seen[slot]) {
            w->run[i] = w->run[seen[slot] - 1];
            continue;
        }
        seen[slot] = i + 1;
        w->run[i] = (uint32_t)w->out->names.size;
        done = add_run(w, e);
    }
    free(seen);
    return done;
}

/* ---- entries ---- */

/* Whether the entry at position i and the next are lines that follow each other, with
   the same run. */
static bool runs_on(const struct writer *w, uint32_t i)
{
    return i + 1 < w->count && w->order[i + 1] == w->order[i] + 1 && w->run[i + 1] == w->run[i];
}

static void write_entries(struct writer *w)
{
    struct format_entry *out = buffer_extend(&w->out->entries, w->count * sizeof *out);
    uint32_t seen[FORMAT_TRANSPORTS_MAX] = {0}; /* by transport: one more than the last port */
    for (uint32_t i = 0; i < w->count; i++) {
        const struct entry *e = entry_at(w, i);
        const struct transport *t = find_transport(w, e->transport);
        uint32_t transport = t ? t->offset : 0; /* it is there: write_transports put it there */
        bool shadowed = seen[transport] == e->port + 1u;
        w->flags[i] = (unsigned char)((e->local ? ENTRY_LOCAL : 0) | (shadowed ? ENTRY_DUPLICATE : 0) |
                                      (runs_on(w, i) ? ENTRY_CONTINUES : 0));
        seen[transport] = e->port + 1u;
        if (!(w->flags[i] & ENTRY_CONTINUES)) /* the last of its group */
            w->key_count += e->name_count;
        out[i].port = le16_of(e->port);
        out[i].flags = w->flags[i];
        out[i].transport = (unsigned char)transport;
        out[i].aliases = (unsigned char)(e->name_count - 1);
        le24_put(&out[i].names, w->run[i]);
    }
    for (uint32_t line = 0; line < w->count && w->entries->entry[line].local; line++)
        add_le32(&w->out->locals, w->position[line]);
}

/* ---- the hash table ---- */

static bool starts_group(const struct writer *w, uint32_t line)
{
    return line == 0 || !(w->flags[w->position[line - 1]] & ENTRY_CONTINUES);
}

static uint32_t hash_text(const struct writer *w, uint32_t text)
{
    const char *name = registry_text(w->registry, text);
    return name_hash(name, strlen(name));
}

/* Whether an earlier name of the entry differs in case only (or hashes so that it
   makes no difference). */
static bool is_folded_twin(const struct writer *w, const struct entry *e, uint32_t i)
{
    const uint32_t *names = &w->entries->names[e->first_name];
    uint32_t hash = i ? hash_text(w, names[i]) : 0;
    for (uint32_t k = 0; k < i; k++)
        if (hash_text(w, names[k]) == hash)
            return true;
    return false;
}

/* What a lookup at most walks in the group that starts at this position. */
static uint64_t group_work(const struct writer *w, uint32_t position)
{
    uint64_t work = run_size(w, w->run[position]);
    while (w->flags[position++] & ENTRY_CONTINUES)
        work++;
    return work;
}

/* Inserts a group behind those of the same name that came before it. False where
   a lookup of the name could have to walk more than readers do. */
static bool insert(struct writer *w, const char *name, uint32_t position)
{
    uint32_t hash = name_hash(name, strlen(name)), b = hash_bucket(hash, w->bucket_count);
    struct format_bucket *buckets = (void *)w->out->buckets.data;
    uint64_t work = group_work(w, position) + 2, tags;
    for (;; work++, b = b + 1 < w->bucket_count ? b + 1 : 0) {
        tags = word_at((const char *)buckets[b].tag);
        for (uint64_t slots = slots_of(tags, hash); slots; slots &= slots - 1)
            work += 1 + group_work(w, le24_get(buckets[b].entry[first_slot(slots)]));
        if (free_slots(tags))
            break;
    }
    uint32_t place = first_slot(free_slots(tags));
    buckets[b].tag[place] = (unsigned char)hash_tag(hash);
    buckets[b].entry[place] = le24_of(position);
    struct index sizes = {
        .bucket_count = w->bucket_count, .entry_count = w->count, .names_size = (uint32_t)w->out->names.size};
    if (work >= index_most_work(&sizes))
        return problem_set(w->problem, 0, "too many lines have the name \"%s\"; leave some out", name);
    return true;
}

static bool write_buckets(struct writer *w)
{
    w->bucket_count = BUCKETS_FOR(w->key_count);
    buffer_extend_zero(&w->out->buckets, w->bucket_count * sizeof(struct format_bucket));
    for (uint32_t line = 0; line < w->count; line++) {
        const struct entry *e = &w->entries->entry[line];
        if (!starts_group(w, line))
            continue;
        for (uint32_t i = 0; i < e->name_count; i++)
            if (!is_folded_twin(w, e, i) &&
                !insert(w, registry_text(w->registry, w->entries->names[e->first_name + i]),
                        w->position[line]))
                return false;
    }
    return true;
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
    w.run = alloc_bytes(w.count * sizeof *w.run);
    w.flags = alloc_bytes(w.count);
    sort_by_port(&w);
    bool done = write_transports(&w) && write_names(&w);
    if (done) {
        write_blocks(&w);
        write_entries(&w);
        done = write_buckets(&w);
    }
    free(w.order);
    free(w.position);
    free(w.run);
    free(w.flags);
    return done;
}

void lookup_sections_free(struct lookup_sections *hot)
{
    struct buffer *parts[] = {&hot->transports, &hot->blocks, &hot->buckets,
                              &hot->entries,    &hot->names,  &hot->locals};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]->data);
}
