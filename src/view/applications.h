/* SPDX-License-Identifier: MIT */
/* The applications of a loaded index: which program uses a port by default, whatever the registry has there. No
   lookup through libc answers with them. */
#ifndef IANA_VIEW_APPLICATIONS_H
#define IANA_VIEW_APPLICATIONS_H

#include "view/details.h"
#include "view/json.h"

/* An application: ports in host byte order, first <= last in a sound index. The strings live as long as the
   index; none is NULL. */
struct application_item {
    uint16_t first, last;
    const char *transport, *program; /* "tcp", "kube-apiserver" */
    const char *what;                /* "Kubernetes API server" */
    const char *source;              /* where the default is documented: a URL or a path */
    const char *file;                /* the administrator's file that it is from, or "" */
    uint32_t line;                   /* of its file, from 1 */
};

/* i: less than r->application_count. The items of a sound index are sorted by port, transport and program. */
struct application_item application_item(const struct records *r, uint32_t i);

/* Which applications a target leads to, at most so many. Release by free(ret->item). */
#define APPLICATIONS_MOST 256u
struct applications {
    uint32_t *item; /* for application_item */
    size_t count;
    size_t by_name; /* the first so many have the name in their program */
};

/* A port leads to the applications there, for its transport. A name leads to the programs of that name, then to
   those that have it as a word; then to those at the ports of its entries. Only if there is none of all that, and
   the registry does not have the name, it leads to those whose description begins with it. Case, and all but letters
   and digits, do not matter: "pi-hole" and "Pihole" are the same. */
void applications_find(const struct details *, struct applications *ret);

/* Whether a word is one of the application's program or description, in the same sense. */
bool application_has_word(const struct application_item *, const char *word);

/* The name that the registry has at the first port of an application, or NULL. */
const char *application_registered(const struct index *, const struct application_item *);

/* Whether the target is found: details_found, or a name that leads to applications. */
bool applications_found(const struct details *, const struct applications *);

/* Whether the item is at a port and transport of the span. */
bool application_is_at(const struct application_item *, const struct span *);

/* Writes an item as an object, keys as in iana-services-json(5). */
void json_put_application(struct json_out *, const struct index *, const struct application_item *);

#endif
