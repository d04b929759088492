/* SPDX-License-Identifier: MIT */
/* A transfer, by curl(1). */
#ifndef IANA_FETCH_H
#define IANA_FETCH_H

#include "base/file.h"

/* What tells one version of a file at an address from another: values of HTTP headers. */
struct validators {
    char etag[256], last_modified[64]; /* printable ASCII; "" if there is none */
};

/* Get a file: https or file only, through the proxies of the environment, with limits
   on time and size. *validators: of the copy at hand, "" to get it in any case; on EXIT_DONE,
   those of the new one that can be sent again. directory: for temporary files. quiet: no
   progress bar. Returns EXIT_DONE with *ret, to be freed by free(ret->bytes); EXIT_NO if
   the file did not change; or complains and returns another status. But for EXIT_DONE there
   is nothing to free. */
int fetch(const char *url, const char *directory, bool quiet, struct validators *, struct input *ret);

#endif
