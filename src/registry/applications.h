/* SPDX-License-Identifier: MIT */
/* Applications: which program uses a port by default, whatever the registry has there. Facts for people, in
   no answer to a lookup. A line of a file of them has, separated by blanks,

       PORT[-PORT]/TRANSPORT  PROGRAM  WHAT IT IS  SOURCE

   TRANSPORT: tcp, udp, sctp or dccp. PROGRAM: a word as services(5) has names. WHAT IT IS: one or more words.
   SOURCE: where the default is documented, a URL or a path ("/etc/x.conf", "PACKAGE:/etc/x.conf"). A line
   that starts with "#" is a comment; empty lines are skipped. */
#ifndef IANA_APPLICATIONS_H
#define IANA_APPLICATIONS_H

#include "registry/parse.h"

/* Add the lines of a file to r->applications, which stay sorted, and their strings, with `file` (its path; ""
   for the shipped one), to its texts. A line takes the place of one of an earlier file that has the same ports,
   transport and program. Invalid lines, and the later ones of duplicates in the file, are left out and passed to
   `report`; strict: lines that are not sorted by ports, transport and program are passed to it too. Returns how
   many warnings there are. */
size_t applications_parse(struct input, const char *file, bool strict, struct registry *r, parse_warn *report,
                          void *context);

/* Add the lines of *from, or only those of the file `path` unless that is NULL, likewise to *to. */
void applications_copy(const struct registry *from, const char *path, struct registry *to);

/* The order by ports, transport and program, all texts of this registry. Returns as strcmp does; 0: duplicates. */
int application_compare(const struct registry *, const struct application *, const struct application *);

#endif
