/* SPDX-License-Identifier: MIT */
/* The exit statuses of the command; functions that complain return one too. */
#ifndef IANA_EXIT_STATUS_H
#define IANA_EXIT_STATUS_H

enum {
    EXIT_DONE = 0,
    EXIT_NO = 1, /* not found, differs, refused */
    EXIT_USAGE = 2,
    EXIT_BAD_INPUT = 3,
    EXIT_SYSTEM = 4,
};

#endif
