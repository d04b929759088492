/* Registry and entries -> the bytes of an index; see writer.h. */
#include "writer.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "hot.h"
#include "le.h"

struct cold_sections {
    struct bytes rows, curated, local_lines, local_files, provenance, people, references;
};

static void write_lines(const struct lines *lines, struct bytes *ret)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *l = &lines->line[i];
        struct format_line out = {le32_of(l->file), le32_of(l->number), le32_of(l->names), le32_of(l->transport), le32_of(l->port)};
        bytes_add(ret, &out, sizeof out);
    }
}

static void write_cold(const struct registry *r, struct cold_sections *w)
{
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

static bool write_sections(const struct registry *r, const struct hot *hot, const struct cold_sections *cold, struct bytes *ret, struct problem *problem)
{
    const struct section sections[] = {
        {SECTION_TRANSPORTS, hot->transports.data, hot->transports.size},
        {SECTION_SLOTS, hot->slots.data, hot->slots.size},
        {SECTION_ENTRIES, hot->entries.data, hot->entries.size},
        {SECTION_BLOCKS, hot->blocks.data, hot->blocks.size},
        {SECTION_NAMES, hot->names.data, hot->names.size},
        {SECTION_LOCALS, hot->locals.data, hot->locals.size},
        {SECTION_TEXT, r->text.bytes, r->text.size},
        {SECTION_ROWS, cold->rows.data, cold->rows.size},
        {SECTION_CURATED, cold->curated.data, cold->curated.size},
        {SECTION_LOCAL_LINES, cold->local_lines.data, cold->local_lines.size},
        {SECTION_LOCAL_FILES, cold->local_files.data, cold->local_files.size},
        {SECTION_PROVENANCE, cold->provenance.data, cold->provenance.size},
        {SECTION_PEOPLE, cold->people.data, cold->people.size},
        {SECTION_REFERENCES, cold->references.data, cold->references.size},
    };
    return assemble(sections, sizeof sections / sizeof *sections, ret, problem);
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
    struct hot hot = {0};
    struct cold_sections cold = {0};
    write_cold(r, &cold);
    bool done = hot_write(r, entries, &hot, problem) && write_sections(r, &hot, &cold, ret, problem);
    hot_free(&hot);
    struct bytes *parts[] = {&cold.rows, &cold.curated, &cold.local_lines, &cold.local_files, &cold.provenance, &cold.people, &cold.references};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]->data);
    return done;
}
