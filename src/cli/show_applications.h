/* SPDX-License-Identifier: MIT */
/* The applications of a target, in the text that `show' prints. */
#ifndef IANA_SHOW_APPLICATIONS_H
#define IANA_SHOW_APPLICATIONS_H

#include "cli/show_page.h"
#include "view/applications.h"
#include "view/blocks.h"

/* The found ones, and which of them are told already, by position. */
struct told {
    const struct applications *found;
    bool is_told[APPLICATIONS_MOST];
};

/* Puts what uses the ports of a block's entries, "commonly used by: kube-apiserver (Kubernetes API server)", or
   nothing. These are told then. */
void show_users(const struct details *, struct page *, const struct block *, struct told *);

/* Puts the others: of a port a line each, of a name a block each, with what is registered there. */
void show_applications(const struct details *, struct page *, const struct told *);

#endif
