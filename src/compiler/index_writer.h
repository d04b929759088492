/* SPDX-License-Identifier: MIT */
/* Registry and entries -> the bytes of an index. The same input gives the same
   bytes, on every machine. */
#ifndef IANA_INDEX_WRITER_H
#define IANA_INDEX_WRITER_H

#include "base/buffer.h"
#include "compiler/entries.h"

/* Appends a whole index to *ret, which must be empty. Returns false with *problem
   where the format cannot hold it. */
bool index_write(const struct registry *, const struct entries *, struct buffer *ret, struct problem *);

/* The CRC-32 of an index, its crc field taken as zero. */
uint32_t index_crc(const void *bytes, size_t size);

/* The crc that an index of at least FORMAT_FILE_MIN bytes says it has. */
static inline uint32_t index_stored_crc(const void *bytes)
{
    return le32_get(((const struct format_header *)bytes)->crc);
}

#endif
