/* SPDX-License-Identifier: MIT */
/* Opening an index: pure functions of (bytes, length). No I/O, no allocation, no globals;
   linked into the module and the command.

   The bytes are untrusted, and may be written to by others at any time. Whatever they hold,
   no function reads outside them, and each ends within a number of steps bounded by their
   length. */
#ifndef IANA_INDEX_H
#define IANA_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/format.h"

/* An opened index. It points into the caller's bytes, which must outlive it. What every
   lookup needs comes first, in few cache lines: glibc makes a system call before each
   lookup, which leaves few of them in the cache. */
struct index {
    const struct format_bucket *buckets;
    const struct format_entry *entries;
    const unsigned char *names;
    const struct format_block *blocks;
    uint64_t seed; /* of the hash of names, by hash_seed */
    uint32_t bucket_count, entry_count, names_size, block_count;
    uint32_t common[2];       /* index_transport of tcp and udp */
    uint32_t transports_size; /* bytes */
    uint32_t short_size;      /* bytes at the start that hold strings of at most 7 characters only */
    /* A copy, which stays as it was checked: a string starts at each byte, and eight bytes
       may be read there. */
    char transports[FORMAT_TRANSPORTS_MAX + 8];
    const le32 *locals;
    uint32_t local_count;
    bool closed; /* names of local lines are answered by name from local lines only */
};

/* An entry, checked. It points into the index. Of its names only this is known: `size` bytes
   may be read, and the last was a NUL when checked. */
struct service {
    const char *names;     /* canonical\0alias\0... */
    const char *transport; /* a string */
    uint32_t size;         /* bytes of names, with the last NUL; at least 1 */
    uint32_t aliases;      /* how many, if the index is sound */
    uint16_t port;         /* host byte order */
    uint8_t flags;         /* enum format_flag */
};

/* The one place that turns an offset into a pointer: to `size` bytes at `offset` of the
   `length` at `bytes`, or NULL if they are not inside. The sum of two uint32_t could wrap; as
   a uint64_t it cannot. */
static inline const void *bytes_at(const void *bytes, uint64_t length, uint32_t offset, uint64_t size)
{
    return offset + size <= length ? (const unsigned char *)bytes + offset : NULL;
}

/* How much of a file to map. header: its first FORMAT_FILE_MIN bytes; file_size: its size in
   bytes. Returns the lookup size in bytes, or 0 if this is no index that this code can use. */
uint32_t index_lookup_size(const void *header, uint64_t file_size);

/* Opens an index for lookups. bytes: the first `length` bytes of a file of file_size bytes, of
   which the lookup size is needed. Returns false, and leaves *ret alone, if it cannot be used. */
bool index_open(struct index *ret, const void *bytes, size_t length, uint64_t file_size);

/* The section `id` of an index, anywhere in its first `length` bytes, which hold a header
   that index_lookup_size accepted. Returns its start, and in *ret_count of how many items of
   `item` bytes it consists. NULL, and 0, if it is missing, not inside, or not of whole items. */
const void *index_section(const void *bytes, size_t length, uint32_t id, uint32_t item, uint32_t *ret_count);

/* A protocol as entries have it: its offset in TRANSPORTS, in bits 16 to 23; NO_TRANSPORT,
   which no entry has, if it is not there. */
#define NO_TRANSPORT (1u << 24)
uint32_t index_transport(const struct index *, const char *protocol);

/* Checks an entry of the index. Returns false, and leaves *ret alone, if it points outside
   the index, and for NULL. */
bool index_service(const struct index *, const struct format_entry *, struct service *ret);

/* The entry at position i of ENTRIES, likewise; false also if there are not as many. */
static inline bool index_entry(const struct index *x, uint32_t i, struct service *ret)
{
    return i < x->entry_count && index_service(x, &x->entries[i], ret);
}

#endif
