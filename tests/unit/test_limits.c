/* SPDX-License-Identifier: MIT */
/* Limits of resources, from too little to enough: no crash, an answer or the limit's
   errno, the old answer if a new index does not fit, and nothing left behind. */
#include "host.h"

#include "../tools/limits.h"

enum { ANSWERED = 1, REFUSED = 2 };

/* A lookup under the limit, and after it. REFUSED or ANSWERED; more is wrong. */
static int under_limit(__rlimit_resource_t what, rlim_t limit, int errno_of_limit, bool warm)
{
    struct servent s;
    char buffer[128];
    int error = 0, before = count_descriptors();
    limit_set(what, limit);
    errno = 4711;
    enum nss_status status = getservbyport_m(htons(6443), NULL, &s, buffer, sizeof buffer, &error);
    int left = errno;
    limit_set(what, RLIM_INFINITY);
    enum nss_status refused = errno_of_limit == ENOMEM ? NSS_STATUS_TRYAGAIN : NSS_STATUS_UNAVAIL;
    if (left != 4711 ||
        !(status == NSS_STATUS_SUCCESS ? is_https(&s)
                                       : !warm && status == refused && error == errno_of_limit))
        return 4;
    int indexes = count_indexes();
    if (!look_up_both_ways() || count_descriptors() != before)
        return 8;
    if (indexes > 1 + warm || count_indexes() != 1 + warm)
        return 16;
    return status == NSS_STATUS_SUCCESS ? ANSWERED : REFUSED;
}

static int first_with_descriptors(long n)
{
    return under_limit(RLIMIT_NOFILE, (rlim_t)n, EMFILE, false);
}

static int first_with_pages(long n)
{
    return under_limit(RLIMIT_AS, limit_address_space() + (rlim_t)n * 4096, ENOMEM, false);
}

/* The next lookup takes a new index; it stays with the old one if it cannot. */
static void be_warm(void)
{
    if (!look_up_both_ways())
        _exit(67);
    every_lookup_looks = true;
    live_publish();
}

static int refresh_with_descriptors(long n)
{
    be_warm();
    return under_limit(RLIMIT_NOFILE, (rlim_t)n, EMFILE, true);
}

static int refresh_with_pages(long n)
{
    be_warm();
    return under_limit(RLIMIT_AS, limit_address_space() + (rlim_t)n * 4096, ENOMEM, true);
}

/* Each limit from 0 on; the sweep must begin and end as said. */
static void sweep(const char *name, int (*run)(long), long most, int at_first)
{
    int answered = 0;
    for (long n = 0; n <= most; n++) {
        live_publish();
        int result = in_child(run, n);
        if (result != ANSWERED && result != REFUSED)
            fail_msg("%s, limit %ld: %d", name, n, result);
        answered += result == ANSWERED;
        if (n == 0)
            assert_int_equal(result, at_first);
        if (n == most)
            assert_int_equal(result, ANSWERED);
    }
    print_message("  %s: %d of %ld limits answer\n", name, answered, most + 1);
    live_remove();
}

static void descriptors(void **state)
{
    (void)state;
    sweep("first", first_with_descriptors, 32, REFUSED);
    sweep("refresh", refresh_with_descriptors, 32, ANSWERED);
}

/* By pages; 80 of them are mapped at once. */
static void memory(void **state)
{
    (void)state;
    sweep("first", first_with_pages, 100, REFUSED);
    sweep("refresh", refresh_with_pages, 100, ANSWERED);
}

static int begin(void **state)
{
    return load_module(state) || __nss_configure_lookup("services", "iana");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(descriptors), cmocka_unit_test(memory)};
    return cmocka_run_group_tests(tests, begin, NULL);
}
