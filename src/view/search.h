/* SPDX-License-Identifier: MIT */
/* Finding rows and local lines by words and filters. */
#ifndef IANA_SEARCH_H
#define IANA_SEARCH_H

#include "view/records.h"

#define SEARCH_WORDS_MAX 32u

struct search {
    const char *words[SEARCH_WORDS_MAX]; /* all must be found, whatever their case */
    size_t word_count;
    const char *transport; /* or NULL */
    uint16_t first_port, last_port;
    bool by_port; /* only rows with a port from first_port to last_port */
    bool by_status;
    enum status status;
};

struct hit {
    uint32_t i;   /* of the row, or of the local line */
    uint8_t rank; /* 0: a name is a word; 1: a word is in a name, or the port; 2: elsewhere */
    bool is_local;
};

struct hits {
    struct hit *hit;
    size_t count;
};

/* Finds them: words in names (those of curated and local lines too), descriptions,
   assignees (and what the people are called) and notes; a number is also found in the
   ports. By rank, then local lines before rows, then in the registry's
   order. Release by free(ret->hit). */
void search_run(const struct search *, const struct records *, struct hits *ret);

#endif
