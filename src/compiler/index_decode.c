/* SPDX-License-Identifier: MIT */
/* The records of an index -> registry; see index_decode.h. The bytes are untrusted: every text's
   offset must be the start of a text. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/endian.h"
#include "base/utf8.h"
#include "compiler/index_decode.h"
#include "index/index.h"
#include "registry/applications.h"

/* The index that is read, and what it is read into. */
struct decoder {
    struct input in;
    struct registry *registry;
    struct problem *problem;
};

/* As index_section; NULL with a problem. */
static const void *section(const struct decoder *c, uint32_t id, uint32_t item, uint32_t *ret_count)
{
    const void *p = index_section(c->in.bytes, c->in.length, id, item, ret_count);
    if (!p)
        problem_set(c->problem, 0,
                    "section %u is missing, outside the file or ends inside an item; build the index again",
                    id);
    return p;
}

/* Adds the texts one by one; each must get its own offset again. */
static bool decode_text(const struct decoder *c)
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
                "text at offset %u of section %u is a duplicate or empty; build the index again", i,
                SECTION_TEXT);
        i += (uint32_t)n + 1;
    }
    return true;
}

static bool take_text(const struct decoder *c, uint32_t offset, uint32_t *ret, const char *what, size_t i)
{
    const struct strtab *text = &c->registry->text;
    if (offset >= text->size || (offset > 0 && text->bytes[offset - 1] != '\0'))
        return problem_set(c->problem, 0, "%s %zu: no text starts at offset %u; build the index again", what,
                           i, offset);
    *ret = offset;
    return true;
}

/* Whether texts are in order; equal ones, of which a small index may have many, are not read. */
static bool is_sorted(const struct registry *r, uint32_t before, uint32_t text)
{
    return before == text || strcmp(registry_text(r, before), registry_text(r, text)) <= 0;
}

/* Whether a name or transport is no longer than those of a registry. */
static bool is_short(const struct decoder *c, uint32_t text)
{
    return strnlen(registry_text(c->registry, text), NAME_LENGTH_MAX + 1) <= NAME_LENGTH_MAX;
}

static bool decode_rows(const struct decoder *c)
{
    uint32_t count;
    const struct format_row *rows = section(c, SECTION_ROWS, sizeof *rows, &count);
    if (!rows)
        return false;
    struct registry *r = c->registry;
    for (uint32_t i = 0; i < count; i++) {
        struct row row = {.ports = {le16_get(rows[i].first_port), le16_get(rows[i].last_port)}};
        for (enum column k = 0; k < COLUMNS; k++)
            if (k != COLUMN_PORT &&
                !take_text(c, le24_get(rows[i].text[row_text_index(k)]), &row.column[k], "row", i))
                return false;
        if (!is_short(c, row.column[COLUMN_NAME]) || !is_short(c, row.column[COLUMN_TRANSPORT]))
            return problem_set(c->problem, 0,
                               "row %u: a name or transport of over %u bytes; build the index again", i,
                               NAME_LENGTH_MAX);
        if (!registry_push_row(r, row, 0, c->problem))
            return false;
    }
    return true;
}

static bool decode_lines(const struct decoder *c, uint32_t id, struct lines *ret)
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
        alloc_push(ret->line, ret->count, line);
    }
    return true;
}

static bool decode_provenance(const struct decoder *c)
{
    uint32_t count;
    const le32 *texts = section(c, SECTION_PROVENANCE, sizeof *texts, &count);
    for (uint32_t i = 0; texts && i < FORMAT_PROVENANCE && i < count; i++)
        if (!take_text(c, le32_get(texts[i]), &c->registry->provenance[i], "provenance", i))
            return false;
    return texts != NULL;
}

static bool decode_local_files(const struct decoder *c)
{
    uint32_t count, path = 0;
    const le32 *texts = section(c, SECTION_LOCAL_FILES, sizeof *texts, &count);
    for (uint32_t i = 0; texts && i < count; i++) {
        if (!take_text(c, le32_get(texts[i]), &path, "local file", i))
            return false;
        alloc_push(c->registry->local_files, c->registry->local_file_count, path);
    }
    return texts != NULL;
}

static bool decode_people(const struct decoder *c)
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
        if (i > 0 && !is_sorted(c->registry, c->registry->people[i - 1].id, p.id))
            return problem_set(c->problem, 0, "person %u is not sorted by id; build the index again", i);
        alloc_push(c->registry->people, c->registry->person_count, p);
    }
    return people != NULL;
}

static bool decode_references(const struct decoder *c)
{
    uint32_t count;
    const struct format_reference *references = section(c, SECTION_REFERENCES, sizeof *references, &count);
    for (uint32_t i = 0; references && i < count; i++) {
        const struct format_reference *from = &references[i];
        struct reference f;
        if (!take_text(c, le24_get(from->label), &f.label, "reference", i) ||
            !take_text(c, le24_get(from->type), &f.type, "reference", i) ||
            !take_text(c, le24_get(from->data), &f.data, "reference", i) ||
            !take_text(c, le24_get(from->section), &f.section, "reference", i))
            return false;
        if (i > 0 && !is_sorted(c->registry, c->registry->references[i - 1].label, f.label))
            return problem_set(c->problem, 0, "reference %u is not sorted by label; build the index again",
                               i);
        alloc_push(c->registry->references, c->registry->reference_count, f);
    }
    return references != NULL;
}

static bool decode_head(const struct decoder *c)
{
    uint32_t count;
    const struct format_head *head = section(c, SECTION_HEAD, sizeof *head, &count);
    for (uint32_t i = 0; head && i < count; i++) {
        struct head h;
        if (!take_text(c, le24_get(head[i].key), &h.key, "head", i) ||
            !take_text(c, le24_get(head[i].title), &h.title, "head", i) ||
            !take_text(c, le24_get(head[i].text), &h.text, "head", i))
            return false;
        alloc_push(c->registry->head, c->registry->head_count, h);
    }
    return head != NULL;
}

static bool decode_links(const struct decoder *c)
{
    uint32_t count;
    const struct format_link *links = section(c, SECTION_LINKS, sizeof *links, &count);
    const struct link *last = NULL;
    for (uint32_t i = 0; links && i < count; i++) {
        struct link l = {.at = le24_get(links[i].at)};
        if (!take_text(c, le24_get(links[i].text), &l.text, "link", i) ||
            !take_text(c, le24_get(links[i].type), &l.type, "link", i))
            return false;
        const char *text = registry_text(c->registry, l.text);
        if (strnlen(text, l.at + (size_t)1) <= l.at || text[l.at] != '[')
            return problem_set(c->problem, 0,
                               "link %u: no \"[\" at offset %u of its text; build the index again", i, l.at);
        if (last && (last->text > l.text || (last->text == l.text && last->at >= l.at)))
            return problem_set(c->problem, 0, "link %u is not sorted by text; build the index again", i);
        alloc_push(c->registry->links, c->registry->link_count, l);
        last = &c->registry->links[i];
    }
    return links != NULL;
}

static bool decode_ranges(const struct decoder *c)
{
    uint32_t count;
    const le24 *rows = section(c, SECTION_RANGES, sizeof *rows, &count);
    for (uint32_t i = 0; rows && i < count; i++) {
        uint32_t row = le24_get(rows[i]);
        if (row >= c->registry->row_count ||
            c->registry->rows[row].ports.first != c->registry->rows[row].ports.last)
            return problem_set(c->problem, 0,
                               "range %u: row %u does not have one port; build the index again", i, row);
        c->registry->rows[row].is_range = true;
    }
    return rows != NULL;
}

static bool decode_application(const struct decoder *c, const struct format_application *from, uint32_t i)
{
    struct registry *r = c->registry;
    struct application a = {.ports = {le16_get(from->first_port), le16_get(from->last_port)},
                            .number = le32_get(from->line)};
    if (!take_text(c, le32_get(from->file), &a.file, "application", i) ||
        !take_text(c, le32_get(from->transport), &a.transport, "application", i) ||
        !take_text(c, le32_get(from->program), &a.program, "application", i) ||
        !take_text(c, le32_get(from->what), &a.what, "application", i) ||
        !take_text(c, le32_get(from->source), &a.source, "application", i))
        return false;
    if (!ports_any(a.ports) || !a.transport || !is_short(c, a.transport) || !a.program ||
        !is_short(c, a.program) || !a.what || !a.source)
        return problem_set(c->problem, 0,
                           "application %u has no ports, transport, program, description or source, or a "
                           "transport or program of over %u bytes; build the index again",
                           i, NAME_LENGTH_MAX);
    if (i > 0 && application_compare(r, &r->applications[i - 1], &a) >= 0)
        return problem_set(
            c->problem, 0,
            "application %u is not sorted by port, transport and program; build the index again", i);
    alloc_push(r->applications, r->application_count, a);
    return true;
}

/* An index without applications has neither of the two sections. One that is damaged counts as missing: the
   comparison of index_verify finds it. */
static bool decode_applications(const struct decoder *c)
{
    struct registry *r = c->registry;
    uint32_t count, file_count, path = 0;
    const struct format_application *from =
        index_section(c->in.bytes, c->in.length, SECTION_APPLICATIONS, sizeof *from, &count);
    const le32 *files =
        index_section(c->in.bytes, c->in.length, SECTION_APPLICATION_FILES, sizeof *files, &file_count);
    for (uint32_t i = 0; i < count; i++)
        if (!decode_application(c, &from[i], i))
            return false;
    for (uint32_t i = 0; i < file_count; i++) {
        if (!take_text(c, le32_get(files[i]), &path, "file of applications", i))
            return false;
        alloc_push(r->application_files, r->application_file_count, path);
    }
    return true;
}

/* What format 0 had from the first on. */
static bool decode_first(const struct decoder *c)
{
    if (c->in.length < FORMAT_FILE_MIN || index_lookup_size(c->in.bytes, c->in.length) == 0)
        return problem_set(c->problem, 0, "not an index of format %u.x, or cut off; build it again",
                           FORMAT_MAJOR);
    c->registry->closed = le16_get(((const struct format_header *)c->in.bytes)->flags) & FORMAT_CLOSED;
    return decode_text(c) && decode_rows(c) && decode_lines(c, SECTION_CURATED, &c->registry->curated) &&
           decode_lines(c, SECTION_LOCAL_LINES, &c->registry->locals) && decode_local_files(c) &&
           decode_provenance(c) && decode_people(c);
}

static bool decode_rest(const struct decoder *c)
{
    return decode_references(c) && decode_head(c) && decode_links(c) && decode_ranges(c) &&
           decode_applications(c);
}

bool index_decode(struct input in, struct registry *r, struct problem *problem)
{
    struct decoder c = {in, r, problem};
    return decode_first(&c) && decode_rest(&c);
}

bool index_decode_0(struct input in, struct registry *r, struct problem *problem)
{
    struct decoder c = {in, r, problem};
    struct format_header *header = (void *)in.bytes;
    uint32_t heads;
    if (in.length < FORMAT_FILE_MIN || le16_get(header->major) != 0)
        return problem_set(problem, 0, "not an index of format 0.x");
    header->major = le16_of(FORMAT_MAJOR);
    return decode_first(&c) &&
           (!index_section(in.bytes, in.length, SECTION_HEAD, sizeof(struct format_head), &heads) ||
            decode_rest(&c));
}
