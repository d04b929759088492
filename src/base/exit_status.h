/* SPDX-License-Identifier: MIT */
/* The exit statuses of the command. Functions that print their own errors return them too. */
#ifndef IANA_EXIT_STATUS_H
#define IANA_EXIT_STATUS_H

enum {
    EXIT_DONE = 0,
    EXIT_NO = 1, /* not found, differs, refused */
    EXIT_USAGE = 2,
    EXIT_BAD_INPUT = 3, /* an input is not what it should be */
    EXIT_SYSTEM = 4,    /* memory, files, processes */
};

#endif
