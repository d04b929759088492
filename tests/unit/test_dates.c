/* SPDX-License-Identifier: MIT */
/* Dates of registries: what is one, which registry is older. */
#include "support.h"

#include "registry/dates.h"

static void dates_are_of_the_calendar(void **state)
{
    static const char *const are[] = {"2026-08-17", "2004-05", "2013-12-31", "2024-02-29", "2000-02-29"};
    static const char *const are_not[] = {
        "",           "2026",       "05/06/2017",  "2026-8-17",  "2026-13-01", "2026-00-01",
        "2026-01-32", "2026-01-00", "2026-08-17 ", "2026-02-29", "1900-02-29", "2026-04-31",
    };
    (void)state;
    for (size_t i = 0; i < sizeof are / sizeof *are; i++)
        assert_true(is_date(are[i]));
    for (size_t i = 0; i < sizeof are_not / sizeof *are_not; i++)
        assert_false(is_date(are_not[i]));
}

static void like_is_compared_with_like(void **state)
{
    struct dates xml = {"2026-08-17", "2026-08-10"}, csv = {"", "2026-08-10"}, none = {"", ""},
                 stated = {"2026-09-01", "2020-09-04"};
    (void)state;
    assert_int_equal(dates_compare(xml, csv), 0);
    assert_true(dates_compare(xml, stated) < 0);
    assert_true(dates_compare(csv, stated) > 0);
    assert_int_equal(dates_compare(xml, none), 0);
    assert_int_equal(dates_days_between(stated, xml), -15);
    assert_int_equal(dates_days_between((struct dates){"", "2020-09-04"}, stated), 0);
    assert_int_equal(dates_days_between((struct dates){"", "2020-09-04"}, (struct dates){"", "2020-09-05"}),
                     1);
    assert_int_equal(dates_days_between(none, xml), 0);
    assert_string_equal(dates_best(csv), "2026-08-10");
    assert_string_equal(dates_best(xml), "2026-08-17");
}

static void words_tell_what_is_known(void **state)
{
    char text[DATES_TEXT_SIZE];
    (void)state;
    assert_string_equal(dates_text((struct dates){"2026-08-17", "2026-08-10"}, text), "2026-08-17");
    assert_string_equal(dates_text((struct dates){"", "2020-09"}, text), "unknown date (newest row 2020-09)");
    assert_string_equal(dates_text((struct dates){"", ""}, text), "unknown date");
}

static void days_are_counted(void **state)
{
    (void)state;
    assert_int_equal(days_between("2024-02-28", "2024-03-01"), 2);
    assert_int_equal(days_between("2026-02", "2026-01-31"), -1);
    assert_int_equal(days_between("2026-02", "05/06/2017"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_of_the_calendar),
        cmocka_unit_test(like_is_compared_with_like),
        cmocka_unit_test(words_tell_what_is_known),
        cmocka_unit_test(days_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
