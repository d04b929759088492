/* SPDX-License-Identifier: MIT */
/* The dates of a registry: what is known, and what its rows tell. */
#ifndef IANA_DATES_H
#define IANA_DATES_H

#include <stdbool.h>

/* Strings, "" if there is none. They belong to what the dates were taken from. */
struct dates {
    const char *known;      /* the date of the registry: its <updated>, or what `build --date` stated */
    const char *newest_row; /* the newest date of a row: the registry is not older, but may be newer */
};

/* Whether this is YYYY-MM-DD or YYYY-MM of the calendar. */
bool is_date(const char *);

/* Which registry is older, between like and like: their known dates, or, unless both have one, their newest
   rows. Returns as strcmp does; 0 also if neither can be compared. */
int dates_compare(struct dates, struct dates);

/* The known date, or else that of the newest row, or "". */
const char *dates_best(struct dates);

/* Write "2026-08-17", "unknown date (newest row 2020-09-04)" or "unknown date" to ret. Returns ret. */
#define DATES_TEXT_SIZE 64
const char *dates_text(struct dates, char ret[static DATES_TEXT_SIZE]);

/* Days from one registry to the other, between like and like as dates_compare; 0 if neither can be compared. */
long dates_days_between(struct dates from, struct dates to);

/* Days from one date to another, negative if the second is earlier; 0 if one of them is no date. */
long days_between(const char *from, const char *to);

/* The date of the day so many days after today (UTC), YYYY-MM-DD, written to ret. Returns ret. */
#define DATE_SIZE 11
const char *date_after_today(int days, char ret[static DATE_SIZE]);

#endif
