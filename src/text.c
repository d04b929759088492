/* Strings kept once; see text.h. */
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

void text_init(struct text *t)
{
    *t = (struct text){.capacity = 1 << 16, .slot_count = 1 << 12};
    t->bytes = memory_get(t->capacity);
    t->slots = memory_zero(t->slot_count, sizeof *t->slots);
    t->bytes[0] = '\0';
    t->size = 1;
}

void text_free(struct text *t)
{
    free(t->bytes);
    free(t->slots);
}

/* FNV-1a over words of eight bytes: in memory only, never in the file. */
static uint32_t hash_bytes(const char *bytes, size_t n)
{
    uint64_t h = 14695981039346656037u ^ n, word;
    for (; n >= sizeof word; bytes += sizeof word, n -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    word = 0;
    memcpy(&word, bytes, n);
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

/* The slot that holds the string, or the empty one where it belongs. */
static uint32_t *find(const struct text *t, const char *bytes, size_t n)
{
    for (uint32_t i = hash_bytes(bytes, n);; i++) {
        uint32_t *slot = &t->slots[i & (t->slot_count - 1)];
        if (*slot == 0)
            return slot;
        const char *s = t->bytes + *slot;
        if (n < t->size - *slot && s[n] == '\0' && memcmp(s, bytes, n) == 0)
            return slot;
    }
}

static void enlarge_slots(struct text *t)
{
    uint32_t *old = t->slots, old_count = t->slot_count;
    t->slot_count *= 4;
    t->slots = memory_zero(t->slot_count, sizeof *t->slots);
    for (uint32_t i = 0; i < old_count; i++)
        if (old[i] != 0) {
            const char *s = text_at(t, old[i]);
            *find(t, s, strlen(s)) = old[i];
        }
    free(old);
}

uint32_t text_add(struct text *t, const char *bytes, size_t n)
{
    if (n == 0)
        return 0;
    if (t->count >= t->slot_count / 2)
        enlarge_slots(t);
    uint32_t *slot = find(t, bytes, n);
    if (*slot != 0)
        return *slot;
    /* What is read is at most 64 MiB, so offsets stay far below 4 GiB. */
    while (t->capacity - t->size < n + 1) {
        t->capacity *= 2;
        t->bytes = memory_resize(t->bytes, t->capacity);
    }
    *slot = t->size;
    memcpy(t->bytes + t->size, bytes, n);
    t->bytes[t->size + n] = '\0';
    t->size += (uint32_t)n + 1;
    t->count++;
    return *slot;
}
