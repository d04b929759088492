/* SPDX-License-Identifier: MIT */
/* String table: each string is kept once and known by its offset in one block of bytes, as in
   the index. Equal strings have equal offsets. */
#ifndef IANA_STRTAB_H
#define IANA_STRTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct strtab {
    char *bytes;   /* NUL-terminated strings; offset 0 is "" */
    uint32_t size; /* bytes in use */
    uint32_t count;
    size_t capacity, slot_count;
    uint32_t *slots; /* hash table of offsets; 0 is empty */
    uint64_t seed;   /* of its hash */
};

/* Makes a table that holds "" only. Release it by strtab_free. */
void strtab_init(struct strtab *);
void strtab_free(struct strtab *);

/* Adds a string of n bytes, unless it is there. The bytes have no NUL, and may be part of a
   string of the table. Returns its offset; exits by alloc_fail if memory or 32 bits run out. */
uint32_t strtab_add(struct strtab *, const char *bytes, size_t n);

/* The offset of a string that was added; 0 if it was not, and for "". */
uint32_t strtab_find(const struct strtab *, const char *bytes, size_t n);

/* Whether the string at an offset is these n bytes. */
static inline bool strtab_is(const struct strtab *t, uint32_t offset, const char *bytes, size_t n)
{
    return n < t->size - offset && t->bytes[offset + n] == '\0' && memcmp(t->bytes + offset, bytes, n) == 0;
}

/* The string at an offset that strtab_add returned; valid until the next strtab_add. */
static inline const char *strtab_at(const struct strtab *t, uint32_t offset)
{
    return t->bytes + offset;
}

#endif
