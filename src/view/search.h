/* SPDX-License-Identifier: MIT */
/* Rows and local lines by words and filters. */
#ifndef IANA_SEARCH_H
#define IANA_SEARCH_H

#include "view/records.h"

#define SEARCH_WORDS_MAX 32u

struct search {
    const char *words[SEARCH_WORDS_MAX]; /* all must be found, ignoring ASCII case; none is "" */
    size_t word_count;
    const char *transport; /* NULL: any */
    bool by_port;          /* only rows with a port from first_port to last_port */
    uint16_t first_port, last_port;
    bool by_status; /* only rows with this status */
    enum status status;
};

struct hit {
    uint32_t i;   /* of the row or the local line in the records */
    uint8_t rank; /* 0: a name equals a word; 1: a word is in a name or is the port; 2: elsewhere */
    bool is_local;
};

struct hits {
    struct hit *hit; /* by rank; then local lines before rows; then in the records' order */
    size_t count;
};

/* Finds words in names (also those of curated and local lines), descriptions, assignees
   (also the names and organisations of these people), notes, paths of local files; and
   numbers in ports. Release by free(ret->hit). */
void search_run(const struct search *, const struct records *, struct hits *ret);

#endif
