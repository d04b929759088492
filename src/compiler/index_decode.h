/* SPDX-License-Identifier: MIT */
/* The bytes of an index -> the registry that it was made of. */
#ifndef IANA_INDEX_DECODE_H
#define IANA_INDEX_DECODE_H

#include "base/file.h"
#include "registry/registry.h"

/* The records part of an index: its rows, lines and provenance. Returns false with
   *problem where the bytes are no sound index. r must be fresh from registry_init. */
bool index_decode(struct input, struct registry *r, struct problem *);

#endif
