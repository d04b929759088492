/* Lookups in an index; see reader.h. */
#include "reader.h"

#include <string.h>

#include "hash.h"

/* The one place that turns an offset into a pointer. A sum of two uint32_t could
   wrap; as a uint64_t it cannot. */
static const void *at(const void *bytes, size_t length, uint32_t offset, uint32_t size)
{
    if ((uint64_t)offset + size > length)
        return NULL;
    return (const unsigned char *)bytes + offset;
}

uint32_t index_hot_size(const void *header, uint64_t file_size)
{
    const struct format_header *h = header;
    if (file_size < FORMAT_FILE_MIN || file_size > FORMAT_FILE_MAX)
        return 0;
    if (memcmp(h->magic, FORMAT_MAGIC, sizeof h->magic) != 0 || le16_get(h->major) != FORMAT_MAJOR)
        return 0;
    uint32_t hot = le32_get(h->hot_size);
    if (le32_get(h->file_size) != file_size || hot < FORMAT_FILE_MIN || hot > file_size)
        return 0;
    return hot;
}

const void *index_section(const void *bytes, size_t length, uint32_t id, uint32_t *ret_size)
{
    const struct format_header *h = bytes;
    uint32_t count = le32_get(h->section_count);
    if (count > FORMAT_SECTIONS_MAX)
        return NULL;
    const struct format_section *s =
        at(bytes, length, sizeof *h, count * (uint32_t)sizeof *s);
    for (uint32_t i = 0; s && i < count; i++)
        if (le32_get(s[i].id) == id) {
            *ret_size = le32_get(s[i].size);
            return at(bytes, length, le32_get(s[i].offset), *ret_size);
        }
    return NULL;
}

/* A hot section that holds whole items of `item` bytes; *ret_count of them. */
static const void *items(const void *bytes, size_t hot, uint32_t id, uint32_t item, uint32_t *ret_count)
{
    uint32_t size;
    const void *p = index_section(bytes, hot, id, &size);
    if (!p || size % item != 0)
        return NULL;
    *ret_count = size / item;
    return p;
}

enum { ANY_TRANSPORT = -1, NO_TRANSPORT = -2 };

/* Where in TRANSPORTS a protocol stands: the number by which entries know it. */
static int search_transport(const struct index *x, const char *protocol)
{
    const char *t = x->transports, *end = t + x->transports_size;
    if (!*protocol)
        return NO_TRANSPORT;
    while (t < end) {
        const char *start = t, *p = protocol;
        for (; *t == *p && *t; t++)
            p++;
        if (*t == *p)
            return (int)(start - x->transports);
        while (*t++)
            ;
    }
    return NO_TRANSPORT;
}

static void copy_transports(struct index *x, const char *transports)
{
    memset(x->transports, 0, sizeof x->transports);
    memcpy(x->transports, transports, x->transports_size);
    x->common[0] = search_transport(x, "tcp");
    x->common[1] = search_transport(x, "udp");
}

bool index_open(struct index *ret, const void *bytes, size_t length, uint64_t file_size)
{
    if (length < FORMAT_FILE_MIN)
        return false;
    uint32_t hot = index_hot_size(bytes, file_size);
    if (hot == 0 || hot > length)
        return false;
    struct index x;
    const char *transports = items(bytes, hot, SECTION_TRANSPORTS, 1, &x.transports_size);
    x.blocks = items(bytes, hot, SECTION_BLOCKS, sizeof *x.blocks, &x.block_count);
    x.slots = items(bytes, hot, SECTION_SLOTS, sizeof *x.slots, &x.slot_count);
    x.entries = items(bytes, hot, SECTION_ENTRIES, sizeof *x.entries, &x.entry_count);
    x.names = items(bytes, hot, SECTION_NAMES, 1, &x.names_size);
    x.locals = items(bytes, hot, SECTION_LOCALS, sizeof *x.locals, &x.local_count);
    if (!transports || !x.blocks || !x.slots || !x.entries || !x.names || !x.locals)
        return false;
    if (x.block_count == 0 || x.slot_count == 0 || x.local_count > x.entry_count)
        return false;
    if (x.transports_size == 0 || x.transports_size > FORMAT_TRANSPORTS_MAX || transports[x.transports_size - 1] != '\0')
        return false;
    copy_transports(&x, transports);
    *ret = x;
    return true;
}

/* strlen(s) + 1, where eight bytes may be read from each byte of s. Those of nearly
   all transports are found in one word. No call, so that callers need none. */
static inline uint32_t string_size(const char *s)
{
    for (uint32_t i = 0;; i += 8) {
        uint64_t word = word_at(s + i), zeros = (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
        if (zeros)
            return i + (uint32_t)__builtin_ctzll(zeros) / 8 + 1;
    }
}

/* Fills *ret from an entry. False where it points outside the index. */
static inline bool answer(const struct index *x, const struct format_entry *e, struct service *ret)
{
    uint32_t names = le24_first(e);
    const le16 *size = at(x->names, x->names_size, names, sizeof *size);
    if (!size || e->transport >= x->transports_size)
        return false;
    uint32_t n = le16_get(*size);
    const char *run = at(x->names, x->names_size, names + (uint32_t)sizeof *size, n);
    if (!run || n == 0 || run[n - 1] != '\0')
        return false;
    ret->names = run;
    ret->size = n;
    ret->room = x->names_size - names - (uint32_t)sizeof *size;
    ret->transport = x->transports + e->transport;
    ret->transport_size = string_size(ret->transport);
    ret->aliases = e->aliases;
    ret->port = le16_get(e->port);
    ret->flags = e->flags;
    return true;
}

/* The number by which entries know this protocol. */
static int find_transport(const struct index *x, const char *protocol)
{
    if (!protocol)
        return ANY_TRANSPORT;
    /* Nearly all ask for one of two, and nothing here jumps on which: callers that
       ask for both in turn would have that mispredicted. */
    if (protocol[0] && protocol[1] && protocol[2] == 'p' && !protocol[3]) {
        bool tcp = (protocol[0] == 't') & (protocol[1] == 'c'), udp = (protocol[0] == 'u') & (protocol[1] == 'd');
        if (tcp | udp)
            return x->common[udp];
    }
    return search_transport(x, protocol);
}

static bool has_transport(const struct format_entry *e, int transport)
{
    return (transport == ANY_TRANSPORT) | (e->transport == transport);
}

bool index_by_port(const struct index *x, uint16_t port, const char *protocol, struct service *ret)
{
    int transport = find_transport(x, protocol);
    uint32_t b = port / FORMAT_BLOCK_PORTS;
    if (b + 1 >= x->block_count)
        return false;
    uint32_t i = le24_first(&x->blocks[b]), end = le24_first(&x->blocks[b + 1]);
    i += le32_get(x->blocks[b].steps) >> 4 * (port % FORMAT_BLOCK_PORTS) & FORMAT_STEP_MAX;
    if (end > x->entry_count || i >= end)
        return false;
    const struct format_entry *e = &x->entries[i], *behind = &x->entries[end];
    /* Half of all lookups want the second transport of a port. This step is no
       jump: it would be mispredicted as often. */
    e += !has_transport(e, transport) & (e + 1 < behind);
    for (; e < behind && le16_get(e->port) <= port; e++)
        if (le16_get(e->port) == port && has_transport(e, transport))
            return answer(x, e, ret);
    return false;
}

enum match { MATCH_NONE, MATCH_FOLDED, MATCH_EXACT };

static bool equal_folded(const char *a, const char *b, size_t n)
{
    while (n > 0 && name_fold((unsigned char)a[n - 1]) == name_fold((unsigned char)b[n - 1]))
        n--;
    return n == 0;
}

/* The best match of a name of n bytes among those of a run. */
static enum match match_run(const struct service *s, const char *name, size_t n)
{
    enum match best = MATCH_NONE;
    for (const char *p = s->names, *end = p + s->size; p < end;) {
        if ((size_t)(end - p) > n && p[n] == '\0') {
            if (bytes_equal(p, name, n))
                return MATCH_EXACT;
            if (equal_folded(p, name, n))
                best = MATCH_FOLDED;
        }
        const char *nul = memchr(p, '\0', (size_t)(end - p));
        p = nul ? nul + 1 : end;
    }
    return best;
}

/* The first entry with this transport in the group that starts at entry i, or
   NULL. Adds what it walks to *work. */
static const struct format_entry *in_group(const struct index *x, uint32_t i, int transport, uint64_t *work)
{
    if (i >= x->entry_count)
        return NULL;
    const struct format_entry *e = &x->entries[i], *last = &x->entries[x->entry_count - 1];
    e += !has_transport(e, transport) & (e < last) & ((e->flags & ENTRY_RUNS_ON) != 0);   /* as in index_by_port */
    for (;; e++, ++*work) {
        if (has_transport(e, transport))
            return e;
        if (!(e->flags & ENTRY_RUNS_ON) || e == last)
            return NULL;
    }
}

bool index_by_name(const struct index *x, const char *name, const char *protocol, struct service *ret)
{
    int transport = find_transport(x, protocol);
    size_t n = strlen(name);
    uint32_t hash = name_hash(name, n);
    struct service folded;        /* the first, if found */
    bool found = false;
    if (transport == NO_TRANSPORT || n == 0)
        return false;
    uint32_t i = hash_slot(hash, x->slot_count);
    for (uint64_t work = 0, most = index_most_work(x); work < most; work++) {
        uint32_t slot = le32_get(x->slots[i]);
        i = i + 1 < x->slot_count ? i + 1 : 0;
        if (slot == 0)
            break;
        if (slot >> SLOT_TAG_SHIFT != hash_tag(hash))
            continue;
        const struct format_entry *e = in_group(x, (slot & SLOT_ENTRY) - 1, transport, &work);
        if (!e || !answer(x, e, ret))
            continue;
        work += ret->size;
        enum match m = match_run(ret, name, n);
        if (m == MATCH_EXACT)
            return true;
        if (m == MATCH_FOLDED && !found) {
            folded = *ret;
            found = true;
        }
    }
    if (found)
        *ret = folded;
    return found;
}

bool index_entry(const struct index *x, uint32_t i, struct service *ret)
{
    return i < x->entry_count && answer(x, &x->entries[i], ret);
}

bool index_next(const struct index *x, uint32_t *cursor, struct service *ret)
{
    /* First the local lines as LOCALS orders them, then the entries as they
       stand, without the local ones. */
    const uint32_t locals = x->local_count, end = locals + x->entry_count;
    for (uint32_t i = *cursor; i < end; i++) {
        uint32_t k = i < locals ? le32_get(x->locals[i]) : i - locals;
        const struct format_entry *e = &x->entries[k];
        if (k < x->entry_count && (i < locals || !(e->flags & ENTRY_LOCAL)) && answer(x, e, ret)) {
            *cursor = i + 1;
            return true;
        }
    }
    return false;
}
