/* SPDX-License-Identifier: MIT */
/* Formats in: bytes -> registry. Each reader takes the whole text (which
   text_check found sound) and touches no file. */
#ifndef IANA_PARSE_H
#define IANA_PARSE_H

#include "base/file.h"
#include "registry/registry.h"

/* IANA's CSV file: RFC 4180, twelve columns, CRLF or LF. Adds its rows to *r.
   Returns false with *problem where it is not one; r then holds a part. */
bool parse_csv(struct input, struct registry *r, struct problem *);

/* IANA's XML file, likewise; also its people, references and date. */
bool parse_xml(struct input, struct registry *r, struct problem *);

/* IANA's CSV or XML file, whichever it is. */
bool parse_registry(struct input, struct registry *r, struct problem *);

/* Called with each line that cannot be used as it was meant. */
typedef void parse_warn(void *context, const struct problem *);

/* A services(5) file, read as glibc's "files" reads it (nss/nss_files/files-service.c).
   Adds its lines to *ret, the names and `file` (its path) to *text. */
void parse_services(struct input, const char *file, struct strtab *, struct lines *ret, parse_warn *,
                    void *context);

/* The first bytes of a services(5) file that is an export of an index. */
#define SERVICES_MARK "# Exported by iana-services"

#endif
