/* SPDX-License-Identifier: MIT */
/* Details -> JSON, with the keys of iana-services(1). */
#ifndef IANA_SHOW_JSON_H
#define IANA_SHOW_JSON_H

#include <jansson.h>

#include "view/details.h"

/* An object, to be released with json_decref. text: the argument that the target comes from. */
json_t *show_json(struct details *, const char *text);

#endif
