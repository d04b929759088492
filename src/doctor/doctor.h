/* SPDX-License-Identifier: MIT */
/* The checks of `iana-services doctor', each adding what it finds. */
#ifndef IANA_DOCTOR_H
#define IANA_DOCTOR_H

#include "doctor/findings.h"
#include "doctor/nss_probe.h"
#include "doctor/nsswitch_conf.h"

/* Reads the services line. Returns false where there is no such file, and *ret is then
   glibc's default. Release by nsswitch_free. */
bool doctor_read_nsswitch(struct nsswitch *ret, struct problem *);

/* Whether "iana" stands on the services line and is reached. Returns whether it is. */
bool doctor_nsswitch(struct findings *);

/* Whether the dynamic linker of each architecture finds the module. Returns whether it
   does in programs of this command's. */
bool doctor_module(struct findings *);

/* The vendor's and the live index, their age, and the local files in it. Returns whether
   one of them can answer. */
bool doctor_index(struct findings *);

/* Whether libc gets answers out of the module, and programs get them from libc: nscd.
   reached: libc asks the module, as far as was found. */
void doctor_answers(struct findings *, bool reached);

/* What to do about nscd where its answers are not those of the services line: adds the
   command to the last finding, or none where nscd does not run. */
void doctor_fix_nscd(struct findings *);

/* AppArmor and SELinux. */
void doctor_confinement(struct findings *);

/* Whether two replies are the same. */
bool doctor_same_reply(const struct reply *, const struct reply *);

/* `doctor PORT|NAME': who answers what; quiet: only what is wrong. An exit status. */
int doctor_query(const char *text, bool quiet, bool json);

/* Whether Debian's package manager installed us, and not `make install'. */
bool doctor_is_packaged(void);

/* What a shell command prints, a string to be freed; "" where it cannot be run. */
char *doctor_run(const char *command);

#endif
