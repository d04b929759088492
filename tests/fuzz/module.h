/* SPDX-License-Identifier: MIT */
/* The module's five functions on bytes at hand, each answer in a buffer of its own with
   not a byte too many; and whether an index answers as its export says. */
#ifndef FUZZ_MODULE_H
#define FUZZ_MODULE_H

#include <netdb.h>
#include <nss.h>

#include "base/file.h"

/* Makes these bytes the module's snapshot: a copy of the hot part alone. False where they
   are not usable. Release by module_drop, whatever it returned. */
bool module_use(struct input);
void module_drop(void);

/* The index that module_use opened. */
const struct index *module_index(void);

/* What the functions answer, or NULL; valid until the next of these is called. */
const struct servent *module_by_name(const char *name, const char *protocol);
const struct servent *module_by_port(int port, const char *protocol);
const struct servent *module_next(void);

/* Ends the program where the module's answers are not the first matching lines of the
   index's export, or its enumeration is not theirs. */
void module_check_oracle(void);

#endif
