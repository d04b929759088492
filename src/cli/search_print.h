/* SPDX-License-Identifier: MIT */
/* What `search' prints. */
#ifndef IANA_SEARCH_PRINT_H
#define IANA_SEARCH_PRINT_H

#include "store/loaded_index.h"
#include "view/search.h"

/* Print all hits, the applications after the others. Return an exit status. */
int search_print_text(const struct search *, const struct loaded *, const struct records *,
                      const struct hits *);
int search_print_json(const struct loaded *, const struct records *, const struct hits *);

#endif
