/* SPDX-License-Identifier: MIT */
/* The buffer that the caller of a lookup gives: each length from 0 on at 16 alignments, before
   a page that is not mapped. */
#include "module.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

static char *page; /* a page; the next one is not mapped */
static size_t page_size;

static int make_pages(void **state)
{
    page_size = (size_t)sysconf(_SC_PAGESIZE);
    page = mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED || mprotect(page + page_size, page_size, PROT_NONE) != 0)
        return -1;
    return load_module(state);
}

/* One with aliases, and one without. */
static const struct wanted {
    int port;
    const char *name, *asked, *protocol;
    size_t count;
    const char *aliases[3];
} wanted[] = {
    {465, "submissions", "ssmtp", "tcp", 3, {"urd", "smtps", "ssmtp"}},
    {22, "ssh", "ssh", "sctp", 0, {NULL}},
};

static void check_answer(const struct servent *s, const struct wanted *w, const char *buffer, size_t length)
{
    const char *end = buffer + length;
    assert_string_equal(s->s_name, w->name);
    assert_string_equal(s->s_proto, w->protocol);
    assert_int_equal(s->s_port, htons((uint16_t)w->port));
    assert_int_equal((uintptr_t)s->s_aliases % sizeof(char *), 0);
    assert_true((char *)s->s_aliases >= buffer && (char *)(s->s_aliases + w->count + 1) <= end);
    assert_true(s->s_name >= buffer && s->s_name + strlen(s->s_name) < end);
    assert_true(s->s_proto >= buffer && s->s_proto + strlen(s->s_proto) < end);
    for (size_t i = 0; i < w->count; i++) {
        assert_string_equal(s->s_aliases[i], w->aliases[i]);
        assert_true(s->s_aliases[i] >= buffer && s->s_aliases[i] + strlen(w->aliases[i]) < end);
    }
    assert_null(s->s_aliases[w->count]);
}

static enum nss_status ask_name(const struct wanted *w, struct servent *s, char *buffer, size_t length,
                                int *errnop)
{
    return getservbyname_m(w->asked, w->protocol, s, buffer, length, errnop);
}

static enum nss_status ask_port(const struct wanted *w, struct servent *s, char *buffer, size_t length,
                                int *errnop)
{
    return getservbyport_m(htons((uint16_t)w->port), w->protocol, s, buffer, length, errnop);
}

/* The buffer ends at the end of the page, so one byte too many is a fault; the bytes before
   it must not change. */
static void sweep(const struct wanted *w,
                  enum nss_status (*ask)(const struct wanted *, struct servent *, char *, size_t, int *))
{
    for (size_t alignment = 0; alignment < 16; alignment++) {
        bool enough = false;
        for (size_t length = 0; length <= 160; length++) {
            char *buffer = page + page_size - length - alignment;
            struct servent s = {.s_port = -7}, before = s;
            int error = 12345;
            memset(page, 0xa5, page_size);
            enum nss_status status = ask(w, &s, buffer, length, &error);
            for (char *p = page; p < buffer; p++)
                assert_int_equal(*p, (char)0xa5);
            for (char *p = buffer + length; p < page + page_size; p++)
                assert_int_equal(*p, (char)0xa5);
            if (status == NSS_STATUS_SUCCESS) {
                enough = true;
                check_answer(&s, w, buffer, length);
                assert_int_equal(error, 12345);
                continue;
            }
            assert_false(enough);
            assert_int_equal(status, NSS_STATUS_TRYAGAIN);
            assert_int_equal(error, ERANGE);
            assert_memory_equal(&s, &before, sizeof s);
        }
        assert_true(enough);
    }
}

static void by_name_sweep(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        sweep(&wanted[i], ask_name);
}

static void by_port_sweep(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        sweep(&wanted[i], ask_port);
}

/* The exact size is enough: pointers, names, protocol. */
static void exact_size(void **state)
{
    (void)state;
    struct servent s;
    int error;
    _Alignas(char *) char buffer[128];
    size_t exact = 4 * sizeof(char *) + sizeof "submissions\0urd\0smtps\0ssmtp" + sizeof "tcp";
    assert_int_equal(ask_port(&wanted[0], &s, buffer, exact - 1, &error), NSS_STATUS_TRYAGAIN);
    assert_int_equal(ask_port(&wanted[0], &s, buffer, exact, &error), NSS_STATUS_SUCCESS);
}

static void miss_in_a_tiny_buffer(void **state)
{
    (void)state;
    struct servent s;
    int error = 0;
    assert_int_equal(getservbyname_m("no-such-service", NULL, &s, page, 0, &error), NSS_STATUS_NOTFOUND);
    assert_int_equal(error, ENOENT);
    error = 0;
    assert_int_equal(getservbyport_m(htons(65000), NULL, &s, page, 0, &error), NSS_STATUS_NOTFOUND);
    assert_int_equal(error, ENOENT);
}

/* An enumeration whose buffer grows byte by byte from 0 for each entry gives the same
   entries as one with a large buffer. */
static void enumeration_loses_nothing(void **state)
{
    (void)state;
    struct servent s;
    int error;
    size_t count = 0, refused = 0, text = 0, text_again = 0;
    static char buffer[1024];
    assert_int_equal(setservent_m(1), NSS_STATUS_SUCCESS);
    while (getservent_m(&s, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS) {
        text = text * 31 + strlen(s.s_name) + (size_t)s.s_port;
        count++;
    }
    assert_int_equal(error, ENOENT);
    assert_int_equal(count, 12001);
    endservent_m();
    for (;; count--) {
        enum nss_status status = NSS_STATUS_TRYAGAIN;
        for (size_t length = 0; status == NSS_STATUS_TRYAGAIN; length++) {
            status = getservent_m(&s, page + page_size - length, length, &error);
            if (status == NSS_STATUS_TRYAGAIN) {
                assert_int_equal(error, ERANGE);
                refused++;
            }
        }
        if (status == NSS_STATUS_NOTFOUND)
            break;
        assert_int_equal(status, NSS_STATUS_SUCCESS);
        text_again = text_again * 31 + strlen(s.s_name) + (size_t)s.s_port;
    }
    endservent_m();
    assert_int_equal(count, 0);
    assert_int_equal(text_again, text);
    assert_true(refused > 12001 * (12 + sizeof(char *)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_name_sweep),
        cmocka_unit_test(by_port_sweep),
        cmocka_unit_test(exact_size),
        cmocka_unit_test(miss_in_a_tiny_buffer),
        cmocka_unit_test(enumeration_loses_nothing),
    };
    return cmocka_run_group_tests(tests, make_pages, NULL);
}
