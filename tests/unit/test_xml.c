/* SPDX-License-Identifier: MIT */
/* The XML parser: its rows equal those of IANA's CSV file of the same day; what is not IANA's XML is refused
   with the line and the reason. */
#include "support.h"

#include "base/file.h"
#include "registry/parse.h"

#define START                                  \
    "<?xml version='1.0' encoding='UTF-8'?>\n" \
    "<registry xmlns=\"http://www.iana.org/assignments\" id=\"x\">\n<updated>2026-01-02</updated>\n"
#define RECORD "<record><name>a</name><protocol>tcp</protocol><number>1</number></record>\n"
#define END "</registry>\n"

static bool read_text(const char *text, struct registry *r, struct problem *problem)
{
    struct input in = {strdup(text), strlen(text)};
    registry_init(r);
    bool done = parse_registry(in, r, problem);
    free(in.bytes);
    return done;
}

static const char *column(const struct registry *r, size_t row, enum column c)
{
    assert_true(row < r->row_count);
    return registry_text(r, r->rows[row].column[c]);
}

static void all_fields(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem = {0};
    char ports[12];
    if (!read_text(
            START
            "<record date=\"2001-02-03\" updated=\"2004-05-06\">\n"
            "  <name>serv</name><protocol>tcp</protocol><assignee><xref type=\"person\" data=\"Who\"/></assignee>\n"
            "  <xref type=\"person\" data=\"Contact_1\"/><description>Line one<br/><br/>\n"
            "line <xref type=\"rfc\" data=\"rfc2\"/> two</description><xref type=\"rfc\" data=\"rfc3\"/>\n"
            "  <xref type=\"uri\" data=\"https://example.net/doc\">The doc</xref>"
            "<xref type=\"draft\" data=\"draft-x-y\"/>\n"
            "  <xref type=\"note\" data=\"1\"/><number>5-7</number><sc>77</sc>"
            "<unauthorized>used &amp; abused\n    </unauthorized>\n"
            "  <note>one \n      two <xref type=\"person\" data=\"Third\"/></note><note/>\n</record>\n"
            "<record><name>b</name><xref type=\"person\" data=\"Only\"/><number/></record>\n"
            "<footnote anchor=\"1\">A <xref type=\"rfc\" data=\"rfc9\"/> footnote.</footnote>\n"
            "<people><person id=\"Who\"><name>Who Is</name><org>Org</org><uri>mailto:who&amp;example.net</uri>\n"
            "<uri>https://example.net/</uri><updated>2020-01</updated></person></people>\n" END,
            &r, &problem))
        fail_msg("line %zu: %s", problem.line, problem.what);
    assert_int_equal(r.row_count, 2);
    assert_string_equal(column(&r, 0, COLUMN_NAME), "serv");
    assert_string_equal(ports_text(r.rows[0].ports.first, r.rows[0].ports.last, ports), "5-7");
    assert_string_equal(column(&r, 0, COLUMN_TRANSPORT), "tcp");
    assert_string_equal(column(&r, 0, COLUMN_DESCRIPTION), "Line one\nline [RFC2] two");
    assert_string_equal(column(&r, 0, COLUMN_ASSIGNEE), "[Who]");
    assert_string_equal(column(&r, 0, COLUMN_CONTACT), "[Contact_1]");
    assert_string_equal(column(&r, 0, COLUMN_REGISTERED), "2001-02-03");
    assert_string_equal(column(&r, 0, COLUMN_MODIFIED), "2004-05-06");
    assert_string_equal(column(&r, 0, COLUMN_REFERENCE), "[RFC3][The doc][draft-x-y][1]");
    assert_string_equal(column(&r, 0, COLUMN_SERVICE_CODE), "77");
    assert_string_equal(column(&r, 0, COLUMN_UNAUTHORIZED), "used & abused");
    assert_string_equal(column(&r, 0, COLUMN_NOTES), "one two [Third]");
    assert_string_equal(column(&r, 1, COLUMN_ASSIGNEE), "[Only]");
    assert_false(ports_any(r.rows[1].ports));
    assert_string_equal(registry_text(&r, r.provenance[PROVENANCE_DATE]), "2026-01-02");

    assert_int_equal(r.person_count, 1);
    assert_string_equal(registry_text(&r, r.people[0].id), "Who");
    assert_string_equal(registry_text(&r, r.people[0].name), "Who Is");
    assert_string_equal(registry_text(&r, r.people[0].org), "Org");
    assert_string_equal(registry_text(&r, r.people[0].uri), "mailto:who&example.net\nhttps://example.net/");
    assert_string_equal(registry_text(&r, r.people[0].updated), "2020-01");

    bool link = false, footnote = false; /* but none whose label tells the same */
    assert_int_equal(r.reference_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const char *label = registry_text(&r, r.references[i].label),
                   *data = registry_text(&r, r.references[i].data);
        link |= strcmp(label, "The doc") == 0 && strcmp(data, "https://example.net/doc") == 0 &&
                strcmp(registry_text(&r, r.references[i].type), "uri") == 0;
        footnote |= strcmp(label, "1") == 0 && strcmp(data, "A [RFC9] footnote.") == 0 &&
                    strcmp(registry_text(&r, r.references[i].type), "note") == 0;
    }
    assert_true(link && footnote);
    registry_free(&r);
}

static void head_and_links(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem = {0};
    if (!read_text(
            "\xef\xbb\xbf<registry xmlns=\"http://www.iana.org/assignments\" id=\"x\"><title> T </title>\n"
            "<xref type=\"rfc\" data=\"rfc2\" section=\"3\"/><note title=\"N\">\na\n\n  b <xref type=\"rfc\" data=\"rfc1\" section=\"\"/>\n"
            "</note><caf\xc3\xa9>no name of ours</caf\xc3\xa9><updated>2026-01-02</updated>\n"
            "<record><name>a</name><protocol>TCP</protocol><number>5-5</number><description>  [RFC1] \n"
            "  and <xref type=\"person\" data=\"P\"/></description>"
            "<note xml:space=\"preserve\"> x\n\n[y]</note></record>\n" END,
            &r, &problem))
        fail_msg("line %zu: %s", problem.line, problem.what);
    static const char *const head[][3] = {{"id", "", "x"},
                                          {"title", "", "T"},
                                          {"xref", "rfc", "[RFC2, Section 3]"},
                                          {"note", "N", "a\n\n  b [RFC1]"},
                                          {"updated", "", "2026-01-02"}};
    assert_int_equal(r.head_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(registry_text(&r, r.head[i].key), head[i][0]);
        assert_string_equal(registry_text(&r, r.head[i].title), head[i][1]);
        assert_string_equal(registry_text(&r, r.head[i].text), head[i][2]);
    }
    assert_string_equal(column(&r, 0, COLUMN_DESCRIPTION), "[RFC1] and [P]");
    assert_string_equal(column(&r, 0, COLUMN_NOTES), " x\n\n[y]");
    assert_string_equal(column(&r, 0, COLUMN_TRANSPORT), "tcp");
    assert_true(r.rows[0].is_range && r.folded_transports == 1);
    assert_int_equal(r.link_count, 2); /* in the note of the head, the description */
    for (size_t i = 0; i < 2; i++) {
        const char *type = registry_text(&r, r.links[i].type), *text = registry_text(&r, r.links[i].text);
        assert_int_equal(text[r.links[i].at], '[');
        assert_string_equal(type, strstr(text, "[P]") ? "person" : "rfc");
    }
    assert_int_equal(r.reference_count, 1);
    assert_string_equal(registry_text(&r, r.references[0].section), "3");
    assert_string_equal(registry_text(&r, r.references[0].data), "rfc2");
    registry_free(&r);
}

static void refused(void **state)
{
    (void)state;
    static char deep[4096], wide[80000];
    char *p = stpcpy(deep, START);
    for (int i = 0; i < 17; i++)
        p = stpcpy(p, i < 16 ? "<record>" : "<record>\n");
    sprintf(wide, START "<record><name>a</name><description>%066000d</description></record>\n" END, 0);
    const struct {
        const char *text;
        size_t line;
        const char *what;
    } cases[] = {
        {START RECORD, 5, "cut off"},
        {START "<record><name>a</name>\n", 5, "cut off"},
        {START RECORD "<record><na\n", 5, "cut off"},
        {"<!DOCTYPE registry [<!ENTITY a \"b\">]>\n" START END, 1, "DOCTYPE"},
        {"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html/>\n", 2, "DOCTYPE"},
        {"<!doctype html>\n<html></html>\n", 1, "HTML"},
        {"<registry/>\n", 1, "root element"},
        {"<feed xmlns=\"http://www.iana.org/assignments\"/>\n", 1, "root element"},
        {START END, 0, "no row has a service name"},
        {START "<record><number>1</number></record>\n" END, 0, "no row has a service name"},
        {deep, 4, "nested"},
        {wide, 4, "64 KiB"},
        {START "<record><name>a</name>\n<number>70000</number></record>\n" END, 4, "70000"},
        {START RECORD "<record>\n<name>b</name><number>9-7</number></record>\n" END, 5, "reversed"},
        {START "<record><name>a</name><number>+1</number></record>\n" END, 4, "+1"},
        {START "<record><name>a&#9;b</name></record>\n" END, 4, "control character"},
        {START "<record><name>a</b></record>\n" END, 4, "not well-formed"},
        {START "<record>&nosuch;</record>\n" END, 4, "not well-formed"},
        {START RECORD END "trailing\n", 6, "not well-formed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct registry r;
        struct problem problem = {.line = 999};
        bool read = read_text(cases[i].text, &r, &problem);
        if (read || problem.line != cases[i].line || !strstr(problem.what, cases[i].what))
            fail_msg("case %zu: read %d, line %zu, \"%s\"; expected line %zu and \"%s\"", i, read,
                     problem.line, problem.what, cases[i].line, cases[i].what);
        registry_free(&r);
    }
}

static void invalid_date(void **state)
{
    (void)state;
    struct registry r;
    struct problem problem;
    assert_true(read_text("<registry xmlns=\"http://www.iana.org/assignments\"><updated>../../etc</updated>\n"
                          "<record updated=\"2003-04-05\"><name>a</name></record></registry>\n",
                          &r, &problem));
    assert_string_equal(registry_text(&r, r.provenance[PROVENANCE_NEWEST_ROW]), "2003-04-05");
    registry_free(&r);
}

static bool read_shared(const char *name, struct registry *r)
{
    struct input in;
    struct problem problem = {0};
    char *path;
    if (asprintf(&path, "%s/../shared/registry/%s", getenv("TOP"), name) < 0)
        abort();
    registry_init(r);
    bool there = file_read(path, &in, &problem) == 0;
    if (there && !parse_registry(in, r, &problem))
        fail_msg("%s:%zu: %s", path, problem.line, problem.what);
    if (there)
        free(in.bytes);
    else
        registry_free(r);
    free(path);
    return there;
}

static void rows_equal_those_of_the_csv(void **state)
{
    (void)state;
    struct registry csv, xml;
    if (!read_shared("2026-02-13.csv", &csv) || !read_shared("2026-02-13.xml", &xml)) {
        puts("# the registry of one day in both formats is not in the repository");
        skip();
    }
    assert_int_equal(csv.row_count, 14499);
    assert_int_equal(xml.row_count, csv.row_count);
    size_t differ = 0;
    for (size_t i = 0; i < csv.row_count; i++)
        for (int c = 0; c < COLUMNS; c++) {
            const char *a = column(&csv, i, (enum column)c), *b = column(&xml, i, (enum column)c);
            struct ports x = csv.rows[i].ports, y = xml.rows[i].ports;
            if (x.first == y.first && x.last == y.last && strcmp(a, b) == 0)
                continue;
            if (++differ < 20)
                printf("row %zu column %d:\n  csv \"%s\"\n  xml \"%s\"\n", i, c, a, b);
        }
    assert_int_equal(differ, 0);
    assert_true(xml.person_count > 5000);
    registry_free(&csv);
    registry_free(&xml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_fields),
        cmocka_unit_test(head_and_links),
        cmocka_unit_test(refused),
        cmocka_unit_test(invalid_date),
        cmocka_unit_test(rows_equal_those_of_the_csv),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
