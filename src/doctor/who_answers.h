/* SPDX-License-Identifier: MIT */
/* `iana-services doctor PORT|NAME': which source of the services line answers what. */
#ifndef IANA_WHO_ANSWERS_H
#define IANA_WHO_ANSWERS_H

#include <stdbool.h>

/* Asks each source for "PORT[/TRANSPORT]" or "NAME[/TRANSPORT]" and prints the answers; quiet: only
   what is wrong; json: as an object. Returns EXIT_DONE; EXIT_NO if programs get no answer, or another
   one than the services line gives; after a complaint EXIT_USAGE or EXIT_SYSTEM. */
int who_answers(const char *text, bool quiet, bool json);

#endif
