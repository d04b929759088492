/* SPDX-License-Identifier: MIT */
/* Targets of show and doctor: ports, names, transports, and what is neither. */
#include "support.h"

#include "view/target.h"

/* An index that was not opened has no names; doctor parses with it if there is no index. */
static const struct index none;

static void is_port(const char *text, uint16_t port, const char *transport)
{
    struct target target;
    assert_true(target_parse(&none, text, &target));
    assert_true(target.is_port);
    assert_int_equal(target.port, port);
    assert_string_equal(target.transport ? target.transport : "", transport);
}

static void is_name(const char *text, const char *name, const char *transport)
{
    struct target target;
    assert_true(target_parse(&none, text, &target));
    assert_false(target.is_port);
    assert_string_equal(target.name, name);
    assert_string_equal(target.transport ? target.transport : "", transport);
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
    struct target target;
    char longest[300];
    memset(longest, 'a', sizeof longest);
    longest[255] = '\0';
    is_name(longest, longest, "");
    longest[255] = 'a';
    longest[256] = '\0';
    const char *const bad[] = {"", "/tcp", "_._tcp", "65536", "99999999999999999999/tcp", longest};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(target_parse(&none, bad[i], &target));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ports), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_neither)};
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
