/* SPDX-License-Identifier: MIT */
/* iana-services-index(5) agrees with the code: its tables of offsets are read and
   compared with the structures. And an index without a section. */
#include "index/format.h"

#include "support.h"

/* No compiler adds padding. */
_Static_assert(sizeof(struct format_header) == 32, "header");
_Static_assert(sizeof(struct format_section) == 12, "section");
_Static_assert(sizeof(struct format_block) == 7, "block");
_Static_assert(sizeof(struct format_entry) == 8, "entry");
_Static_assert(sizeof(struct format_bucket) == 32, "bucket");
_Static_assert(sizeof(struct format_row) == 37, "row");
_Static_assert(sizeof(struct format_line) == 20, "line");
_Static_assert(sizeof(struct format_person) == 15, "person");
_Static_assert(sizeof(struct format_reference) == 12, "reference");
_Static_assert(sizeof(struct format_head) == 9, "head");
_Static_assert(sizeof(struct format_link) == 9, "link");
_Static_assert(sizeof(struct format_application) == 28, "application");

#define FIELD(s, member)                                                                           \
    {                                                                                              \
#s, #member, offsetof(struct format_##s, member), sizeof(((struct format_##s *)0)->member) \
    }

static const struct {
    const char *table, *name;
    size_t offset, size;
} fields[] = {
    FIELD(header, magic),
    FIELD(header, major),
    FIELD(header, minor),
    FIELD(header, file_size),
    FIELD(header, lookup_size),
    FIELD(header, crc),
    FIELD(header, section_count),
    FIELD(header, flags),
    FIELD(header, seed),
    FIELD(section, id),
    FIELD(section, offset),
    FIELD(section, size),
    FIELD(bucket, entry),
    FIELD(bucket, tag),
    FIELD(block, first),
    FIELD(block, steps),
    FIELD(entry, names),
    FIELD(entry, flags),
    FIELD(entry, port),
    FIELD(entry, transport),
    FIELD(entry, aliases),
    FIELD(row, first_port),
    FIELD(row, last_port),
    FIELD(row, text),
    FIELD(line, file),
    FIELD(line, line),
    FIELD(line, names),
    FIELD(line, transport),
    FIELD(line, port),
    FIELD(person, id),
    FIELD(person, name),
    FIELD(person, org),
    FIELD(person, uri),
    FIELD(person, updated),
    FIELD(reference, label),
    FIELD(reference, type),
    FIELD(reference, data),
    FIELD(reference, section),
    FIELD(head, key),
    FIELD(head, title),
    FIELD(head, text),
    FIELD(link, text),
    FIELD(link, at),
    FIELD(link, type),
    FIELD(application, first_port),
    FIELD(application, last_port),
    FIELD(application, file),
    FIELD(application, line),
    FIELD(application, transport),
    FIELD(application, program),
    FIELD(application, what),
    FIELD(application, source),
};
enum { FIELDS = sizeof fields / sizeof *fields };

static void man_page_has_the_codes_offsets(void **state)
{
    (void)state;
    char path[4096], line[512], table[32] = "";
    bool seen[FIELDS] = {0};
    snprintf(path, sizeof path, "%s/man/iana-services-index.5", getenv("TOP"));
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        size_t offset, size, i = 0;
        char name[32];
        if (sscanf(line, ".It Sy offset Ta Sy size Ta Sy %31s Ta", table) == 1 ||
            sscanf(line, ".It %zu Ta %zu Ta %31s Ta", &offset, &size, name) != 3)
            continue;
        while (i < FIELDS && (strcmp(fields[i].table, table) != 0 || strcmp(fields[i].name, name) != 0))
            i++;
        if (i == FIELDS || fields[i].offset != offset || fields[i].size != size)
            fail_msg("%s.%s: offset %zu, size %zu is not in the code", table, name, offset, size);
        seen[i] = true;
    }
    fclose(f);
    for (size_t i = 0; i < FIELDS; i++)
        if (!seen[i])
            fail_msg("%s.%s is not in the man page", fields[i].table, fields[i].name);
}

static void man_page_has_the_codes_sections(void **state)
{
    (void)state;
    static const char *const headings[] = {".Ss 1: transports", ".Ss 2: buckets", ".Ss 3: entries",
                                           ".Ss 4: blocks",     ".Ss 5: names",   ".Ss 6: locals"};
    static const int ids[] = {SECTION_TRANSPORTS, SECTION_BUCKETS, SECTION_ENTRIES,
                              SECTION_BLOCKS,     SECTION_NAMES,   SECTION_LOCALS};
    char path[4096], line[512];
    snprintf(path, sizeof path, "%s/man/iana-services-index.5", getenv("TOP"));
    FILE *f = fopen(path, "r");
    size_t found = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        for (size_t i = 0; i < 6; i++)
            if (strncmp(line, headings[i], strlen(headings[i])) == 0) {
                assert_int_equal(ids[i], atoi(line + 4));
                found++;
            }
    fclose(f);
    assert_int_equal(found, 6);
    assert_int_equal(SECTION_TEXT, 16);
    assert_int_equal(SECTION_REFERENCES, 23);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(man_page_has_the_codes_offsets),
        cmocka_unit_test(man_page_has_the_codes_sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
