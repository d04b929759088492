/* SPDX-License-Identifier: MIT */
/* nscd, which answers programs from its own cache. */
#ifndef IANA_NSCD_H
#define IANA_NSCD_H

#include <sys/types.h>

#include "doctor/findings.h"

/* The process ID of the running nscd; 0 if there is none. */
pid_t nscd_find(void);

/* Sets the command that makes nscd forget old answers as the fix of the last finding; none if
   nscd does not run. */
void nscd_fix(struct findings *);

#endif
