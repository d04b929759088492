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
    assert_int_equal(target.last_port, port);
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
    is_port("tcp/80", 80, "tcp");
    is_port("UDP/53", 53, "udp");
}

/* What programs print before a port. */
static void test_hosts(void **state)
{
    (void)state;
    is_port(":443", 443, "");
    is_port("*:80", 80, "");
    is_port("127.0.0.1:6443", 6443, "");
    is_port("127.0.0.53%lo:53/udp", 53, "udp");
    is_port("[::1]:53", 53, "");
    is_port("[fe80::1]%eth0:546", 546, "");
    is_port(":::22", 22, "");
    is_name("host:https", "https", "");
    is_name("::1", "::1", "");
    is_name("fe80::1:80", "fe80::1:80", "");
    is_name("[::1", "[::1", "");
}

static void test_ranges(void **state)
{
    (void)state;
    const char *const texts[] = {"6000-6063", "6000-6063/udp", "udp/6000-6063", "host:6000-6063/udp"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct target target;
        assert_true(target_parse(&none, texts[i], &target));
        assert_true(target.is_port);
        assert_int_equal(target.port, 6000);
        assert_int_equal(target.last_port, 6063);
        if (i > 0)
            assert_string_equal(target.transport, "udp");
    }
    is_port("7-7", 7, "");
    is_name("6000-", "6000-", "");
    is_name("3com-tsmux", "3com-tsmux", "");
    is_name("1-2-3", "1-2-3", "");
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
    const char *const bad[] = {"",          "/tcp",    "_._tcp", "65536",  "99999999999999999999/tcp",
                               "6063-6000", "0-65536", "host:",  "[::1]:", "host:65536",
                               longest};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(target_parse(&none, bad[i], &target));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ports), cmocka_unit_test(test_hosts),
                                       cmocka_unit_test(test_ranges), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_neither)};
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
