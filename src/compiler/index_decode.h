/* SPDX-License-Identifier: MIT */
/* The records of an index -> the registry that it was compiled from. */
#ifndef IANA_INDEX_DECODE_H
#define IANA_INDEX_DECODE_H

#include "base/file.h"
#include "registry/registry.h"

/* Reads the records of an index into *r, which must be fresh from registry_init. Returns false
   with a problem if the bytes are no sound index. Release *r by registry_free, also on failure:
   it holds what was read so far. */
bool index_decode(struct input, struct registry *r, struct problem *);

#endif
