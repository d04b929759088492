/* SPDX-License-Identifier: MIT */
/* Parsers: bytes -> registry. Each takes a whole text that text_check accepts, and opens no file. What they
   add is copied: the text may be freed afterwards. */
#ifndef IANA_PARSE_H
#define IANA_PARSE_H

#include "base/file.h"
#include "registry/registry.h"

/* Parse IANA's CSV file (RFC 4180, twelve columns, CRLF or LF) into *r, which registry_init made, and finish
   it. Returns false with *problem at the first error; the caller frees *r in either case. */
bool parse_csv(struct input, struct registry *r, struct problem *);

/* The same for IANA's XML file, which also has people, references and a date. */
bool parse_xml(struct input, struct registry *r, struct problem *);

/* The same for either of the two formats. Checks the input by text_check itself. */
bool parse_registry(struct input, struct registry *r, struct problem *);

/* Called with each line that is skipped, or whose meaning may surprise its author. */
typedef void parse_warn(void *context, const struct problem *);

/* Complains of the line. context: the file's name, a string. */
parse_warn parse_complain;

/* Parse a services(5) file as glibc's "files" does (nss/nss_files/files-service.c). Appends its lines to *ret
   and their strings, with `file` (its path), to the string table. Never fails: invalid lines are skipped and
   passed to `warn`, unless that is NULL. Returns how many warnings there are. The caller frees ret->line. */
size_t parse_services(struct input, const char *file, struct strtab *, struct lines *ret, parse_warn *warn,
                      void *context);

/* The first bytes of a services(5) file that this program exported. */
#define SERVICES_MARK "# Exported by iana-services"

#endif
