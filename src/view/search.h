/* SPDX-License-Identifier: MIT */
/* Rows, local lines and applications by words and filters. */
#ifndef IANA_SEARCH_H
#define IANA_SEARCH_H

#include "view/records.h"

#define SEARCH_WORDS_MAX 32u

struct search {
    const char
        *words[SEARCH_WORDS_MAX]; /* all must be found, ignoring case; in lower case (utf8_fold), none "" */
    size_t word_count;
    const char *transport; /* NULL: any */
    bool by_port;          /* only rows with a port from first_port to last_port */
    uint16_t first_port, last_port;
    bool by_status; /* only rows with this status */
    enum status status;
    const char *since; /* NULL, or only rows that may be of this year, month or day, or later */
    bool by_date;      /* the newest rows first */
};

/* The date of a row: of its registration or its modification, whichever is later; "" if it has neither. */
const char *search_date(const struct records *, uint32_t row);

struct hit {
    uint32_t i;   /* of the row or the local line in the records */
    uint8_t rank; /* 0: a name equals a word; 1: a word is in a name or is the port; 2: elsewhere */
    bool is_local;
    const char *date; /* of a row, for by_date; else "" */
};

struct hits {
    struct hit
        *hit; /* by date, if asked; by rank; then local lines before rows; then in the records' order */
    size_t count;
    uint32_t *application; /* for application_item, in their order */
    size_t application_count;
};

/* Finds words in names (also those of curated and local lines), descriptions, assignees
   (also the names and organisations of these people), notes, references, reports of
   unauthorized use, paths of local files, programs and descriptions of applications; numbers in
   ports; years, months and days in dates. Applications are found only by words or ports, and have
   neither status nor date.
   Release by free(ret->hit) and free(ret->application). */
void search_run(const struct search *, const struct records *, struct hits *ret);

#endif
