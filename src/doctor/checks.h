/* SPDX-License-Identifier: MIT */
/* The checks of `iana-services doctor', each in the file of its name. They add what they find. */
#ifndef IANA_CHECKS_H
#define IANA_CHECKS_H

#include <stdbool.h>

#include "doctor/findings.h"

/* The services line of /etc/nsswitch.conf names "iana", and no action keeps lookups from it.
   Returns whether that is so. */
bool check_nsswitch(struct findings *);

/* The dynamic linker of each architecture that has a libc here finds the module. Returns whether
   it does for programs of this command's own architecture. */
bool check_module(struct findings *);

/* The vendor's and the live index are sound, their registry is not old, and the local files are
   unchanged since they were compiled in. Returns whether one of the indexes is usable. */
bool check_index(struct findings *);

/* Lists the generations at hand: the live one, the one that rollback returns to, and the others. */
void check_generations(struct findings *);

/* Which of "iana" and "files" is asked first, if both are: a note with the command that makes it "iana", if
   that is as true and faster; or one that makes it as true. An index must be usable. */
void check_order(struct findings *);

/* Firewalls that take service names are installed, and the index in use does not keep those of /etc/services
   as they are: a note. named: the services line names "iana". An index must be usable. */
void check_firewalls(struct findings *, bool named);

/* libc gets answers from the module, and programs get them from libc or nscd. Only nscd is
   looked for unless `reachable': the three checks above found nothing that prevents answers. */
void check_answers(struct findings *, bool reachable);

/* AppArmor and SELinux let confined programs read the index. */
void check_confinement(struct findings *);

/* Other users can read the file, or enter the directory, at a path. If not, adds a finding of the
   check `check', with its fix. Returns whether they can. */
bool check_readable_itself(struct findings *, const char *check, const char *path);

/* The same, and they can enter each directory above it. Symbolic links are followed first. */
bool check_readable(struct findings *, const char *check, const char *path);

#endif
