/* SPDX-License-Identifier: MIT */
/* Checks that an index is sound; see verify.h. */
#include "compiler/verify.h"
#include "compiler/index_decode.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/index_writer.h"
#include "index/index.h"
#include "registry/parse.h"

#define REBUILD "build the index again"

static bool check_header(struct input in, struct problem *problem)
{
    const struct format_header *h = (const void *)in.bytes;
    if (in.length < FORMAT_FILE_MIN)
        return problem_set(problem, 0, "%zu bytes are too few for an index; " REBUILD, in.length);
    if (in.length > FORMAT_FILE_MAX)
        return problem_set(problem, 0, "%zu bytes are too many for an index; " REBUILD, in.length);
    if (memcmp(h->magic, FORMAT_MAGIC, sizeof h->magic) != 0)
        return problem_set(problem, 0, "not an index: the magic at offset 0 is wrong; " REBUILD);
    if (le16_get(h->major) != FORMAT_MAJOR)
        return problem_set(problem, 0, "format %u.x at offset 8 is not %u.x; " REBUILD " with this version",
                           le16_get(h->major), FORMAT_MAJOR);
    if (le32_get(h->file_size) != in.length)
        return problem_set(
            problem, 0,
            "file size at offset 12 is %u, but the file has %zu bytes: truncated or overwritten; " REBUILD,
            le32_get(h->file_size), in.length);
    if (index_lookup_size(in.bytes, in.length) == 0)
        return problem_set(problem, 0, "lookup size at offset 16, %u, is wrong; " REBUILD,
                           le32_get(h->lookup_size));
    uint32_t crc = index_crc(in.bytes, in.length);
    if (index_stored_crc(in.bytes) != crc)
        return problem_set(
            problem, 0,
            "checksum at offset 20 is %08x, but the file's is %08x: the file is damaged; " REBUILD,
            index_stored_crc(in.bytes), crc);
    return true;
}

/* The name of the section at an offset of the file. */
static const char *section_name(struct input in, size_t offset)
{
    for (size_t i = 0; i < INDEX_SECTIONS; i++) {
        uint32_t size;
        const char *p = index_section(in.bytes, in.length, index_section_names[i].id, 1, &size);
        if (p && offset >= (size_t)(p - in.bytes) && offset - (size_t)(p - in.bytes) < size)
            return index_section_names[i].name;
    }
    return "header or padding";
}

static bool compare(struct input in, const struct buffer *again, struct problem *problem)
{
    size_t i = 0, n = in.length < again->size ? in.length : again->size;
    if (in.length == again->size && memcmp(in.bytes, again->data, n) == 0)
        return true;
    while (i < n && (unsigned char)in.bytes[i] == again->data[i])
        i++;
    /* The sizes and the checksum follow from the rest: rather name a difference there. */
    const size_t derived = offsetof(struct format_header, file_size),
                 end = offsetof(struct format_header, section_count);
    size_t first = i;
    for (; i < n; i++)
        if ((i < derived || i >= end) && (unsigned char)in.bytes[i] != again->data[i])
            break;
    if (i == n)
        i = first;
    return problem_set(problem, 0, "offset %zu (%s) is not what the index's rows compile to; " REBUILD, i,
                       section_name(in, i));
}

/* An index of a later minor has more than this version writes: compare only what it writes. */
static bool compare_known(struct input in, const struct buffer *again, struct problem *problem)
{
    const struct format_header *h = (const void *)in.bytes, *h_again = (const void *)again->data;
    if (memcmp(&h->seed, &h_again->seed, sizeof h->seed) != 0)
        return problem_set(problem, 0, "the seed at offset 28 is wrong; " REBUILD);
    for (size_t i = 0; i < INDEX_SECTIONS; i++) {
        enum format_id id = index_section_names[i].id;
        uint32_t size, wanted;
        const char *is = index_section(in.bytes, in.length, id, 1, &size);
        const char *should_be = index_section(again->data, again->size, id, 1, &wanted);
        if (!is != !should_be || (id == SECTION_PROVENANCE ? size < wanted : size != wanted) ||
            (is && memcmp(is, should_be, wanted) != 0))
            return problem_set(problem, 0,
                               "section %u (%s) is not what the index's rows compile to; " REBUILD, id,
                               index_section_names[i].name);
    }
    return true;
}

static void copy_provenance(const struct registry *r, enum format_provenance what, char *ret, size_t size)
{
    snprintf(ret, size, "%s", registry_text(r, r->provenance[what]));
}

bool index_verify(struct input in, struct verified *ret, struct problem *problem)
{
    struct registry r;
    struct entries entries = {0};
    struct buffer again = {0};
    struct index index;
    if (!check_header(in, problem))
        return false;
    if (!index_open(&index, in.bytes, in.length, in.length))
        return problem_set(problem, 0,
                           "the section table at offset 32 or a section in it is wrong; " REBUILD);
    registry_init(&r);
    bool is_later = le16_get(((const struct format_header *)in.bytes)->minor) > FORMAT_MINOR;
    bool sound = index_decode(in, &r, problem) && entries_compile(&r, &entries, problem) &&
                 index_write(&r, &entries, &again, problem) &&
                 (is_later ? compare_known : compare)(in, &again, problem);
    if (sound) {
        *ret = (struct verified){.rows = r.row_count,
                                 .entries = entries.count,
                                 .is_later = is_later,
                                 .lookup_size = index_lookup_size(in.bytes, in.length)};
        copy_provenance(&r, PROVENANCE_DATE, ret->date, sizeof ret->date);
        copy_provenance(&r, PROVENANCE_DATE_KIND, ret->date_kind, sizeof ret->date_kind);
        copy_provenance(&r, PROVENANCE_NEWEST_ROW, ret->newest_row, sizeof ret->newest_row);
    }
    entries_free(&entries);
    registry_free(&r);
    free(again.data);
    return sound;
}
