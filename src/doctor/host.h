/* SPDX-License-Identifier: MIT */
/* What doctor asks the host. */
#ifndef IANA_HOST_H
#define IANA_HOST_H

/* The standard output of a shell command up to its first NUL, as a string that the caller frees;
   "" if the command cannot be run. */
char *host_run(const char *command);

/* The command that installs one of our packages again, for an architecture in Debian's words, a string that the
   caller frees; NULL if it was not Debian's package manager that installed this command. *ret_where: how a
   finding says where to run it, or, if NULL is returned, `make'; "" if anywhere. */
char *host_reinstall(const char *package, const char *architecture, const char **ret_where);

#endif
