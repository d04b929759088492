/* Inputs -> the bytes of an index: what build and update share. */
#ifndef IANA_COMPILE_H
#define IANA_COMPILE_H

#include "base/buffer.h"
#include "base/file.h"
#include "index/live_path.h"
#include "compiler/entries.h"

/* All but policy: what is read. Each function complains and returns an exit
   status other than EXIT_DONE where it fails. */

/* Reads the rows of a registry (CSV or XML); *r must be fresh. */
int compile_rows(const char *path, struct registry *r);

/* The same for bytes. name: what complaints are about; source: for the provenance. */
int compile_bytes(const char *name, const char *source, struct input, struct registry *r);

/* The curated names that are installed. */
#define VENDOR_NAMES VENDOR_DIRECTORY "/names.services"

/* Adds the curated names of the services(5) file at `path`. */
int compile_names(const char *path, struct registry *r);

/* Adds the local lines of the services(5) file at `path`, or, where it cannot be
   read and `last` is not NULL, those that the registry *last took from it. Lines
   that cannot be used are complained of and left out; strict: EXIT_BAD_INPUT. */
int compile_local(const char *path, bool strict, const struct registry *last, struct registry *r);

/* Adds the local lines of all files that the registry *last has. */
int compile_locals_again(bool strict, const struct registry *last, struct registry *r);

/* Adds the curated and local lines, and the local files, of *from. */
void compile_copy_lines(const struct registry *from, struct registry *to);

/* Compiles what was read. `name` is what complaints are about. Release by
   entries_free and free(ret->data). */
int compile_index(const char *name, struct registry *r, struct entries *ret_entries, struct bytes *ret);

/* Reads the newer of the live and the vendor index into *r (fresh), without its
   curated and local lines. */
int compile_installed_rows(struct registry *r);

/* Whether two registries have the same curated and local lines and local files. */
bool compile_same_lines(const struct registry *, const struct registry *);

#endif
