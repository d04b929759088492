/* SPDX-License-Identifier: MIT */
/* How the module behaves in somebody else's process: errno, statuses, ports out
   of range, protocols, the enumeration's life, no allocation. */
#include "module.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <malloc.h>

static char buffer[1024];
static struct servent result;
static int error;

static enum nss_status name(const char *n, const char *protocol)
{
    error = 0;
    return getservbyname_m(n, protocol, &result, buffer, sizeof buffer, &error);
}

static enum nss_status port(int p, const char *protocol)
{
    error = 0;
    return getservbyport_m(p, protocol, &result, buffer, sizeof buffer, &error);
}

static void errno_is_left_alone_on_success(void **state)
{
    (void)state;
    errno = 77;
    assert_int_equal(name("http", "tcp"), NSS_STATUS_SUCCESS);
    assert_int_equal(errno, 77);
    assert_int_equal(port(htons(80), NULL), NSS_STATUS_SUCCESS);
    assert_int_equal(errno, 77);
    assert_int_equal(setservent_m(0), NSS_STATUS_SUCCESS);
    assert_int_equal(getservent_m(&result, buffer, sizeof buffer, &error), NSS_STATUS_SUCCESS);
    assert_int_equal(endservent_m(), NSS_STATUS_SUCCESS);
    assert_int_equal(errno, 77);
}

/* glibc passes &errno: what we set last must be what it sees. */
static void errno_as_errnop(void **state)
{
    (void)state;
    errno = 0;
    assert_int_equal(getservbyname_m("http", "tcp", &result, buffer, 3, &errno), NSS_STATUS_TRYAGAIN);
    assert_int_equal(errno, ERANGE);
    assert_int_equal(getservbyname_m("no-such", "tcp", &result, buffer, 3, &errno), NSS_STATUS_NOTFOUND);
    assert_int_equal(errno, ENOENT);
    errno = 77;
    int other = 0;
    assert_int_equal(getservbyname_m("no-such", "tcp", &result, buffer, 3, &other), NSS_STATUS_NOTFOUND);
    assert_int_equal(errno, 77);
    assert_int_equal(other, ENOENT);
}

static void ports_out_of_range_miss(void **state)
{
    (void)state;
    const int ports[] = {
        -1, 0x10000, 0x10000 | htons(80), (int)(0x80000000u | htons(80)), 0x7fffffff, htons(80) - 0x10000};
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++) {
        assert_int_equal(port(ports[i], NULL), NSS_STATUS_NOTFOUND);
        assert_int_equal(error, ENOENT);
    }
    assert_int_equal(port(htons(80), NULL), NSS_STATUS_SUCCESS);
}

static void protocols_are_exact(void **state)
{
    (void)state;
    assert_int_equal(port(htons(9), "dccp"), NSS_STATUS_SUCCESS);
    assert_string_equal(result.s_name, "discard");
    const char *const wrong[] = {"", "TCP", "tc", "tcpx", "cp", "t", "dccp\xff"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(port(htons(9), wrong[i]), NSS_STATUS_NOTFOUND);
        assert_int_equal(name("discard", wrong[i]), NSS_STATUS_NOTFOUND);
    }
}

static void odd_names(void **state)
{
    (void)state;
    char *huge = malloc(1 << 20);
    memset(huge, 'h', 1 << 20);
    huge[(1 << 20) - 1] = '\0';
    const char *const missing[] = {"",       " ",  "http ", "htt",  "httpxyz", "\xff\xff",
                                   "http\n", huge, "HTTP",  "hTTp", "WHOIS"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        assert_int_equal(name(missing[i], NULL), NSS_STATUS_NOTFOUND);
    free(huge);
    const char *const present[] = {"whois++", "sql*net", "cl/1", "z39.50", "914c/g"};
    for (size_t i = 0; i < sizeof present / sizeof *present; i++)
        assert_int_equal(name(present[i], NULL), NSS_STATUS_SUCCESS);
    assert_int_equal(name("cl/1", "tcp"), NSS_STATUS_SUCCESS);
    assert_string_equal(result.s_name, "cl-1");
}

static void enumeration_starts_again(void **state)
{
    (void)state;
    char first[64];
    endservent_m(); /* without setservent */
    assert_int_equal(getservent_m(&result, buffer, sizeof buffer, &error), NSS_STATUS_SUCCESS);
    snprintf(first, sizeof first, "%s/%s", result.s_name, result.s_proto);
    assert_int_equal(getservent_m(&result, buffer, sizeof buffer, &error), NSS_STATUS_SUCCESS);
    assert_int_equal(name("https", NULL), NSS_STATUS_SUCCESS); /* shares no state with it */
    for (int way = 0; way < 2; way++) {
        char again[64];
        if (way == 0)
            endservent_m();
        else
            setservent_m(1);
        assert_int_equal(getservent_m(&result, buffer, sizeof buffer, &error), NSS_STATUS_SUCCESS);
        snprintf(again, sizeof again, "%s/%s", result.s_name, result.s_proto);
        assert_string_equal(again, first);
    }
    int left = 0;
    while (getservent_m(&result, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS)
        left++;
    assert_int_equal(left, 12000);
    assert_int_equal(getservent_m(&result, buffer, sizeof buffer, &error), NSS_STATUS_NOTFOUND);
    assert_int_equal(error, ENOENT);
    endservent_m();
}

static int open_descriptors(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static void allocates_and_keeps_nothing(void **state)
{
    (void)state;
    int before = open_descriptors();
    size_t used = mallinfo2().uordblks;
    for (int p = 0; p < 65536; p++)
        port(htons((uint16_t)p), "tcp");
    setservent_m(1);
    while (getservent_m(&result, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS)
        assert_true(result.s_name >= buffer && result.s_name < buffer + sizeof buffer);
    endservent_m();
    assert_int_equal(mallinfo2().uordblks, used);
    assert_int_equal(open_descriptors(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errno_is_left_alone_on_success),
        cmocka_unit_test(errno_as_errnop),
        cmocka_unit_test(ports_out_of_range_miss),
        cmocka_unit_test(protocols_are_exact),
        cmocka_unit_test(odd_names),
        cmocka_unit_test(enumeration_starts_again),
        cmocka_unit_test(allocates_and_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, load_module, NULL);
}
