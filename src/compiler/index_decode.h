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

/* The same for format 0, of the versions before 1.0: format 1, or without the sections from 24 on and with
   other references, which are left out then. Writes to the header. */
bool index_decode_0(struct input, struct registry *r, struct problem *);

#endif
