/* An answer of the index -> struct servent in the caller's buffer. */
#ifndef IANA_PACK_H
#define IANA_PACK_H

#include <netdb.h>
#include <stddef.h>

#include "../src/reader.h"

enum pack_result { PACK_DONE, PACK_TOO_SMALL, PACK_MALFORMED };

/* Copies everything of *service into the `length` bytes at `buffer` (any
   alignment) and makes *ret point there. Writes nothing outside the buffer, and
   leaves *ret alone unless it returns PACK_DONE. PACK_MALFORMED: the index lies
   about this answer. */
enum pack_result pack_service(const struct service *service, struct servent *ret, char *buffer, size_t length);

#endif
