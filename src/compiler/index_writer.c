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

/* Structs of `size` bytes together. They have numbers only, in the order of their structs of the format, where each
   takes 24 bits. */
static void write_numbers(const void *structs, size_t size, struct buffer *out)
{
    const uint32_t *numbers = structs;
    for (size_t i = 0; i < size / sizeof *numbers; i++)
        buffer_add(out, &(le24[]){le24_of(numbers[i])}, sizeof(le24));
}
_Static_assert(sizeof(struct person) / 4 * 3 == sizeof(struct format_person), "person");
_Static_assert(sizeof(struct reference) / 4 * 3 == sizeof(struct format_reference), "reference");
_Static_assert(sizeof(struct head) / 4 * 3 == sizeof(struct format_head), "head");
_Static_assert(sizeof(struct link) / 4 * 3 == sizeof(struct format_link), "link");

static void write_ranges(const struct registry *r, struct buffer *out)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].is_range)
            buffer_add(out, &(le24[]){le24_of((uint32_t)i)}, sizeof(le24));
}

static void write_applications(const struct registry *r, struct buffer *out)
{
    for (size_t i = 0; i < r->application_count; i++) {
        const struct application *a = &r->applications[i];
        struct format_application to = {le16_of(a->ports.first), le16_of(a->ports.last), le32_of(a->file),
                                        le32_of(a->number),      le32_of(a->transport),  le32_of(a->program),
                                        le32_of(a->what),        le32_of(a->source)};
        buffer_add(out, &to, sizeof to);
    }
}

/* How many sections the file has: those of applications come last. */
static int section_count(const struct registry *r)
{
    bool has_applications = r->application_count + r->application_file_count > 0;
    return has_applications ? INDEX_SECTIONS : INDEX_SECTIONS - 2;
}

/* ---- the file ---- */

const struct index_section_name index_section_names[INDEX_SECTIONS] = {
    {SECTION_TRANSPORTS, "transports"},
    {SECTION_BUCKETS, "buckets"},
    {SECTION_ENTRIES, "entries"},
    {SECTION_BLOCKS, "blocks"},
    {SECTION_NAMES, "names"},
    {SECTION_LOCALS, "locals"},
    {SECTION_TEXT, "text"},
    {SECTION_ROWS, "rows"},
    {SECTION_CURATED, "curated names"},
    {SECTION_LOCAL_LINES, "local lines"},
    {SECTION_LOCAL_FILES, "local files"},
    {SECTION_PROVENANCE, "provenance"},
    {SECTION_PEOPLE, "people"},
    {SECTION_REFERENCES, "references"},
    {SECTION_HEAD, "head"},
    {SECTION_LINKS, "links"},
    {SECTION_RANGES, "ranges"},
    {SECTION_APPLICATIONS, "applications"},
    {SECTION_APPLICATION_FILES, "files of applications"},
};

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
    case SECTION_PEOPLE: write_numbers(r->people, r->person_count * sizeof *r->people, out); break;
    case SECTION_REFERENCES:
        write_numbers(r->references, r->reference_count * sizeof *r->references, out);
        break;
    case SECTION_HEAD: write_numbers(r->head, r->head_count * sizeof *r->head, out); break;
    case SECTION_LINKS: write_numbers(r->links, r->link_count * sizeof *r->links, out); break;
    case SECTION_RANGES: write_ranges(r, out); break;
    case SECTION_APPLICATIONS: write_applications(r, out); break;
    case SECTION_APPLICATION_FILES: write_texts(r->application_files, r->application_file_count, out); break;
    }
}

static bool write_file(const struct registry *r, const struct lookup_sections *lookup, struct buffer *ret,
                       struct problem *problem)
{
    int count = section_count(r);
    struct format_header header = {.magic = {0},
                                   .major = le16_of(FORMAT_MAJOR),
                                   .minor = le16_of(FORMAT_MINOR),
                                   .section_count = le16_of((uint16_t)count),
                                   .flags = le16_of(r->closed ? FORMAT_CLOSED : 0),
                                   .seed = le32_of(lookup->seed)};
    struct format_section table[INDEX_SECTIONS];
    memcpy(header.magic, FORMAT_MAGIC, sizeof header.magic);
    size_t table_size = (size_t)count * sizeof *table;
    buffer_extend(ret, sizeof header + table_size);
    for (int i = 0; i < count; i++) {
        enum format_id id = index_section_names[i].id;
        if (i > 0 && id > SECTION_LOOKUP_END && index_section_names[i - 1].id < SECTION_LOOKUP_END)
            header.lookup_size = le32_of((uint32_t)ret->size);
        buffer_extend_zero(ret, -ret->size % FORMAT_ALIGN);
        size_t start = ret->size;
        write_section(id, r, lookup, ret);
        if (ret->size > FORMAT_FILE_MAX)
            return problem_set(problem, 0, "the index would be over %u MiB; leave some names out",
                               FORMAT_FILE_MAX >> 20);
        table[i] = (struct format_section){le32_of(id), le32_of((uint32_t)start),
                                           le32_of((uint32_t)(ret->size - start))};
    }
    header.file_size = le32_of((uint32_t)ret->size);
    memcpy(ret->data, &header, sizeof header);
    memcpy(ret->data + sizeof header, table, table_size);
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
