/* Registry and entries -> the bytes of an index; see writer.h. */
#include "writer.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "hash.h"
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
    struct bytes transports, blocks, slots, file_entries, names, locals;
    struct bytes rows, curated, local_lines, local_files, provenance, people, references;
    struct problem *problem;
};

static le16 le16_of(uint32_t v)
{
    return (le16){{(unsigned char)v, (unsigned char)(v >> 8)}};
}

static le32 le32_of(uint32_t v)
{
    le32 out;
    v = htole32(v);               /* one store, where four bytes one by one are four */
    memcpy(&out, &v, sizeof out);
    return out;
}

static le24 le24_of(uint32_t v)
{
    le24 out;
    v = htole32(v);
    memcpy(&out, &v, sizeof out);
    return out;
}

static void add_le32(struct bytes *b, uint32_t v)
{
    le32 file_integer = le32_of(v);
    bytes_add(b, &file_integer, sizeof file_integer);
}

static const struct entry *entry_at(const struct writer *w, uint32_t position)
{
    return &w->entries->entry[w->order[position]];
}

/* Entries by port, then line: one stable pass over the ports. */
static void sort_by_port(struct writer *w)
{
    uint32_t *next = memory_zero(65537, sizeof *next);
    for (uint32_t i = 0; i < w->count; i++)
        next[w->entries->entry[i].port + 1u]++;
    for (uint32_t port = 0; port < 65536; port++)
        next[port + 1] += next[port];
    for (uint32_t block = 0; block <= FORMAT_BLOCKS; block++)
        add_le32(&w->blocks, next[block * FORMAT_BLOCK_PORTS]);
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
        bytes_add(&w->transports, in_use[k], strlen(in_use[k]) + 1);
    if (n == 0)
        bytes_add(&w->transports, "", 1);
    if (w->transports.size > FORMAT_TRANSPORTS_MAX)
        return problem_set(w->problem, 0, "the transports' names take %zu bytes, the index holds %u; leave some out", w->transports.size, FORMAT_TRANSPORTS_MAX);
    return true;
}

static void find_transports(struct writer *w)
{
    uint32_t last_text = 0;
    size_t offset = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t text = entry_at(w, i)->transport;
        if (text != last_text) {
            const char *s = (const char *)w->transports.data, *wanted = registry_text(w->registry, text);
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
    if (e->name_count > 256 || size > UINT16_MAX)
        return problem_set(w->problem, 0, "port %u has %u names, the index holds 256 of together 64 KiB; leave some out", e->port, e->name_count);
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
        w->run[i] = (uint32_t)w->names.size;
        bytes_add(&w->names, run.data, run.size);
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
        bytes_add(&w->file_entries, &out, sizeof out);
    }
    for (uint32_t line = 0; line < w->count && w->entries->entry[line].local; line++)
        add_le32(&w->locals, w->position[line]);
}

/* ---- the hash table ---- */

static bool starts_group(const struct writer *w, uint32_t line)
{
    return line == 0 || w->position[line] == 0 || w->order[w->position[line] - 1] != line - 1 ||
           !(w->flags[w->position[line] - 1] & ENTRY_RUNS_ON);
}

/* Whether an earlier name of the entry differs in case only. */
static bool is_folded_twin(const struct writer *w, const struct entry *e, uint32_t i)
{
    size_t n;
    const uint32_t *names = &w->entries->names[e->first_name];
    uint32_t hash = i ? name_hash(registry_text(w->registry, names[i]), &n) : 0;
    for (uint32_t k = 0; k < i; k++)
        if (name_hash(registry_text(w->registry, names[k]), &n) == hash)
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
    size_t n;
    uint32_t hash = name_hash(name, &n), tag = hash_tag(hash);
    le32 *slots = (le32 *)(void *)w->slots.data;
    uint64_t work = group_work(w, position) + 2;
    uint32_t i = hash_slot(hash, w->slot_count);
    for (; le32_get(slots[i]) != 0; i = i + 1 < w->slot_count ? i + 1 : 0) {
        uint32_t slot = le32_get(slots[i]);
        work += 1 + (slot >> SLOT_TAG_SHIFT == tag ? group_work(w, (slot & SLOT_ENTRY) - 1) : 0);
    }
    slots[i] = le32_of(tag << SLOT_TAG_SHIFT | (position + 1));
    struct index sizes = {.slot_count = w->slot_count, .entry_count = w->count, .names_size = (uint32_t)w->names.size};
    if (work >= index_most_work(&sizes))
        return problem_set(w->problem, 0, "too many lines have the name \"%s\"; leave some out", name);
    return true;
}

static bool write_slots(struct writer *w)
{
    w->slot_count = SLOTS_FOR(count_keys(w));
    bytes_extend(&w->slots, w->slot_count * sizeof(le32));
    for (uint32_t line = 0; line < w->count; line++) {
        const struct entry *e = &w->entries->entry[line];
        for (uint32_t i = 0; starts_group(w, line) && i < e->name_count; i++)
            if (!is_folded_twin(w, e, i) && !insert(w, registry_text(w->registry, w->entries->names[e->first_name + i]), w->position[line]))
                return false;
    }
    return true;
}

/* ---- the cold part ---- */

static void write_lines(const struct lines *lines, struct bytes *ret)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *l = &lines->line[i];
        struct format_line out = {le32_of(l->file), le32_of(l->number), le32_of(l->names), le32_of(l->transport), le32_of(l->port)};
        bytes_add(ret, &out, sizeof out);
    }
}

static void write_cold(struct writer *w)
{
    const struct registry *r = w->registry;
    struct format_row *out = bytes_extend(&w->rows, r->row_count * sizeof *out);
    for (size_t i = 0; i < r->row_count; i++)
        for (int c = 0; c < COLUMNS; c++)
            if (c != COLUMN_PORT)
                out[i].text[row_text_index((enum column)c)] = le24_of(r->rows[i].column[c]);
            else {
                out[i].first_port = le16_of(r->rows[i].column[c]);
                out[i].last_port = le16_of(r->rows[i].column[c] >> 16);
            }
    write_lines(&r->curated, &w->curated);
    write_lines(&r->locals, &w->local_lines);
    for (size_t i = 0; i < r->local_file_count; i++)
        add_le32(&w->local_files, r->local_files[i]);
    for (int i = 0; i < FORMAT_PROVENANCE; i++)
        add_le32(&w->provenance, r->provenance[i]);
    for (size_t i = 0; i < r->person_count; i++) {
        const struct person *p = &r->people[i];
        struct format_person person = {le24_of(p->id), le24_of(p->name), le24_of(p->org), le24_of(p->uri), le24_of(p->updated)};
        bytes_add(&w->people, &person, sizeof person);
    }
    for (size_t i = 0; i < r->reference_count; i++) {
        const struct reference *f = &r->references[i];
        struct format_reference reference = {le24_of(f->label), le24_of(f->type), le24_of(f->data)};
        bytes_add(&w->references, &reference, sizeof reference);
    }
}

/* ---- the file ---- */

struct section {
    uint32_t id;
    const void *data;
    size_t size;
};

static void align(struct bytes *b)
{
    bytes_extend(b, -b->size % FORMAT_ALIGN);
}

static bool assemble(const struct section *sections, uint32_t count, struct bytes *ret, struct problem *problem)
{
    struct format_header header = {
        .magic = {0}, .major = le16_of(FORMAT_MAJOR), .minor = le16_of(FORMAT_MINOR), .section_count = le32_of(count)};
    memcpy(header.magic, FORMAT_MAGIC, sizeof header.magic);
    size_t total = sizeof header;
    for (uint32_t i = 0; i < count; i++)
        total += sections[i].size + FORMAT_ALIGN + sizeof(struct format_section);
    bytes_reserve(ret, total);
    bytes_extend(ret, sizeof header);
    size_t table = ret->size;
    bytes_extend(ret, count * sizeof(struct format_section));
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && sections[i].id > SECTION_HOT_END && sections[i - 1].id < SECTION_HOT_END)
            header.hot_size = le32_of((uint32_t)ret->size);
        align(ret);
        if (ret->size + sections[i].size > FORMAT_FILE_MAX)
            return problem_set(problem, 0, "the index would be over %u MiB; leave some names out", FORMAT_FILE_MAX >> 20);
        struct format_section s = {le32_of(sections[i].id), le32_of((uint32_t)ret->size), le32_of((uint32_t)sections[i].size)};
        bytes_add(ret, sections[i].data, sections[i].size);
        memcpy(ret->data + table + i * sizeof s, &s, sizeof s);
    }
    header.file_size = le32_of((uint32_t)ret->size);
    memcpy(ret->data, &header, sizeof header);
    header.crc = le32_of(index_crc(ret->data, ret->size));
    memcpy(ret->data, &header, sizeof header);
    return true;
}

static bool write_sections(struct writer *w, struct bytes *ret)
{
    const struct section sections[] = {
        {SECTION_TRANSPORTS, w->transports.data, w->transports.size},
        {SECTION_BLOCKS, w->blocks.data, w->blocks.size},
        {SECTION_SLOTS, w->slots.data, w->slots.size},
        {SECTION_ENTRIES, w->file_entries.data, w->file_entries.size},
        {SECTION_NAMES, w->names.data, w->names.size},
        {SECTION_LOCALS, w->locals.data, w->locals.size},
        {SECTION_TEXT, w->registry->text.bytes, w->registry->text.size},
        {SECTION_ROWS, w->rows.data, w->rows.size},
        {SECTION_CURATED, w->curated.data, w->curated.size},
        {SECTION_LOCAL_LINES, w->local_lines.data, w->local_lines.size},
        {SECTION_LOCAL_FILES, w->local_files.data, w->local_files.size},
        {SECTION_PROVENANCE, w->provenance.data, w->provenance.size},
        {SECTION_PEOPLE, w->people.data, w->people.size},
        {SECTION_REFERENCES, w->references.data, w->references.size},
    };
    return assemble(sections, sizeof sections / sizeof *sections, ret, w->problem);
}

uint32_t index_crc(const void *bytes, size_t size)
{
    struct format_header header;
    memcpy(&header, bytes, sizeof header);
    header.crc = le32_of(0);
    uLong crc = crc32_z(0, (const unsigned char *)&header, sizeof header);
    return (uint32_t)crc32_z(crc, (const unsigned char *)bytes + sizeof header, size - sizeof header);
}

bool index_write(const struct registry *r, const struct entries *entries, struct bytes *ret, struct problem *problem)
{
    struct writer w = {.registry = r, .entries = entries, .count = (uint32_t)entries->count, .problem = problem};
    if (entries->count >= SLOT_ENTRY)
        return problem_set(problem, 0, "%zu entries; an index holds fewer than %u", entries->count, SLOT_ENTRY);
    w.order = memory_get(w.count * sizeof *w.order);
    w.position = memory_get(w.count * sizeof *w.position);
    w.run = memory_get(w.count * sizeof *w.run);
    w.transport = memory_get(w.count);
    w.flags = memory_get(w.count);
    bytes_reserve(&w.blocks, (FORMAT_BLOCKS + 1) * sizeof(le32));
    bytes_reserve(&w.file_entries, w.count * sizeof(struct format_entry));
    sort_by_port(&w);
    bool done = write_transports(&w) && write_names(&w);
    if (done) {
        find_transports(&w);
        set_flags(&w);
        write_entries(&w);
        write_cold(&w);
        done = write_slots(&w) && write_sections(&w, ret);
    }
    struct bytes *parts[] = {&w.transports, &w.blocks, &w.slots, &w.file_entries, &w.names, &w.locals,
                             &w.rows, &w.curated, &w.local_lines, &w.local_files, &w.provenance, &w.people, &w.references};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]->data);
    free(w.order);
    free(w.position);
    free(w.run);
    free(w.transport);
    free(w.flags);
    return done;
}
