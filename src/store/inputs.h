/* SPDX-License-Identifier: MIT */
/* Inputs -> the bytes of an index: what build and update share. */
#ifndef IANA_INPUTS_H
#define IANA_INPUTS_H

#include "base/buffer.h"
#include "base/file.h"
#include "compiler/entries.h"
#include "index/live_path.h"

/* All but policy: what is read. Each function complains and returns an exit
   status other than EXIT_DONE where it fails. */

/* Reads the rows of a registry (CSV or XML); *r must be fresh. */
int inputs_rows(const char *path, struct registry *r);

/* The same for bytes. name: what complaints are about; source: for the provenance. */
int inputs_parse(const char *name, const char *source, struct input, struct registry *r);

/* The curated names that are installed. */
#define VENDOR_NAMES VENDOR_DIRECTORY "/names.services"

/* Adds the curated names of the services(5) file at `path`. */
int inputs_names(const char *path, struct registry *r);

/* Adds the local lines of the services(5) file at `path`, or, where it cannot be
   read and `last` is not NULL, those that the registry *last took from it. Lines
   that cannot be used are complained of and left out; strict: EXIT_BAD_INPUT. */
int inputs_local(const char *path, bool strict, const struct registry *last, struct registry *r);

/* Adds the local lines of all files that the registry *last has. */
int inputs_locals_again(bool strict, const struct registry *last, struct registry *r);

/* Adds the curated and local lines, and the local files, of *from. */
void inputs_copy_lines(const struct registry *from, struct registry *to);

/* Compiles what was read. `name` is what complaints are about. Release by
   entries_free and free(ret->data). */
int inputs_compile(const char *name, struct registry *r, struct entries *ret_entries, struct buffer *ret);

/* Reads the newer of the live and the vendor index into *r (fresh), without its
   curated and local lines. */
int inputs_installed_rows(struct registry *r);

/* Whether two registries have the same curated and local lines and local files. */
bool inputs_same_lines(const struct registry *, const struct registry *);

#endif
