/* SPDX-License-Identifier: MIT */
/* Whether the index in use keeps the names of /etc/services as they are, and the command for that. */
#ifndef IANA_CLOSED_BUILD_H
#define IANA_CLOSED_BUILD_H

#include <stdbool.h>

#include "base/buffer.h"

#define SERVICES_FILE "/etc/services"

/* Whether /etc/services is compiled into the index in use, and that is closed. *ret_command: the command
   that does both and keeps the other local files, a string that the caller frees. */
bool closed_build_is_done(char **ret_command);

/* Appends the option of a shell command that compiles a local file in: " --local FILE". */
void closed_build_add_local(struct buffer *command, const char *path);

#endif
