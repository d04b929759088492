/* SPDX-License-Identifier: MIT */
/* The command that fixes the services line. */
#ifndef IANA_FIX_LINE_H
#define IANA_FIX_LINE_H

#include "doctor/findings.h"
#include "doctor/nsswitch_conf.h"

/* How the actions of a source keep "iana" from answering, as a part of a sentence; NULL if they do not.
   comes_before: the source is before "iana", not "iana" itself. */
const char *source_harm(const struct source *, bool comes_before);

/* Sets as fix of the last finding the command that writes the line as it should be: these sources, with
   "iana" last if it is missing, and without harmful actions and the words of a comment. */
void fix_line(struct findings *, const struct nsswitch *);

#endif
