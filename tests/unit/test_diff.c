/* SPDX-License-Identifier: MIT */
/* registry_diff: each kind of difference, and the counts that `update' compares with its limits. */
#include "support.h"

#include "cli/diff_print.h"
#include "registry/difference.h"
#include "registry/parse.h"

#define HEADER                                                                                    \
    "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date," \
    "Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes\n"
#define REST ",,,,,,,,\n"

static void read_rows(const char *rows, struct registry *r)
{
    struct problem problem;
    char *text = NULL;
    int n = asprintf(&text, HEADER "%s", rows);
    registry_init(r);
    if (!parse_csv((struct input){text, (size_t)n}, r, &problem))
        fail_msg("line %zu: %s", problem.line, problem.what);
    free(text);
}

/* Check the differences as lines, and the counts as "old_keys new_keys +added -removed ~changed". */
static void differs(const char *old, const char *new, const char *lines, const char *counts)
{
    struct registry a, b;
    struct diff d;
    struct buffer text = {0};
    char counted[100];
    size_t kinds = 0;
    read_rows(old, &a);
    read_rows(new, &b);
    registry_diff(&a, &b, &d);
    for (size_t i = 0; i < d.count; i++)
        diff_text(&d.item[i], false, &text);
    for (int k = 0; k < DIFF_KINDS; k++)
        kinds += d.kinds[k];
    buffer_add(&text, "", 1);
    snprintf(counted, sizeof counted, "%zu %zu +%zu -%zu ~%zu", d.old_keys, d.new_keys, d.added, d.removed,
             d.changed);
    assert_string_equal((char *)text.data, lines);
    assert_string_equal(counted, counts);
    assert_int_equal(kinds, d.count);
    free(text.data);
    diff_free(&d);
    registry_free(&a);
    registry_free(&b);
}

#define A "a,1,tcp,first" REST
#define B "b,2,udp,second" REST
#define C "c,3,tcp,third" REST

static void equal(void **state)
{
    (void)state;
    differs(A B, A B, "", "2 2 +0 -0 ~0");
    differs(A B, B A, "", "2 2 +0 -0 ~0");
}

static void added_and_removed(void **state)
{
    (void)state;
    differs(A, A B, "+ 2/udp b: second\n", "1 2 +1 -0 ~0");
    differs(A B C, B, "- 1/tcp a: first\n- 3/tcp c: third\n", "3 1 +0 -2 ~0");
    differs(A, A "b,2,,both" REST, "+ 2 b: both\n", "1 3 +2 -0 ~0");
    differs(A, A "b,2,udp," REST, "+ 2/udp b\n", "1 2 +1 -0 ~0");
}

static void renamed(void **state)
{
    (void)state;
    differs(A, "x,1,tcp,first" REST, "= 1/tcp a -> x\n", "1 1 +0 -0 ~1");
    differs(A, A "x,1,tcp,alias" REST, "= 1/tcp a -> a x\n", "1 1 +0 -0 ~1");
    differs(A "x,1,tcp,alias" REST, "x,1,tcp,alias" REST A, "= 1/tcp a x -> x a\n", "1 1 +0 -0 ~1");
    /* A name that is kept may differ itself. */
    differs(A, "a,1,tcp,other" REST "x,1,tcp,alias" REST,
            "= 1/tcp a -> a x\n~ 1/tcp a: description: \"first\" -> \"other\"\n", "1 1 +0 -0 ~1");
}

static void renamed_rows_that_change(void **state)
{
    (void)state;
    /* As 3283/tcp in 2025-01. */
    differs("net assistant,3283,tcp,Net Assistant" REST,
            "net-assistant,3283,tcp,Net Assistant,[Michael_Stein],[Michael_Stein],,2025-01-23,,,,\n",
            "= 3283/tcp net assistant -> net-assistant\n"
            "~ 3283/tcp net-assistant: assignee: \"\" -> \"[Michael_Stein]\"; "
            "contact: \"\" -> \"[Michael_Stein]\"; modified: \"\" -> \"2025-01-23\"\n",
            "0 1 +1 -0 ~0"); /* a name with a blank answers nothing, so one is added */
    /* Several rows are renamed in their order; b keeps its name, z is new. */
    differs(A "b,1,tcp,b" REST "c,1,tcp,third" REST,
            "x,1,tcp,FIRST" REST "b,1,tcp,b" REST "y,1,tcp,THIRD" REST "z,1,tcp,new" REST,
            "= 1/tcp a b c -> x b y z\n~ 1/tcp x: description: \"first\" -> \"FIRST\"\n"
            "~ 1/tcp y: description: \"third\" -> \"THIRD\"\n",
            "1 1 +0 -0 ~1");
    differs("x,10-19,tcp,X" REST, "y,10-19,tcp,Y" REST,
            "= 10-19/tcp x -> y\n~ 10-19/tcp y: description: \"X\" -> \"Y\"\n", "10 10 +0 -0 ~10");
}

/* A row without a transport is for tcp and udp, and one difference. */
static void rows_without_a_transport(void **state)
{
    (void)state;
    differs(A "b,2,,both" REST, A, "- 2 b: both\n", "3 1 +0 -2 ~0");
    differs("b,2,,both" REST, "c,2,,BOTH" REST, "= 2 b -> c\n~ 2 c: description: \"both\" -> \"BOTH\"\n",
            "2 2 +0 -0 ~2");
    differs("b,2-9,,both" REST, "b,12-19,,both" REST, "> 2-9 b -> 12-19\n", "16 16 +16 -16 ~0");
    differs("b,2,,both" REST, "b,2,,both" REST "x,2,tcp,x" REST, "= 2/tcp b -> b x\n", "2 2 +0 -0 ~1");
    /* Not the same for tcp and udp. */
    differs("x,2,tcp,x" REST, "x,2,tcp,x" REST "b,2,,both" REST, "= 2/tcp x -> x b\n+ 2/udp b: both\n",
            "1 2 +1 -0 ~1");
    differs("b,2,,both" REST, "b,3,tcp,both" REST,
            "> 2/tcp b -> 3/tcp; transport: \"\" -> \"tcp\"\n- 2/udp b: both\n", "2 1 +1 -2 ~0");
    differs("b,2,,b" REST "d,2,,d" REST, "d,,tcp,d" REST,
            "- 2/tcp b: b\n> 2/tcp d -> -/tcp; transport: \"\" -> \"tcp\"\n- 2/udp b d: b\n", "2 0 +0 -2 ~0");
    differs("b,2-9,,both" REST, "b,2-9,,both" REST "b,10,tcp,both" REST "c,10,,c" REST,
            "+ 10/tcp b c: both\n+ 10/udp c: c\n", "16 18 +2 -0 ~0");
}

static void moved(void **state)
{
    (void)state;
    differs(A B, "a,9,tcp,first" REST B, "> 1/tcp a -> 9/tcp\n", "2 2 +1 -1 ~0");
    differs(A B, "a,9,tcp,other" REST B, "> 1/tcp a -> 9/tcp; description: \"first\" -> \"other\"\n",
            "2 2 +1 -1 ~0");
    /* Another transport is another service. */
    differs(A B, "a,9,udp,first" REST B, "- 1/tcp a: first\n+ 9/udp a: first\n", "2 2 +1 -1 ~0");
    /* One of two names moves, the other is removed. */
    differs(A "x,1,tcp,alias" REST B, B "x,9,tcp,alias" REST, "- 1/tcp a: first\n> 1/tcp x -> 9/tcp\n",
            "2 2 +1 -1 ~0");
    differs("x,1,tcp,alias" REST A B, B "x,9,tcp,alias" REST, "- 1/tcp a: first\n> 1/tcp x -> 9/tcp\n",
            "2 2 +1 -1 ~0");
    /* The port that it leaves gets another name. */
    differs(A B, "x,1,tcp,first" REST B "a,9,tcp,first" REST, "> 1/tcp a -> 9/tcp\n+ 1/tcp x: first\n",
            "2 3 +1 -0 ~1");
    differs("x,1,tcp,first" REST B "a,9,tcp,first" REST, A B, "- 1/tcp x: first\n> 9/tcp a -> 1/tcp\n",
            "3 2 +0 -1 ~1");
    /* It keeps another name, which may be renamed; a name that moved is not told twice. */
    differs(A "b,1,tcp,b" REST, "b,1,tcp,b" REST "a,9,tcp,first" REST, "> 1/tcp a -> 9/tcp\n",
            "1 2 +1 -0 ~1");
    differs(A "b,1,tcp,b" REST, "c,1,tcp,c" REST "a,9,tcp,first" REST,
            "= 1/tcp b -> c\n> 1/tcp a -> 9/tcp\n~ 1/tcp c: description: \"b\" -> \"c\"\n", "1 2 +1 -0 ~1");
    differs("x,10-19,tcp,X" REST, "y,10-19,tcp,Y" REST "x,30-39,tcp,X" REST,
            "> 10-19/tcp x -> 30-39/tcp\n+ 10-19/tcp y: Y\n", "10 20 +10 -0 ~10");
    /* Two swap their ports. */
    differs(A "c,3,tcp,third" REST, "c,1,tcp,third" REST "a,3,tcp,first" REST,
            "> 1/tcp a -> 3/tcp\n> 3/tcp c -> 1/tcp\n", "2 2 +0 -0 ~2");
    /* It gets a port. */
    differs("a,,tcp,first" REST B, A B, "> -/tcp a -> 1/tcp\n", "1 2 +1 -0 ~0");
    /* A name that is added to another port and keeps its own has not moved. */
    differs(A B, A B "a,9,tcp,first" REST, "+ 9/tcp a: first\n", "2 3 +1 -0 ~0");
}

static void changed_columns(void **state)
{
    (void)state;
    differs("a,1,tcp,d,as,co,2001-01-01,2002-01-01,[r],7,un,no\n",
            "a,1,tcp,D,AS,CO,2001-01-02,2002-01-02,[R],8,UN,NO\n",
            "~ 1/tcp a: description: \"d\" -> \"D\"; assignee: \"as\" -> \"AS\"; contact: \"co\" -> \"CO\"; "
            "registered: \"2001-01-01\" -> \"2001-01-02\"; modified: \"2002-01-01\" -> \"2002-01-02\"; "
            "reference: \"[r]\" -> \"[R]\"; service_code: \"7\" -> \"8\"; "
            "unauthorized_use: \"un\" -> \"UN\"; notes: \"no\" -> \"NO\"\n",
            "1 1 +0 -0 ~1");
    differs("a,1,,first" REST, A, "~ 1/tcp a: transport: \"\" -> \"tcp\"\n- 1/udp a: first\n",
            "2 1 +0 -1 ~1");
}

static void ranges_are_one_line(void **state)
{
    (void)state;
    differs(A, A "x11,6000-6063,tcp,X" REST, "+ 6000-6063/tcp x11: X\n", "1 65 +64 -0 ~0");
    differs("x11,6000-6063,,X" REST, "x11,6000-6063,,Y" REST,
            "~ 6000-6063 x11: description: \"X\" -> \"Y\"\n", "128 128 +0 -0 ~128");
    differs("x11,6000-6063,tcp,X" REST, "x11,6000-6061,tcp,X" REST, "- 6062-6063/tcp x11: X\n",
            "64 62 +0 -2 ~0");
    differs("x,10-19,tcp,X" REST, "y,10-19,tcp,X" REST, "= 10-19/tcp x -> y\n", "10 10 +0 -0 ~10");
    differs(A "x,10-19,tcp,X" REST, A "x,30-39,tcp,X" REST, "> 10-19/tcp x -> 30-39/tcp\n",
            "11 11 +10 -10 ~0");
    /* Another name, another description or a gap starts another line. */
    differs(A, A "x,10,tcp,X" REST "y,11,tcp,X" REST "x,12,tcp,X" REST "x,13,tcp,Z" REST "x,15,tcp,Z" REST,
            "+ 10/tcp x: X\n+ 11/tcp y: X\n+ 12/tcp x: X\n+ 13/tcp x: Z\n+ 15/tcp x: Z\n", "1 6 +5 -0 ~0");
}

static void rows_without_name_or_port(void **state)
{
    (void)state;
    differs(A, A "p,,tcp,DNS-SD" REST, "+ -/tcp p: DNS-SD\n", "1 1 +0 -0 ~0");
    differs(A "p,,tcp,old" REST, A "p,,tcp,new" REST, "~ -/tcp p: description: \"old\" -> \"new\"\n",
            "1 1 +0 -0 ~0");
    differs(A ",5-9,,Unassigned" REST, A ",5-8,,Unassigned" REST, "+ 5-8: Unassigned\n- 5-9: Unassigned\n",
            "1 1 +0 -0 ~0");
    differs(A ",5,tcp,Reserved" REST, A ",5,tcp,Unassigned" REST,
            "~ 5/tcp: description: \"Reserved\" -> \"Unassigned\"\n", "1 1 +0 -0 ~0");
    /* Two rows of one key: the second is added or removed alone. */
    differs(A "p,,tcp,x" REST, A "p,,tcp,x" REST "p,,tcp,y" REST, "+ -/tcp p: y\n", "1 1 +0 -0 ~0");
    differs(A ",5,tcp,x" REST ",5,tcp,y" REST, A ",5,tcp,x" REST, "- 5/tcp: y\n", "1 1 +0 -0 ~0");
}

static void order_is_by_port(void **state)
{
    (void)state;
    differs(A,
            "z,,tcp,z" REST "c,70,udp,c" REST ",65,,Reserved" REST "b,70,tcp,b" REST "o,700,ddp,o" REST
            "a,700,sctp,a" REST,
            "- 1/tcp a: first\n+ 65: Reserved\n+ 70/tcp b: b\n"
            "+ 70/udp c: c\n+ 700/sctp a: a\n+ 700/ddp o: o\n+ -/tcp z: z\n",
            "1 4 +4 -1 ~0");
}

#define TEN "0123456789"
#define SIXTY TEN TEN TEN TEN TEN TEN

static void long_and_hostile_texts(void **state)
{
    (void)state;
    differs(A, A "b,2,tcp,\"two\nlines\"" REST, "+ 2/tcp b: two...\n", "1 2 +1 -0 ~0");
    differs(A, A "b,2,tcp,\033[31mred" REST, "+ 2/tcp b: \\x1b[31mred\n", "1 2 +1 -0 ~0");
    differs(A, A "b,2,tcp," SIXTY TEN TEN TEN "012345678\xc3\xa9" REST,
            "+ 2/tcp b: " SIXTY TEN TEN TEN "012345678...\n", "1 2 +1 -0 ~0");
    differs("a,1,tcp," SIXTY REST, "a,1,tcp,\"x\ny\"" REST,
            "~ 1/tcp a: description: \"" SIXTY "\" -> \"x\\x0ay\"\n", "1 1 +0 -0 ~1");
    differs("a,1,tcp," SIXTY TEN "old" REST, "a,1,tcp," SIXTY TEN "new" REST,
            "~ 1/tcp a: description: \"..." TEN TEN "old\" -> \"..." TEN TEN "new\"\n", "1 1 +0 -0 ~1");
    /* Never cut inside a character. */
    differs("a,1,tcp,\xc3\xa9" SIXTY REST, "a,1,tcp,\xc3\xa8" SIXTY REST,
            "~ 1/tcp a: description: \"\xc3\xa9" TEN TEN TEN TEN TEN
            "01234567...\" -> \"\xc3\xa8" TEN TEN TEN TEN TEN "01234567...\"\n",
            "1 1 +0 -0 ~1");
    differs("a,1,tcp," SIXTY "\xc3\xa9" TEN "123456789x" REST,
            "a,1,tcp," SIXTY "\xc3\xa9" TEN "123456789y" REST,
            "~ 1/tcp a: description: \"..." TEN "123456789x\" -> \"..." TEN "123456789y\"\n", "1 1 +0 -0 ~1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal),
        cmocka_unit_test(added_and_removed),
        cmocka_unit_test(renamed),
        cmocka_unit_test(renamed_rows_that_change),
        cmocka_unit_test(rows_without_a_transport),
        cmocka_unit_test(moved),
        cmocka_unit_test(changed_columns),
        cmocka_unit_test(ranges_are_one_line),
        cmocka_unit_test(rows_without_name_or_port),
        cmocka_unit_test(order_is_by_port),
        cmocka_unit_test(long_and_hostile_texts),
    };
    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
