/* SPDX-License-Identifier: MIT */
/* The CSV parser and the check of texts: what IANA's file has is accepted, anything else is refused with the
   line and the reason. */
#include "support.h"

#include "base/file.h"
#include "registry/parse.h"
#include "registry/text_check.h"

#define TITLES                                                                                    \
    "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date," \
    "Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Note"
#define HEADER TITLES "s\n"
#define REST ",,,,,,,,\n"

static bool read_text(const char *text, size_t length, struct registry *r, struct problem *problem)
{
    char *copy = malloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    struct input in = {copy, length};
    registry_init(r);
    bool done = text_check(in, problem) && parse_csv(in, r, problem);
    free(copy);
    return done;
}

static const char *column(const struct registry *r, size_t row, enum column c)
{
    assert_true(row < r->row_count);
    return registry_text(r, r->rows[row].column[c]);
}

static void quoted_fields(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    const char text[] = HEADER
        "\"a,b\",1,tcp,\"two\nlines\",\"say \"\"hi\"\"\",\"\",,,,,,\"x\ny\nz\"\nlast,2,udp,plain,,,,,,,,n\n";
    assert_true(read_text(text, sizeof text - 1, &r, &problem));
    assert_int_equal(r.row_count, 2);
    assert_string_equal(column(&r, 0, COLUMN_NAME), "a,b");
    assert_string_equal(column(&r, 0, COLUMN_DESCRIPTION), "two\nlines");
    assert_string_equal(column(&r, 0, COLUMN_ASSIGNEE), "say \"hi\"");
    assert_string_equal(column(&r, 0, COLUMN_CONTACT), "");
    assert_string_equal(column(&r, 0, COLUMN_NOTES), "x\ny\nz");
    assert_string_equal(column(&r, 1, COLUMN_NAME), "last");
    assert_string_equal(column(&r, 1, COLUMN_NOTES), "n");
    registry_free(&r);
}

static void crlf_reads_as_lf(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    char text[2048], *out = text;
    for (const char *p = HEADER "a,1,tcp,\"two\nlines\"" REST "b,2,udp,x" REST; *p; p++) {
        if (*p == '\n')
            *out++ = '\r';
        *out++ = *p;
    }
    assert_true(read_text(text, (size_t)(out - text), &r, &problem));
    assert_int_equal(r.row_count, 2);
    assert_string_equal(column(&r, 0, COLUMN_DESCRIPTION), "two\nlines");
    assert_string_equal(column(&r, 1, COLUMN_NOTES), "");
    registry_free(&r);
}

static void all_columns_in_order(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    char ports[12];
    const char text[] =
        HEADER "name,6000-6063,tcp,desc,who,contact,2001-02-03,2004-05,[RFC1],77,unauth,notes\n";
    static const char *const expected[COLUMNS] = {"name",   NULL,      "tcp",        "desc",
                                                  "who",    "contact", "2001-02-03", "2004-05",
                                                  "[RFC1]", "77",      "unauth",     "notes"};
    assert_true(read_text(text, sizeof text - 1, &r, &problem));
    for (int i = 0; i < COLUMNS; i++)
        if (expected[i])
            assert_string_equal(column(&r, 0, (enum column)i), expected[i]);
    assert_string_equal(ports_text(r.rows[0].ports.first, r.rows[0].ports.last, ports), "6000-6063");
    assert_string_equal(registry_text(&r, r.provenance[PROVENANCE_NEWEST_ROW]), "2004-05");
    registry_free(&r);
}

static void refused(void **state)
{
    (void)state;
    static char wide[70000 + 2 * sizeof HEADER], long_name[2 * sizeof HEADER + 600];
    sprintf(wide, HEADER "a,1,tcp,%066000d" REST, 0);
    sprintf(long_name, HEADER "%0256d,1,tcp,x" REST, 0);
    const struct {
        const char *text;
        size_t line;
        const char *what;
    } cases[] = {
        {"", 0, "empty"},
        {"\x1f\x8b\x08", 1, "gzip"},
        {"<!DOCTYPE html>\n<html></html>\n", 1, "HTML"},
        {"<HTML></HTML>\n", 1, "HTML"},
        {"a,b\n1,2\n", 1, "header"},
        {"Service Name,Port Number,Transport Protocol,Description\na,1,tcp" REST, 1, "header"},
        {TITLES "\na,1,tcp" REST, 1, "header"},
        {TITLES "s,More\na,1,tcp" REST, 1, "header"},
        {"name,1,tcp" REST, 1, "header"},
        {HEADER, 0, "no row has a service name"},
        {HEADER ",1,tcp,Reserved" REST, 0, "no row has a service name"},
        {HEADER "a,1,tcp,x" REST "b,2,tcp,x,,,,,,,,", 3,
         "may be cut off; get it again, or add a newline if it is whole"},
        {HEADER "a,1,tcp\n", 2, "3 fields"},
        {HEADER "a,1,tcp,x,,,,,,,,,\n", 2, "13 fields"},
        {HEADER "\n", 0, "no row has a service name"},
        {HEADER "\na,1,tcp,x" REST, 2, "1 field "},
        {HEADER "  \na,1,tcp,x" REST, 2, "1 field "},
        {HEADER "a,1,tcp,\"x\n\nb,2,tcp" REST, 2, "not closed"},
        {HEADER "a,1,tcp,\"x\"y" REST, 2, "after a closing quote"},
        {HEADER "a,1,tcp,x\"y" REST, 2, "quote inside"},
        {HEADER "a,65536,tcp,x" REST, 2, "65536"},
        {HEADER "a,99999999999999999999,tcp,x" REST, 2, "9999"},
        {HEADER "a,9-7,tcp,x" REST, 2, "reversed"},
        {HEADER "a,-7,tcp,x" REST, 2, "-7"},
        {HEADER "a,+7,tcp,x" REST, 2, "+7"},
        {HEADER "a,7-,tcp,x" REST, 2, "7-"},
        {HEADER "a,7x,tcp,x" REST, 2, "7x"},
        {HEADER "a, 7,tcp,x" REST, 2, " 7"},
        {HEADER "a\tb,7,tcp,x" REST, 2, "control character 0x09"},
        {HEADER "\"a\nb\",7,tcp,x" REST, 2, "control character 0x0a"},
        {HEADER "a,7,t p,x" REST, 2, "transport"},
        {HEADER "a,7,t/p,x" REST, 2, "transport"},
        {HEADER "a,1,tcp,\"1\n2\n3\"" REST "b,x,tcp,y" REST, 5, "\"x\""},
        {HEADER "a,1,tcp,\xff" REST, 2, "0xff"},
        {HEADER "a,1,tcp,M\xe4rz" REST, 2, "0xe4 is not valid UTF-8, rather Latin-1"},
        {"Service Name and Transport Protocol Port Number Registry\n\nLast Updated\n", 1,
         "plain text; get IANA's XML or CSV"},
        {"\nPORT NUMBERS\n\n", 1, "plain text; get IANA's XML or CSV"},
        {"Service Name  Port Number  Transport Protocol\n", 1, "plain text; get IANA's XML or CSV"},
        {"# comment\n#\n\nhttp\t80/tcp www\n", 1, "a services(5) file"},
        {"{\"a\": 1}\n", 1, "JSON, not the registry; get IANA's XML or CSV file"},
        {"\n[\n]\n", 1, "JSON, not the registry"},
        {"dn: cn=x,dc=example\ncn: x\n", 1, "LDIF, not the registry; get IANA's XML or CSV file"},
        {"# services\nversion: 1\n\ndn: cn=x\n", 1, "LDIF, not the registry"},
        {"# nmap\ntcpmux\t1/tcp\t0.001995\t# x\n", 1, "an nmap-services file"},
        {"\"Service Name\",\"Port\"\n", 1, "header"},
        {HEADER "a,1,tcp,\xc0\x80" REST, 2, "0xc0"},
        {HEADER "a,1,tcp,\xed\xa0\x80" REST, 2, "0xed"},
        {HEADER "a,1,tcp,\xf4\x90\x80\x80" REST, 2, "0xf4"},
        {HEADER "a,1,tcp,\xe2\x82" REST, 2, "0xe2"},
        {wide, 2, "64 KiB"},
        {long_name, 2, "256 bytes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct registry r;
        struct problem problem = {.line = 999};
        bool read = read_text(cases[i].text, strlen(cases[i].text), &r, &problem);
        if (read || problem.line != cases[i].line || !strstr(problem.what, cases[i].what))
            fail_msg("case %zu: read %d, line %zu, \"%s\"; expected line %zu and \"%s\"", i, read,
                     problem.line, problem.what, cases[i].line, cases[i].what);
        registry_free(&r);
    }
}

/* Reads a text that has a row "a,1,TRANSPORT". */
static void accepted(const char *text, const char *transport, size_t folded)
{
    struct registry r;
    struct problem problem = {0};
    if (!read_text(text, strlen(text), &r, &problem))
        fail_msg("%s: %zu: %s", text, problem.line, problem.what);
    assert_int_equal(r.row_count, 1);
    assert_string_equal(column(&r, 0, COLUMN_NAME), "a");
    assert_string_equal(column(&r, 0, COLUMN_TRANSPORT), transport);
    assert_int_equal(r.folded_transports, folded);
    registry_free(&r);
}

static void files_as_programs_write_them(void **state)
{
    (void)state;
    accepted("\xef\xbb\xbf" HEADER "a,1,tcp,x" REST, "tcp", 0);
    accepted(HEADER "a,1,TCP,x" REST, "tcp", 1);
    accepted(HEADER "a,1,Udp,x" REST "\n", "udp", 1);
    accepted(HEADER "a,1,tcp,x" REST "\r\n\r\n", "tcp", 0);
    accepted(HEADER "a,1,tcp,x" REST "  \t\n \r\n", "tcp", 0);
    accepted(
        "\"Service Name\",\"Port Number\",\"Transport Protocol\",\"Description\",\"Assignee\",\"Contact\","
        "\"Registration Date\",\"Modification Date\",\"Reference\",\"Service Code\","
        "\"Unauthorized Use Reported\",\"Assignment Notes\"\na,1,tcp,x" REST,
        "tcp", 0);
    accepted(
        "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,"
        "Modification Date,Reference,Service Code,Known Unauthorized Uses,Assignment Notes\na,1,tcp,x" REST,
        "tcp", 0);
}

static void named(const char *text, size_t length, const char *what)
{
    struct registry r;
    struct problem problem;
    assert_false(read_text(text, length, &r, &problem));
    if (!strstr(problem.what, what))
        fail_msg("\"%s\", not \"%s\"", problem.what, what);
    registry_free(&r);
}

static void utf16_and_utf32_are_named(void **state)
{
    (void)state;
    named("\xff\xfe\x53\0e\0r\0\n\0", 10, "UTF-16; run iconv");
    named("\xfe\xff\0S\0e\0r\0\n", 10, "UTF-16; run iconv");
    named("S\0e\0r\0v\0\n\0", 10, "UTF-16; run iconv");
    named("\xff\xfe\0\0S\0\0\0e\0\0\0", 12, "UTF-32; run iconv -f UTF-32");
    named("\0\0\xfe\xff\0\0\0S\0\0\0e", 12, "UTF-32; run iconv");
    named("S\0\0\0e\0\0\0\n\0\0\0", 12, "UTF-32; run iconv");
    named("\0\0\0S\0\0\0e\0\0\0\n", 12, "UTF-32; run iconv");
    named("S\0\0\n", 4, "NUL byte");
}

static void nul_byte(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    const char text[] = HEADER "a,1,tcp,x\0y" REST;
    assert_false(read_text(text, sizeof text - 1, &r, &problem));
    assert_int_equal(problem.line, 2);
    assert_non_null(strstr(problem.what, "NUL"));
    registry_free(&r);
}

static void too_many_entries(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    char text[sizeof HEADER + 40 * 40];
    char *p = stpcpy(text, HEADER);
    for (int i = 0; i < 40; i++)
        p += sprintf(p, "n%d,0-65535,tcp,x" REST, i);
    assert_false(read_text(text, (size_t)(p - text), &r, &problem));
    assert_int_equal(problem.line, 34); /* the 33rd range of 65,536 exceeds 16 MiB of 8-byte entries */
    assert_non_null(strstr(problem.what, "16 MiB"));
    registry_free(&r);
}

static void utf8_passes(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    const char text[] = HEADER "a,1,tcp,caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8c\x8d" REST;
    assert_true(read_text(text, sizeof text - 1, &r, &problem));
    assert_string_equal(column(&r, 0, COLUMN_DESCRIPTION), "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8c\x8d");
    registry_free(&r);
}

static void an_index_is_no_registry(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    char text[] = FORMAT_MAGIC;
    registry_init(&r);
    assert_false(parse_registry((struct input){text, sizeof text - 1}, &r, &problem));
    assert_non_null(strstr(problem.what, "an index, not a registry"));
    registry_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_fields),
        cmocka_unit_test(crlf_reads_as_lf),
        cmocka_unit_test(all_columns_in_order),
        cmocka_unit_test(refused),
        cmocka_unit_test(files_as_programs_write_them),
        cmocka_unit_test(utf16_and_utf32_are_named),
        cmocka_unit_test(nul_byte),
        cmocka_unit_test(too_many_entries),
        cmocka_unit_test(utf8_passes),
        cmocka_unit_test(an_index_is_no_registry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
