/* Strings kept once; see text.h. */
#include "text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

void text_init(struct text *t)
{
    *t = (struct text){.capacity = 1 << 20, .slot_count = 1 << 16};
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

static uint64_t word_at(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* FNV-1a over words of eight bytes, the last two overlapping: in memory only,
   never in the file. */
static uint32_t hash_bytes(const char *bytes, size_t n)
{
    uint64_t h = 14695981039346656037u ^ n, last = 0;
    for (size_t i = 0; i + 8 < n; i += 8)
        h = ((h ^ word_at(bytes + i)) * 0x9e3779b97f4a7c15u) ^ h >> 29;
    if (n >= 8)
        last = word_at(bytes + n - 8);
    else
        for (size_t i = 0; i < n; i++)
            last = last << 8 | (unsigned char)bytes[i];
    return (uint32_t)((h ^ last) * 0x9e3779b97f4a7c15u >> 32);
}

static bool equal(const char *a, const char *b, size_t n)
{
    if (n < 8) {
        while (n > 0 && a[n - 1] == b[n - 1])
            n--;
        return n == 0;
    }
    for (size_t i = 0; i + 8 < n; i += 8)
        if (word_at(a + i) != word_at(b + i))
            return false;
    return word_at(a + n - 8) == word_at(b + n - 8);
}

/* The slot that holds the string, or the empty one where it belongs. */
static uint32_t *find(const struct text *t, const char *bytes, size_t n)
{
    for (uint32_t i = hash_bytes(bytes, n);; i++) {
        uint32_t *slot = &t->slots[i & (t->slot_count - 1)];
        if (*slot == 0)
            return slot;
        const char *s = t->bytes + *slot;
        if (n < t->size - *slot && s[n] == '\0' && equal(s, bytes, n))
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
    bool ours = bytes >= t->bytes && bytes < t->bytes + t->size;
    size_t from = ours ? (size_t)(bytes - t->bytes) : 0;
    while (t->capacity - t->size < n + 1) {
        t->capacity *= 2;
        t->bytes = memory_resize(t->bytes, t->capacity);
    }
    if (ours)                     /* they moved */
        bytes = t->bytes + from;
    *slot = t->size;
    memcpy(t->bytes + t->size, bytes, n);
    t->bytes[t->size + n] = '\0';
    t->size += (uint32_t)n + 1;
    t->count++;
    return *slot;
}
