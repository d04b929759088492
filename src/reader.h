/* Lookups in an index: pure functions from bytes to answers. No I/O, no
   allocation, no globals; linked into the module and the command.

   The bytes are untrusted. Whatever they hold, no function reads outside them
   and each ends within a number of steps bounded by their length. */
#ifndef IANA_READER_H
#define IANA_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "format.h"

/* An opened index. It points into the caller's bytes, which must outlive it. What
   every lookup needs stands first, in as few cache lines as it takes: libc's own
   system call before each lookup leaves few of them in the cache. */
struct index {
    const le32 *slots;
    const struct format_entry *entries;
    const unsigned char *names;
    const struct format_block *blocks;
    uint32_t slot_count, entry_count, names_size, block_count;
    int common[2];                /* where tcp and udp are in transports, as find_transport says */
    /* A copy: proven strings, whatever becomes of the file; eight bytes may be read
       from each byte on. */
    uint32_t transports_size;
    char transports[FORMAT_TRANSPORTS_MAX + 8];
    const le32 *locals;
    uint32_t local_count;
};

/* An answer. It points into the index; its names are NOT proven to be well formed
   beyond this: `size` bytes may be read, and the last of them was a NUL. */
struct service {
    const char *names;            /* canonical\0alias\0... */
    const char *transport;        /* a string; eight bytes may be read */
    uint32_t size;                /* bytes of names, with the last NUL; at least 1 */
    uint32_t room;                /* bytes that may be read from names on; at least size */
    uint32_t transport_size;      /* bytes of transport, with its NUL */
    uint32_t aliases;             /* how many, if the index tells the truth */
    uint16_t port;                /* host byte order */
    uint8_t flags;                /* enum format_flag */
};

/* How much of a file to map. header: its first FORMAT_FILE_MIN bytes;
   file_size: its size in bytes. Returns the size of the hot part, or 0 where
   this is not an index that this code can use. */
uint32_t index_hot_size(const void *header, uint64_t file_size);

/* Opens the hot part of an index. bytes: the first `length` bytes of a file of
   file_size bytes. Returns false, and leaves *ret alone, where it cannot be used. */
bool index_open(struct index *ret, const void *bytes, size_t length, uint64_t file_size);

/* The section `id` of an index, anywhere in the first `length` bytes, which hold
   a header that index_hot_size accepted. Returns its start and *ret_size in
   bytes, or NULL where there is none or it does not lie inside. */
const void *index_section(const void *bytes, size_t length, uint32_t id, uint32_t *ret_size);

/* How much a lookup by name may walk before it gives up: slots, entries of
   groups and bytes of names. Bounds the time that a malicious index can take;
   the writer makes no index in which a lookup needs as much. */
static inline uint64_t index_most_work(const struct index *x)
{
    return (uint64_t)65536 + x->slot_count + x->entry_count + x->names_size;
}

/* The first line that has this name (or, where there is none, the first that has
   it but for ASCII case) and, unless it is NULL, this protocol.
   Returns false, *ret then undefined, where there is none. */
bool index_by_name(const struct index *, const char *name, const char *protocol, struct service *ret);

/* The first line that has this port (host byte order) and, unless it is NULL,
   this protocol. Returns as index_by_name. */
bool index_by_port(const struct index *, uint16_t port, const char *protocol, struct service *ret);

/* The entry at position i of the file. Returns false, and leaves *ret alone or
   undefined, where there is none or it points outside the index. */
bool index_entry(const struct index *, uint32_t i, struct service *ret);

/* The line at *cursor (0 at first) in line order, shadowed ones too.
   Returns false, and leaves both alone, at the end; else *cursor is the next. */
bool index_next(const struct index *, uint32_t *cursor, struct service *ret);

#endif
