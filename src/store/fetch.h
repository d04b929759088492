/* SPDX-License-Identifier: MIT */
/* A transfer, by curl(1). */
#ifndef IANA_FETCH_H
#define IANA_FETCH_H

#include "base/file.h"

/* What says whether a file at an address changed, as HTTP headers have it. */
struct validators {
    char etag[256], last_modified[64]; /* "" where there is none */
};

/* Gets a file: https or file only, through the proxies of the environment, with limits
   on time and size. *validators: of the copy at hand on entry, of the new one on
   return. directory: for temporary files; quiet: no progress bar. Returns EXIT_DONE with *ret, to be freed;
   EXIT_NO where the file did not change; or complains and returns another status. */
int fetch(const char *url, const char *directory, bool quiet, struct validators *, struct input *ret);

/* Reads what curl --dump-header wrote: the status and the validators of the last
   response; 0 where there is none, as for file:. Header values that could not stand in a
   request again are left out. */
int fetch_read_headers(const char *text, struct validators *ret);

#endif
