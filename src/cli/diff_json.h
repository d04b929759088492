/* SPDX-License-Identifier: MIT */
/* A difference as JSON. */
#ifndef IANA_DIFF_JSON_H
#define IANA_DIFF_JSON_H

#include <jansson.h>

#include "registry/difference.h"

/* The object of a difference that iana-services(1) describes; the caller owns it. */
json_t *diff_json(const struct difference *);

#endif
