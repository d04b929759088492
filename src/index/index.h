/* SPDX-License-Identifier: MIT */
/* Lookups in an index: pure functions from bytes to answers. No I/O, no
   allocation, no globals; linked into the module and the command.

   The bytes are untrusted. Whatever they hold, no function reads outside them
   and each ends within a number of steps bounded by their length. */
#ifndef IANA_INDEX_H
#define IANA_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/format.h"

/* An opened index. It points into the caller's bytes, which must outlive it. What
   every lookup needs stands first, in as few cache lines as it takes: libc's own
   system call before each lookup leaves few of them in the cache. */
struct index {
    const struct format_bucket *buckets;
    const struct format_entry *entries;
    const unsigned char *names;
    const struct format_block *blocks;
    uint32_t bucket_count, entry_count, names_size, block_count;
    uint32_t common[2]; /* index_transport of tcp and udp */
    /* A copy: proven strings, whatever becomes of the file; eight bytes may be read
       from each byte on. */
    uint32_t transports_size,
        short_size; /* bytes; of those at the start, each is of a string below eight bytes with its NUL */
    char transports[FORMAT_TRANSPORTS_MAX + 8];
    const le32 *locals;
    uint32_t local_count;
};

/* What an entry says. It points into the index; its names are NOT proven to be well formed
   beyond this: `size` bytes may be read, and the last of them was a NUL. */
struct service {
    const char *names;     /* canonical\0alias\0... */
    const char *transport; /* a string */
    uint32_t size;         /* bytes of names, with the last NUL; at least 1 */
    uint32_t aliases;      /* how many, if the index tells the truth */
    uint16_t port;         /* host byte order */
    uint8_t flags;         /* enum format_flag */
};

/* The one place that turns an offset into a pointer: to `size` bytes at `offset` of the
   `length` at `bytes`, or NULL where they do not lie inside. A sum of two uint32_t could
   wrap; as a uint64_t it cannot. */
static inline const void *bytes_at(const void *bytes, uint64_t length, uint32_t offset, uint64_t size)
{
    return offset + size <= length ? (const unsigned char *)bytes + offset : NULL;
}

/* How much of a file to map. header: its first FORMAT_FILE_MIN bytes;
   file_size: its size in bytes. Returns the size of the hot part, or 0 where
   this is not an index that this code can use. */
uint32_t index_lookup_size(const void *header, uint64_t file_size);

/* Opens the hot part of an index. bytes: the first `length` bytes of a file of
   file_size bytes. Returns false, and leaves *ret alone, where it cannot be used. */
bool index_open(struct index *ret, const void *bytes, size_t length, uint64_t file_size);

/* The section `id` of an index, anywhere in the first `length` bytes, which hold
   a header that index_lookup_size accepted. Returns its start and *ret_size in
   bytes, or NULL where there is none or it does not lie inside. */
const void *index_section(const void *bytes, size_t length, uint32_t id, uint32_t *ret_size);

/* How a protocol is known to entries: its offset in TRANSPORTS, in bits 16 to 23;
   NO_TRANSPORT, which is no entry's, where it is not there. */
#define NO_TRANSPORT (1u << 24)
uint32_t index_transport(const struct index *, const char *protocol);

/* What an entry of the index says. Returns false, and leaves *ret alone, where it points
   outside the index, and for NULL. */
bool index_service(const struct index *, const struct format_entry *, struct service *ret);

/* The entry at position i of the file, likewise. */
bool index_entry(const struct index *, uint32_t i, struct service *ret);

/* How much a lookup by name may walk before it gives up: buckets, entries of
   spans and bytes of names. Bounds the time that a malicious index can take;
   the writer makes no index in which a lookup needs as much. */
static inline uint64_t index_most_work(const struct index *x)
{
    return (uint64_t)65536 + x->bucket_count + x->entry_count + x->names_size;
}

#endif
