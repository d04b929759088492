/* SPDX-License-Identifier: MIT */
/* The dates of a registry; see dates.h. */
#include "registry/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECONDS_PER_DAY (24L * 60 * 60)

static int days_in_month(int year, int month)
{
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month == 2)
        return is_leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_date(const char *s)
{
    static const char form[] = "dddd-dd-dd";
    size_t n = strlen(s);
    if (n != 7 && n != 10)
        return false;
    for (size_t i = 0; i < n; i++)
        if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
            return false;
    int year = atoi(s), month = atoi(s + 5), day = n == 10 ? atoi(s + 8) : 1;
    return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

int dates_compare(struct dates a, struct dates b)
{
    if (*a.known && *b.known)
        return strcmp(a.known, b.known);
    return *a.newest_row && *b.newest_row ? strcmp(a.newest_row, b.newest_row) : 0;
}

long dates_days_between(struct dates from, struct dates to)
{
    if (*from.known && *to.known)
        return days_between(from.known, to.known);
    return days_between(from.newest_row, to.newest_row);
}

const char *dates_best(struct dates d)
{
    return *d.known ? d.known : d.newest_row;
}

const char *dates_text(struct dates d, char ret[static DATES_TEXT_SIZE])
{
    if (*d.known)
        snprintf(ret, DATES_TEXT_SIZE, "%s", d.known);
    else if (*d.newest_row)
        snprintf(ret, DATES_TEXT_SIZE, "unknown date (newest row %s)", d.newest_row);
    else
        snprintf(ret, DATES_TEXT_SIZE, "unknown date");
    return ret;
}

/* Days since 1970; a month without a day is its first. */
static long days_of(const char *date)
{
    struct tm tm = {.tm_mday = 1};
    sscanf(date, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
    tm.tm_year -= 1900;
    tm.tm_mon--;
    return (long)(timegm(&tm) / SECONDS_PER_DAY);
}

long days_between(const char *from, const char *to)
{
    return is_date(from) && is_date(to) ? days_of(to) - days_of(from) : 0;
}

const char *date_after_today(int days, char ret[static DATE_SIZE])
{
    struct tm tm;
    time_t then = time(NULL) + days * SECONDS_PER_DAY;
    gmtime_r(&then, &tm);
    strftime(ret, DATE_SIZE, "%Y-%m-%d", &tm);
    return ret;
}
