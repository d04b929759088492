/* SPDX-License-Identifier: MIT */
/* What doctor asks the host. */
#ifndef IANA_HOST_H
#define IANA_HOST_H

#include <stdbool.h>

/* The standard output of a shell command up to its first NUL, as a string that the caller frees;
   "" if the command cannot be run. */
char *host_run(const char *command);

/* Whether Debian's package manager installed this command, not `make install'. */
bool host_is_packaged(void);

#endif
