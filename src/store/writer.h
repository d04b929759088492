/* SPDX-License-Identifier: MIT */
/* How each command begins that changes the live index. */
#ifndef IANA_WRITER_H
#define IANA_WRITER_H

#include "index/live_path.h"

/* Where versions before 1.0 had their live index, in format 0. */
#define FORMAT_0_DIRECTORY IANA_STATEDIR "/0"

/* Lock out other writers, as generations_lock; then take over what a version before 1.0 left: make its live
   index the live one, with its local files and the record of what was rolled back, and remove its directory.
   Complains and returns as generations_lock, and EXIT_BAD_INPUT if its index cannot be read, or if there is
   a live index already that lacks a file of it: then both stay as they are. */
int writer_begin(void);

#endif
