/* SPDX-License-Identifier: MIT */
/* Inputs -> the bytes of an index: what build and update share. */
#ifndef IANA_INPUTS_H
#define IANA_INPUTS_H

#include "base/buffer.h"
#include "base/file.h"
#include "compiler/entries.h"
#include "index/live_path.h"

/* Each function that returns an int returns EXIT_DONE, or complains and returns EXIT_BAD_INPUT
   or EXIT_SYSTEM. The caller releases *r by registry_free, also on failure. */

/* Read the rows of a registry (CSV or XML); *r must be fresh. Complains of a date that is none. */
int inputs_rows(const char *path, struct registry *r);

/* The same for bytes. name: what complaints are about; source: for the provenance. */
int inputs_parse(const char *name, const char *source, struct input, struct registry *r);

/* Read the newer of the live and the vendor index into *r (fresh), without its
   curated and local lines. */
int inputs_installed_rows(struct registry *r);

/* The curated names that are installed. */
#define VENDOR_NAMES VENDOR_DIRECTORY "/names.services"

/* Add the curated names of the services(5) file at `path`. */
int inputs_names(const char *path, struct registry *r);

/* Add the local lines of the services(5) file at `path`. Complains of lines that cannot be used, and leaves them
   out; strict: returns EXIT_BAD_INPUT if there are any. */
int inputs_local(const char *path, bool strict, struct registry *r);

/* Add the local lines of all files that the registry *last has; of a file that cannot be read, those that *last
   took from it, with a complaint. */
int inputs_locals_again(bool strict, const struct registry *last, struct registry *r);

/* The applications that are installed. */
#define VENDOR_APPLICATIONS VENDOR_DIRECTORY "/applications"

/* Add the applications of the file at `path`, or, if that is NULL, those that are installed, if there are any.
   strict: lines that are not sorted are refused too. */
int inputs_shipped_applications(const char *path, bool strict, struct registry *r);

/* The same for a file of the administrator's, and for all those that *last has, as with local lines. */
int inputs_applications(const char *path, bool strict, struct registry *r);
int inputs_applications_again(bool strict, const struct registry *last, struct registry *r);

/* Replace the curated and local lines, the applications and the files of both, of *to by those of *from. */
void inputs_copy_lines(const struct registry *from, struct registry *to);

/* Whether two registries have the same of all that. */
bool inputs_same_lines(const struct registry *, const struct registry *);

/* Compile what was read. name: what complaints are about. *ret_entries and *ret must be empty;
   release by entries_free and free(ret->data), also on failure. */
int inputs_compile(const char *name, struct registry *r, struct entries *ret_entries, struct buffer *ret);

#endif
