/* SPDX-License-Identifier: MIT */
/* What a person may ask for: ports, names, transports, and what is neither. */
#include "support.h"

#include "view/target.h"

/* An index that was not opened knows no names: "cl/1" can only be told from a transport by
   one, so the slash splits. doctor asks so where there is no index. */
static const struct index none;

static void is_port(const char *text, uint16_t port, const char *transport)
{
    struct target q;
    assert_true(target_parse(&none, text, &q));
    assert_true(q.is_port);
    assert_int_equal(q.port, port);
    assert_string_equal(q.transport ? q.transport : "", transport);
}

static void is_name(const char *text, const char *name, const char *transport)
{
    struct target q;
    assert_true(target_parse(&none, text, &q));
    assert_false(q.is_port);
    assert_string_equal(q.name, name);
    assert_string_equal(q.transport ? q.transport : "", transport);
}

static void test_ports(void **state)
{
    (void)state;
    is_port("0", 0, "");
    is_port("65535", 65535, "");
    is_port("080", 80, "");
    is_port("80/tcp", 80, "tcp");
    is_port("80/DCCP", 80, "dccp");
}

static void test_names(void **state)
{
    (void)state;
    is_name("http", "http", "");
    is_name("http/udp", "http", "udp");
    is_name("cl/1", "cl/1", "");
    is_name("cl/1/tcp", "cl/1", "tcp");
    is_name("914c/g", "914c/g", "");
    is_name("_http._tcp", "http", "tcp");
    is_name("_http._TCP.local.", "http", "tcp");
    is_name("_http._what", "_http._what", "");
    is_name("z39.50", "z39.50", "");
}

static void test_neither(void **state)
{
    (void)state;
    struct target q;
    char longest[300];
    memset(longest, 'a', sizeof longest);
    longest[255] = '\0';
    is_name(longest, longest, "");
    longest[255] = 'a';
    longest[256] = '\0';
    const char *const bad[] = {"", "/tcp", "_._tcp", "65536", "99999999999999999999/tcp", longest};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(target_parse(&none, bad[i], &q));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ports), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_neither)};
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
