/* SPDX-License-Identifier: MIT */
/* Opening an index; see index.h. */
#include "index/index.h"

#include <string.h>

#include "index/load.h"
#include "index/name_hash.h"

uint32_t index_lookup_size(const void *header, uint64_t file_size)
{
    const struct format_header *h = header;
    if (file_size < FORMAT_FILE_MIN || file_size > FORMAT_FILE_MAX)
        return 0;
    if (memcmp(h->magic, FORMAT_MAGIC, sizeof h->magic) != 0 || load_le16(&h->major) != FORMAT_MAJOR)
        return 0;
    uint32_t size = load_le32(&h->lookup_size);
    bool fits = load_le32(&h->file_size) == file_size && size >= FORMAT_FILE_MIN && size <= file_size;
    return fits ? size : 0;
}

const void *index_section(const void *bytes, size_t length, uint32_t id, uint32_t item, uint32_t *ret_count)
{
    const struct format_header *h = bytes;
    uint32_t count = load_le16(&h->section_count);
    const struct format_section *s =
        count > FORMAT_SECTIONS_MAX ? NULL : bytes_at(bytes, length, sizeof *h, count * sizeof *s);
    *ret_count = 0;
    for (uint32_t i = 0; s && i < count; i++) {
        if (load_le32(&s[i].id) != id)
            continue;
        uint32_t size = load_le32(&s[i].size);
        const void *start = bytes_at(bytes, length, load_le32(&s[i].offset), size);
        if (!start || size % item != 0)
            return NULL;
        *ret_count = size / item;
        return start;
    }
    return NULL;
}

uint32_t index_transport(const struct index *x, const char *protocol)
{
    const char *t = x->transports;
    size_t size = strlen(protocol) + 1;
    for (uint32_t at = 0; size > 1 && at + size <= x->transports_size; at += (uint32_t)strlen(t + at) + 1)
        if (memcmp(t + at, protocol, size) == 0)
            return at << 16;
    return NO_TRANSPORT;
}

static void copy_transports(struct index *x, const char *transports)
{
    memset(x->transports, 0, sizeof x->transports);
    memcpy(x->transports, transports, x->transports_size);
    x->common[0] = index_transport(x, "tcp");
    x->common[1] = index_transport(x, "udp");
    x->short_size = 0;
    for (size_t n;
         x->short_size < x->transports_size && (n = strlen(x->transports + x->short_size) + 1) <= 8;)
        x->short_size += (uint32_t)n;
}

bool index_open(struct index *ret, const void *bytes, size_t length, uint64_t file_size)
{
    uint32_t size = length < FORMAT_FILE_MIN ? 0 : index_lookup_size(bytes, file_size);
    if (size == 0 || size > length)
        return false;
    struct index x;
    const char *transports = index_section(bytes, size, SECTION_TRANSPORTS, 1, &x.transports_size);
    x.blocks = index_section(bytes, size, SECTION_BLOCKS, sizeof *x.blocks, &x.block_count);
    x.buckets = index_section(bytes, size, SECTION_BUCKETS, sizeof *x.buckets, &x.bucket_count);
    x.entries = index_section(bytes, size, SECTION_ENTRIES, sizeof *x.entries, &x.entry_count);
    x.names = index_section(bytes, size, SECTION_NAMES, 1, &x.names_size);
    x.locals = index_section(bytes, size, SECTION_LOCALS, sizeof *x.locals, &x.local_count);
    if (!transports || !x.blocks || !x.buckets || !x.entries || !x.names || !x.locals ||
        x.bucket_count == 0 || x.local_count > x.entry_count)
        return false;
    if (x.transports_size == 0 || x.transports_size > FORMAT_TRANSPORTS_MAX ||
        transports[x.transports_size - 1] != '\0')
        return false;
    copy_transports(&x, transports);
    const struct format_header *h = bytes;
    x.seed = hash_seed(load_le32(&h->seed));
    x.closed = load_le16(&h->flags) & FORMAT_CLOSED;
    *ret = x;
    return true;
}

bool index_service(const struct index *x, const struct format_entry *e, struct service *ret)
{
    if (!e)
        return false;
    uint32_t offset = load_le24(&e->names), transport = load_byte(&e->transport);
    const le16 *size = bytes_at(x->names, x->names_size, offset, sizeof *size);
    if (!size || transport >= x->transports_size)
        return false;
    uint32_t n = load_le16(size);
    const char *names = bytes_at(x->names, x->names_size, offset + (uint32_t)sizeof *size, n);
    if (!names || n == 0 || names[n - 1] != '\0')
        return false;
    *ret = (struct service){
        names, x->transports + transport, n, load_byte(&e->aliases), load_le16(&e->port), e->flags};
    return true;
}
