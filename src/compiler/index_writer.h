/* SPDX-License-Identifier: MIT */
/* Registry and entries -> the bytes of an index. The same input gives the same
   bytes, on every machine. */
#ifndef IANA_INDEX_WRITER_H
#define IANA_INDEX_WRITER_H

#include "base/buffer.h"
#include "base/endian.h"
#include "compiler/entries.h"

/* Writes an index to *ret, which must be empty. Returns false with a problem if the format
   cannot hold it. Release ret->data by free, also on failure. */
bool index_write(const struct registry *, const struct entries *, struct buffer *ret, struct problem *);

/* The sections of an index, in the order of the file, and what messages call them. */
enum { INDEX_SECTIONS = 19 };
struct index_section_name {
    enum format_id id;
    const char *name;
};
extern const struct index_section_name index_section_names[INDEX_SECTIONS];

/* The CRC-32 of an index of `size` bytes, at least FORMAT_FILE_MIN, with its crc field as 0. */
uint32_t index_crc(const void *bytes, size_t size);

/* The crc field of an index of at least FORMAT_FILE_MIN bytes. */
static inline uint32_t index_stored_crc(const void *bytes)
{
    return le32_get(((const struct format_header *)bytes)->crc);
}

#endif
