/* SPDX-License-Identifier: MIT */
/* The records part of an index -> registry. Untrusted bytes: every offset of a
   text is checked against the texts' own starts. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "compiler/index_decode.h"
#include "index/index.h"

/* An index that is being read, and what into. */
struct reading {
    struct input in;
    struct registry *registry;
    struct problem *problem;
};

/* A section of whole items of `item` bytes; *ret_count of them. */
static const void *section(const struct reading *c, uint32_t id, uint32_t item, uint32_t *ret_count)
{
    uint32_t size;
    const void *p = index_section(c->in.bytes, c->in.length, id, &size);
    if (!p || size % item != 0) {
        problem_set(
            c->problem, 0,
            "section %u is missing, lies outside the file or ends inside an item; build the index again", id);
        return NULL;
    }
    *ret_count = size / item;
    return p;
}

/* Adds the texts one by one; equal strings would change the offsets of the rest. */
static bool read_text(const struct reading *c)
{
    uint32_t size;
    const char *bytes = section(c, SECTION_TEXT, 1, &size);
    if (!bytes)
        return false;
    if (size == 0 || bytes[0] != '\0' || bytes[size - 1] != '\0')
        return problem_set(c->problem, 0,
                           "section %u (texts) does not start and end with a NUL; build the index again",
                           SECTION_TEXT);
    for (uint32_t i = 1; i < size;) {
        size_t n = strlen(bytes + i);
        for (size_t at = 0, length; at < n; at += length)
            if ((length = utf8_length(bytes + i + at, n - at)) == 0)
                return problem_set(c->problem, 0,
                                   "text at offset %u of section %u is not UTF-8; build the index again", i,
                                   SECTION_TEXT);
        if (strtab_add(&c->registry->text, bytes + i, n) != i)
            return problem_set(
                c->problem, 0,
                "text at offset %u of section %u stands there twice or is empty; build the index again", i,
                SECTION_TEXT);
        i += (uint32_t)n + 1;
    }
    return true;
}

static bool take_text(const struct reading *c, uint32_t offset, uint32_t *ret, const char *what, size_t i)
{
    const struct strtab *text = &c->registry->text;
    if (offset >= text->size || (offset > 0 && text->bytes[offset - 1] != '\0'))
        return problem_set(c->problem, 0, "%s %zu: offset %u is no text; build the index again", what, i,
                           offset);
    *ret = offset;
    return true;
}

static bool read_rows(const struct reading *c)
{
    uint32_t count;
    const struct format_row *rows = section(c, SECTION_ROWS, sizeof *rows, &count);
    if (!rows)
        return false;
    struct registry *r = c->registry;
    for (uint32_t i = 0; i < count; i++) {
        struct row row;
        for (int k = 0; k < COLUMNS; k++)
            if (k == COLUMN_PORT)
                row.column[k] = le16_get(rows[i].first_port) | (uint32_t)le16_get(rows[i].last_port) << 16;
            else if (!take_text(c, le24_get(rows[i].text[row_text_index((enum column)k)]), &row.column[k],
                                "row", i))
                return false;
        if (!registry_push_row(r, row, 0, c->problem))
            return false;
    }
    return true;
}

static bool read_lines(const struct reading *c, uint32_t id, struct lines *ret)
{
    uint32_t count;
    const struct format_line *lines = section(c, id, sizeof *lines, &count);
    if (!lines)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct line line = {.number = le32_get(lines[i].line), .port = le32_get(lines[i].port)};
        if (!take_text(c, le32_get(lines[i].file), &line.file, "line", i) ||
            !take_text(c, le32_get(lines[i].names), &line.names, "line", i) ||
            !take_text(c, le32_get(lines[i].transport), &line.transport, "line", i))
            return false;
        if (line.port > 65535 || !line.names || !line.transport)
            return problem_set(
                c->problem, 0,
                "line %u of section %u has no names, no transport or no port; build the index again", i, id);
        lines_add(ret, line);
    }
    return true;
}

static bool read_provenance(const struct reading *c)
{
    uint32_t count;
    const le32 *texts = section(c, SECTION_PROVENANCE, sizeof *texts, &count);
    for (uint32_t i = 0; texts && i < FORMAT_PROVENANCE && i < count; i++)
        if (!take_text(c, le32_get(texts[i]), &c->registry->provenance[i], "provenance", i))
            return false;
    return texts != NULL;
}

static bool read_local_files(const struct reading *c)
{
    uint32_t count, path = 0;
    const le32 *texts = section(c, SECTION_LOCAL_FILES, sizeof *texts, &count);
    for (uint32_t i = 0; texts && i < count; i++) {
        if (!take_text(c, le32_get(texts[i]), &path, "local file", i))
            return false;
        registry_push_local_file(c->registry, path);
    }
    return texts != NULL;
}

static bool read_people(const struct reading *c)
{
    uint32_t count;
    const struct format_person *people = section(c, SECTION_PEOPLE, sizeof *people, &count);
    for (uint32_t i = 0; people && i < count; i++) {
        const struct format_person *from = &people[i];
        struct person p;
        if (!take_text(c, le24_get(from->id), &p.id, "person", i) ||
            !take_text(c, le24_get(from->name), &p.name, "person", i) ||
            !take_text(c, le24_get(from->org), &p.org, "person", i) ||
            !take_text(c, le24_get(from->uri), &p.uri, "person", i) ||
            !take_text(c, le24_get(from->updated), &p.updated, "person", i))
            return false;
        if (i > 0 && strcmp(registry_text(c->registry, c->registry->people[i - 1].id),
                            registry_text(c->registry, p.id)) > 0)
            return problem_set(c->problem, 0,
                               "person %u stands before one whose id sorts below; build the index again",
                               i - 1);
        registry_push_person(c->registry, p);
    }
    return people != NULL;
}

static bool read_references(const struct reading *c)
{
    uint32_t count;
    const struct format_reference *references = section(c, SECTION_REFERENCES, sizeof *references, &count);
    for (uint32_t i = 0; references && i < count; i++) {
        const struct format_reference *from = &references[i];
        struct reference f;
        if (!take_text(c, le24_get(from->label), &f.label, "reference", i) ||
            !take_text(c, le24_get(from->type), &f.type, "reference", i) ||
            !take_text(c, le24_get(from->data), &f.data, "reference", i))
            return false;
        if (i > 0 && strcmp(registry_text(c->registry, c->registry->references[i - 1].label),
                            registry_text(c->registry, f.label)) > 0)
            return problem_set(
                c->problem, 0,
                "reference %u stands before one whose label sorts below; build the index again", i - 1);
        registry_push_reference(c->registry, f);
    }
    return references != NULL;
}

bool index_decode(struct input in, struct registry *r, struct problem *problem)
{
    struct reading c = {in, r, problem};
    if (in.length < FORMAT_FILE_MIN || index_lookup_size(in.bytes, in.length) == 0)
        return problem_set(problem, 0, "not an index of format %u.x, or cut off; build it again",
                           FORMAT_MAJOR);
    return read_text(&c) && read_rows(&c) && read_lines(&c, SECTION_CURATED, &r->curated) &&
           read_lines(&c, SECTION_LOCAL_LINES, &r->locals) && read_local_files(&c) && read_provenance(&c) &&
           read_people(&c) && read_references(&c);
}
