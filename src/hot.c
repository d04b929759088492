/* Entries -> the hot sections of an index; see hot.h. */
#include "hot.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "le.h"
#include "memory.h"
#include "reader.h"

/* Free slots for every five keys: 3. A longer table costs pages, a shorter one probes. */
#define SLOTS_FOR(keys) ((keys) + (keys) * 3 / 5 + 1)

struct writer {
    const struct registry *registry;
    const struct entries *entries;
    uint32_t count;               /* entries */
    uint32_t *order;              /* by position in the file: index into entries->entry */
    uint32_t *position;           /* by line: position in the file */
    uint32_t *run;                /* by position: offset in names */
    unsigned char *transport;     /* by position: offset in transports */
    unsigned char *flags;         /* by position */
    uint32_t slot_count;
    struct hot *out;
    struct problem *problem;
};

static const struct entry *entry_at(const struct writer *w, uint32_t position)
{
    return &w->entries->entry[w->order[position]];
}

/* starts[p] is the position of the first entry of port p or above. */
static void write_blocks(struct writer *w, const uint32_t *starts)
{
    uint32_t ports = 65536;
    while (ports > 0 && starts[ports - 1] == w->count)
        ports--;
    for (uint32_t p = 0;; p += FORMAT_BLOCK_PORTS) {
        struct format_block block = {.first = le24_of(starts[p])};
        uint32_t steps = 0;
        for (uint32_t i = 0; p < ports && i < FORMAT_BLOCK_PORTS; i++) {
            uint32_t step = starts[p + i] - starts[p];
            steps |= (step < FORMAT_STEP_MAX ? step : FORMAT_STEP_MAX) << 4 * i;
        }
        block.steps = le32_of(steps);
        bytes_add(&w->out->blocks, &block, sizeof block);
        if (p >= ports)
            break;
    }
}

/* Entries by port, then line: one stable pass over the ports. */
static void sort_by_port(struct writer *w)
{
    uint32_t *next = memory_zero(65537, sizeof *next);
    for (uint32_t i = 0; i < w->count; i++)
        next[w->entries->entry[i].port + 1u]++;
    for (uint32_t port = 0; port < 65536; port++)
        next[port + 1] += next[port];
    write_blocks(w, next);
    for (uint32_t i = 0; i < w->count; i++) {
        w->position[i] = next[w->entries->entry[i].port]++;
        w->order[w->position[i]] = i;
    }
    free(next);
}

static int compare_transports(const void *a, const void *b)
{
    return transport_compare(*(const char *const *)a, *(const char *const *)b);
}

/* TRANSPORTS holds those in use, in their order. */
static bool write_transports(struct writer *w)
{
    const char *in_use[FORMAT_TRANSPORTS_MAX];
    uint32_t texts[FORMAT_TRANSPORTS_MAX];
    size_t n = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t text = w->entries->entry[i].transport;
        size_t k = 0;
        while (k < n && texts[k] != text)
            k++;
        if (k < n)
            continue;
        if (n == FORMAT_TRANSPORTS_MAX)
            return problem_set(w->problem, 0, "more than %zu transports; leave some out", n);
        texts[n] = text;
        in_use[n++] = registry_text(w->registry, text);
    }
    qsort(in_use, n, sizeof *in_use, compare_transports);
    for (size_t k = 0; k < n; k++)
        bytes_add(&w->out->transports, in_use[k], strlen(in_use[k]) + 1);
    if (n == 0)
        bytes_add(&w->out->transports, "", 1);
    if (w->out->transports.size > FORMAT_TRANSPORTS_MAX)
        return problem_set(w->problem, 0, "the transports' names take %zu bytes, the index holds %u; leave some out", w->out->transports.size, FORMAT_TRANSPORTS_MAX);
    return true;
}

static void find_transports(struct writer *w)
{
    uint32_t last_text = 0;
    size_t offset = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t text = entry_at(w, i)->transport;
        if (text != last_text) {
            const char *s = (const char *)w->out->transports.data, *wanted = registry_text(w->registry, text);
            for (offset = 0; strcmp(s + offset, wanted) != 0;)
                offset += strlen(s + offset) + 1;
            last_text = text;
        }
        w->transport[i] = (unsigned char)offset;
    }
}

/* ---- runs of names, equal ones once ---- */

static bool make_run(const struct writer *w, const struct entry *e, struct bytes *ret)
{
    ret->size = 0;
    bytes_extend(ret, sizeof(le16));
    for (uint32_t i = 0; i < e->name_count; i++) {
        const char *name = registry_text(w->registry, w->entries->names[e->first_name + i]);
        bytes_add(ret, name, strlen(name) + 1);
    }
    size_t size = ret->size - sizeof(le16);
    if (e->name_count > FORMAT_NAMES_MAX || size > UINT16_MAX)
        return problem_set(w->problem, 0, "port %u has over %u names, or over 64 KiB of them; leave some out", e->port, FORMAT_NAMES_MAX);
    le16 file_size = le16_of((uint32_t)size);
    memcpy(ret->data, &file_size, sizeof file_size);
    return true;
}

static bool same_names(const struct writer *w, const struct entry *a, const struct entry *b)
{
    return a->name_count == b->name_count &&
           memcmp(&w->entries->names[a->first_name], &w->entries->names[b->first_name], a->name_count * sizeof *w->entries->names) == 0;
}

static bool write_names(struct writer *w)
{
    uint32_t slots = 64;
    while (slots < w->count * 2)
        slots *= 2;
    uint32_t *seen = memory_zero(slots, sizeof *seen);    /* position + 1 of the first with a run */
    struct bytes run = {0};
    bool done = true;
    for (uint32_t i = 0; done && i < w->count; i++) {
        const struct entry *e = entry_at(w, i);
        uint32_t slot = 0;
        for (uint32_t k = 0; k < e->name_count; k++)
            slot = (slot ^ w->entries->names[e->first_name + k]) * 2654435761u;
        for (slot >>= 8; seen[slot &= slots - 1]; slot++)
            if (same_names(w, entry_at(w, seen[slot] - 1), e))
                break;
        if (seen[slot]) {
            w->run[i] = w->run[seen[slot] - 1];
            continue;
        }
        done = make_run(w, e, &run);
        seen[slot] = i + 1;
        w->run[i] = (uint32_t)w->out->names.size;
        bytes_add(&w->out->names, run.data, run.size);
    }
    free(seen);
    free(run.data);
    return done;
}

/* ---- entries ---- */

static void set_flags(struct writer *w)
{
    bool seen[FORMAT_TRANSPORTS_MAX];
    for (uint32_t i = 0; i < w->count; i++) {
        const struct entry *e = entry_at(w, i);
        if (i == 0 || entry_at(w, i - 1)->port != e->port)
            memset(seen, 0, sizeof seen);
        bool next = i + 1 < w->count && w->order[i + 1] == w->order[i] + 1 && w->run[i + 1] == w->run[i];
        w->flags[i] = (unsigned char)((e->local ? ENTRY_LOCAL : 0) | (seen[w->transport[i]] ? ENTRY_SHADOWED : 0) | (next ? ENTRY_RUNS_ON : 0));
        seen[w->transport[i]] = true;
    }
}

static void write_entries(struct writer *w)
{
    for (uint32_t i = 0; i < w->count; i++) {
        const struct entry *e = entry_at(w, i);
        struct format_entry out = {
            .names = le24_of(w->run[i]), .flags = w->flags[i], .port = le16_of(e->port),
            .transport = w->transport[i], .aliases = (unsigned char)(e->name_count - 1),
        };
        bytes_add(&w->out->entries, &out, sizeof out);
    }
    for (uint32_t line = 0; line < w->count && w->entries->entry[line].local; line++)
        add_le32(&w->out->locals, w->position[line]);
}

/* ---- the hash table ---- */

static bool starts_group(const struct writer *w, uint32_t line)
{
    return line == 0 || w->position[line] == 0 || w->order[w->position[line] - 1] != line - 1 ||
           !(w->flags[w->position[line] - 1] & ENTRY_RUNS_ON);
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

static uint32_t count_keys(const struct writer *w)
{
    uint32_t keys = 0;
    for (uint32_t line = 0; line < w->count; line++)
        if (starts_group(w, line))
            keys += w->entries->entry[line].name_count;
    return keys;
}

/* What a lookup at most walks in the group that starts at this position. */
static uint64_t group_work(const struct writer *w, uint32_t position)
{
    const struct entry *e = entry_at(w, position);
    uint64_t work = 0;
    for (uint32_t i = 0; i < e->name_count; i++)
        work += strlen(registry_text(w->registry, w->entries->names[e->first_name + i])) + 1;
    while (w->flags[position++] & ENTRY_RUNS_ON)
        work++;
    return work;
}

/* Inserts a group behind those of the same name that came before it. False where
   a lookup of the name could have to walk more than readers do. */
static bool insert(struct writer *w, const char *name, uint32_t position)
{
    uint32_t hash = name_hash(name, strlen(name)), tag = hash_tag(hash);
    le32 *slots = (le32 *)(void *)w->out->slots.data;
    uint64_t work = group_work(w, position) + 2;
    uint32_t i = hash_slot(hash, w->slot_count);
    for (; le32_get(slots[i]) != 0; i = i + 1 < w->slot_count ? i + 1 : 0) {
        uint32_t slot = le32_get(slots[i]);
        work += 1 + (slot >> SLOT_TAG_SHIFT == tag ? group_work(w, (slot & SLOT_ENTRY) - 1) : 0);
    }
    slots[i] = le32_of(tag << SLOT_TAG_SHIFT | (position + 1));
    struct index sizes = {.slot_count = w->slot_count, .entry_count = w->count, .names_size = (uint32_t)w->out->names.size};
    if (work >= index_most_work(&sizes))
        return problem_set(w->problem, 0, "too many lines have the name \"%s\"; leave some out", name);
    return true;
}

static bool write_slots(struct writer *w)
{
    w->slot_count = SLOTS_FOR(count_keys(w));
    bytes_extend(&w->out->slots, w->slot_count * sizeof(le32));
    for (uint32_t line = 0; line < w->count; line++) {
        const struct entry *e = &w->entries->entry[line];
        for (uint32_t i = 0; starts_group(w, line) && i < e->name_count; i++)
            if (!is_folded_twin(w, e, i) && !insert(w, registry_text(w->registry, w->entries->names[e->first_name + i]), w->position[line]))
                return false;
    }
    return true;
}

bool hot_write(const struct registry *r, const struct entries *entries, struct hot *ret, struct problem *problem)
{
    struct writer w = {.registry = r, .entries = entries, .count = (uint32_t)entries->count, .out = ret, .problem = problem};
    if (entries->count >= SLOT_ENTRY)
        return problem_set(problem, 0, "%zu entries; an index holds fewer than %u", entries->count, SLOT_ENTRY);
    w.order = memory_get(w.count * sizeof *w.order);
    w.position = memory_get(w.count * sizeof *w.position);
    w.run = memory_get(w.count * sizeof *w.run);
    w.transport = memory_get(w.count);
    w.flags = memory_get(w.count);
    bytes_reserve(&ret->blocks, FORMAT_BLOCKS_MAX * sizeof(struct format_block));
    bytes_reserve(&ret->entries, w.count * sizeof(struct format_entry));
    sort_by_port(&w);
    bool done = write_transports(&w) && write_names(&w);
    if (done) {
        find_transports(&w);
        set_flags(&w);
        write_entries(&w);
        done = write_slots(&w);
    }
    free(w.order);
    free(w.position);
    free(w.run);
    free(w.transport);
    free(w.flags);
    return done;
}

void hot_free(struct hot *hot)
{
    struct bytes *parts[] = {&hot->transports, &hot->blocks, &hot->slots, &hot->entries, &hot->names, &hot->locals};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]->data);
}
