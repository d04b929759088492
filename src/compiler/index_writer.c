/* SPDX-License-Identifier: MIT */
/* Registry and entries -> the bytes of an index; see index_writer.h. */
#include "compiler/index_writer.h"

#include <string.h>
#include <zlib.h>

#include "base/endian.h"
#include "compiler/lookup_sections.h"

static void write_rows(const struct registry *r, struct buffer *out)
{
    struct format_row *to = buffer_extend(out, r->row_count * sizeof *to);
    for (const struct row *row = r->rows, *end = row + r->row_count; row < end; row++, to++) {
        to->first_port = le16_of(row->ports.first);
        to->last_port = le16_of(row->ports.last);
        for (enum column c = 0; c < COLUMNS; c++)
            if (c != COLUMN_PORT)
                to->text[row_text_index(c)] = le24_of(row->column[c]);
    }
}

static void write_lines(const struct lines *lines, struct buffer *out)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *l = &lines->line[i];
        struct format_line line = {le32_of(l->file), le32_of(l->number), le32_of(l->names),
                                   le32_of(l->transport), le32_of(l->port)};
        buffer_add(out, &line, sizeof line);
    }
}

/* Offsets of texts. */
static void write_texts(const uint32_t *texts, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++)
        add_le32(out, texts[i]);
}

static void write_people(const struct registry *r, struct buffer *out)
{
    for (size_t i = 0; i < r->person_count; i++) {
        const struct person *p = &r->people[i];
        struct format_person person = {le24_of(p->id), le24_of(p->name), le24_of(p->org), le24_of(p->uri),
                                       le24_of(p->updated)};
        buffer_add(out, &person, sizeof person);
    }
}

static void write_references(const struct registry *r, struct buffer *out)
{
    for (size_t i = 0; i < r->reference_count; i++) {
        const struct reference *f = &r->references[i];
        struct format_reference reference = {le24_of(f->label), le24_of(f->type), le24_of(f->data),
                                             le24_of(f->section)};
        buffer_add(out, &reference, sizeof reference);
    }
}

static void write_head(const struct registry *r, struct buffer *out)
{
    for (size_t i = 0; i < r->head_count; i++) {
        const struct head *h = &r->head[i];
        struct format_head head = {le24_of(h->key), le24_of(h->title), le24_of(h->text)};
        buffer_add(out, &head, sizeof head);
    }
}

static void write_links(const struct registry *r, struct buffer *out)
{
    for (size_t i = 0; i < r->link_count; i++) {
        const struct link *l = &r->links[i];
        struct format_link link = {le24_of(l->text), le24_of(l->at), le24_of(l->type)};
        buffer_add(out, &link, sizeof link);
    }
}

static void write_ranges(const struct registry *r, struct buffer *out)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].is_range)
            buffer_add(out, &(le24[]){le24_of((uint32_t)i)}, sizeof(le24));
}

/* ---- the file ---- */

static const enum format_id sections[] = {
    SECTION_TRANSPORTS,  SECTION_BUCKETS,    SECTION_ENTRIES, SECTION_BLOCKS,     SECTION_NAMES,
    SECTION_LOCALS,      SECTION_TEXT,       SECTION_ROWS,    SECTION_CURATED,    SECTION_LOCAL_LINES,
    SECTION_LOCAL_FILES, SECTION_PROVENANCE, SECTION_PEOPLE,  SECTION_REFERENCES, SECTION_HEAD,
    SECTION_LINKS,       SECTION_RANGES,
};
enum { SECTION_COUNT = sizeof sections / sizeof *sections };

static void write_section(enum format_id id, const struct registry *r, const struct lookup_sections *lookup,
                          struct buffer *out)
{
    switch (id) {
    case SECTION_TRANSPORTS: buffer_add(out, lookup->transports.data, lookup->transports.size); break;
    case SECTION_BUCKETS: buffer_add(out, lookup->buckets.data, lookup->buckets.size); break;
    case SECTION_ENTRIES: buffer_add(out, lookup->entries.data, lookup->entries.size); break;
    case SECTION_BLOCKS: buffer_add(out, lookup->blocks.data, lookup->blocks.size); break;
    case SECTION_NAMES: buffer_add(out, lookup->names.data, lookup->names.size); break;
    case SECTION_LOCALS: buffer_add(out, lookup->locals.data, lookup->locals.size); break;
    case SECTION_LOOKUP_END: break;
    case SECTION_TEXT: buffer_add(out, r->text.bytes, r->text.size); break;
    case SECTION_ROWS: write_rows(r, out); break;
    case SECTION_CURATED: write_lines(&r->curated, out); break;
    case SECTION_LOCAL_LINES: write_lines(&r->locals, out); break;
    case SECTION_LOCAL_FILES: write_texts(r->local_files, r->local_file_count, out); break;
    case SECTION_PROVENANCE: write_texts(r->provenance, FORMAT_PROVENANCE, out); break;
    case SECTION_PEOPLE: write_people(r, out); break;
    case SECTION_REFERENCES: write_references(r, out); break;
    case SECTION_HEAD: write_head(r, out); break;
    case SECTION_LINKS: write_links(r, out); break;
    case SECTION_RANGES: write_ranges(r, out); break;
    }
}

static bool write_file(const struct registry *r, const struct lookup_sections *lookup, struct buffer *ret,
                       struct problem *problem)
{
    struct format_header header = {.magic = {0},
                                   .major = le16_of(FORMAT_MAJOR),
                                   .minor = le16_of(FORMAT_MINOR),
                                   .section_count = le16_of(SECTION_COUNT),
                                   .flags = le16_of(r->closed ? FORMAT_CLOSED : 0),
                                   .seed = le32_of(lookup->seed)};
    struct format_section table[SECTION_COUNT];
    memcpy(header.magic, FORMAT_MAGIC, sizeof header.magic);
    buffer_extend(ret, sizeof header + sizeof table);
    for (int i = 0; i < SECTION_COUNT; i++) {
        if (i > 0 && sections[i] > SECTION_LOOKUP_END && sections[i - 1] < SECTION_LOOKUP_END)
            header.lookup_size = le32_of((uint32_t)ret->size);
        buffer_extend_zero(ret, -ret->size % FORMAT_ALIGN);
        size_t start = ret->size;
        write_section(sections[i], r, lookup, ret);
        if (ret->size > FORMAT_FILE_MAX)
            return problem_set(problem, 0, "the index would be over %u MiB; leave some names out",
                               FORMAT_FILE_MAX >> 20);
        table[i] = (struct format_section){le32_of(sections[i]), le32_of((uint32_t)start),
                                           le32_of((uint32_t)(ret->size - start))};
    }
    header.file_size = le32_of((uint32_t)ret->size);
    memcpy(ret->data, &header, sizeof header);
    memcpy(ret->data + sizeof header, table, sizeof table);
    header.crc = le32_of(index_crc(ret->data, ret->size));
    memcpy(ret->data, &header, sizeof header);
    return true;
}

uint32_t index_crc(const void *bytes, size_t size)
{
    struct format_header header;
    memcpy(&header, bytes, sizeof header);
    header.crc = le32_of(0);
    uLong crc = crc32_z(0, (const unsigned char *)&header, sizeof header);
    return (uint32_t)crc32_z(crc, (const unsigned char *)bytes + sizeof header, size - sizeof header);
}

bool index_write(const struct registry *r, const struct entries *entries, struct buffer *ret,
                 struct problem *problem)
{
    struct lookup_sections lookup = {0};
    bool done = lookup_sections_write(r, entries, &lookup, problem) && write_file(r, &lookup, ret, problem);
    lookup_sections_free(&lookup);
    return done;
}
