/* SPDX-License-Identifier: MIT */
/* Strings kept once; see strtab.h. */
#include "base/strtab.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/alloc.h"
#include "index/name_hash.h"

/* Different in every process: who writes a registry cannot know which strings collide. No
   offset depends on it, so neither does an index. */
static uint64_t process_seed(void)
{
    static uint64_t seed;
    if (!seed && getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
        seed = (uint64_t)(uintptr_t)&seed * HASH_ODD ^ (uint64_t)time(NULL); /* early boot: by ASLR */
    return seed;
}

void strtab_init(struct strtab *t)
{
    *t = (struct strtab){.capacity = 1 << 20, .slot_count = 1 << 16, .seed = process_seed()};
    t->bytes = alloc_bytes(t->capacity);
    t->slots = alloc_zero(t->slot_count, sizeof *t->slots);
    t->bytes[0] = '\0';
    t->size = 1;
}

void strtab_free(struct strtab *t)
{
    free(t->bytes);
    free(t->slots);
}

/* The slot that holds the string, or the empty one where it belongs. */
static uint32_t *find(const struct strtab *t, const char *bytes, size_t n)
{
    for (uint32_t i = bytes_hash(bytes, n, t->seed);; i++) {
        uint32_t *slot = &t->slots[i & (t->slot_count - 1)];
        if (*slot == 0 || strtab_is(t, *slot, bytes, n))
            return slot;
    }
}

static void enlarge_slots(struct strtab *t)
{
    uint32_t *old = t->slots;
    size_t old_count = t->slot_count;
    t->slot_count *= 4;
    t->slots = alloc_zero(t->slot_count, sizeof *t->slots);
    for (size_t k = 0; k < old_count; k++) {
        const char *s = strtab_at(t, old[k]);
        if (old[k])
            *find(t, s, strlen(s)) = old[k];
    }
    free(old);
}

/* Makes room for n more bytes. Returns where `from` is after that, which may be part of a string
   of the table. */
static const char *make_room(struct strtab *t, const char *from, size_t n)
{
    if (t->capacity - t->size >= n)
        return from;
    bool ours = from >= t->bytes && from < t->bytes + t->size;
    size_t offset = ours ? (size_t)(from - t->bytes) : 0;
    while (t->capacity - t->size < n)
        t->capacity *= 2;
    t->bytes = alloc_resize(t->bytes, t->capacity);
    return ours ? t->bytes + offset : from;
}

/* Keeps a string that the table does not have, in the slot where it belongs. */
static uint32_t keep(struct strtab *t, uint32_t *slot, const char *bytes, size_t n)
{
    if (n >= UINT32_MAX - t->size)
        alloc_fail(); /* offsets have 32 bits; files that are read have at most 64 MiB */
    bytes = make_room(t, bytes, n + 1);
    uint32_t new = *slot = t->size;
    memcpy(t->bytes + new, bytes, n);
    t->bytes[new + n] = '\0';
    t->size += (uint32_t)n + 1;
    if (++t->count >= t->slot_count / 2)
        enlarge_slots(t);
    return new;
}

uint32_t strtab_add(struct strtab *t, const char *bytes, size_t n)
{
    if (n == 0)
        return 0;
    uint32_t *slot = find(t, bytes, n);
    return *slot != 0 ? *slot : keep(t, slot, bytes, n);
}

uint32_t strtab_find(const struct strtab *t, const char *bytes, size_t n)
{
    return n == 0 ? 0 : *find(t, bytes, n);
}
