/* SPDX-License-Identifier: MIT */
/* Strings kept once: a string is known by its offset in one block of bytes,
   which is also how the index stores them. Equal strings, equal offsets. */
#ifndef IANA_STRTAB_H
#define IANA_STRTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct strtab {
    char *bytes;   /* NUL-terminated strings; offset 0 is "" */
    uint32_t size; /* bytes in use */
    uint32_t capacity, count, slot_count;
    uint32_t *slots; /* hash table of offsets; 0 is empty */
};

/* An empty table that holds "". Release it by strtab_free. */
void strtab_init(struct strtab *);
void strtab_free(struct strtab *);

/* The offset of these n bytes (no NUL among them; perhaps part of a string of the
   table) as a string. Ends the program where memory runs out. */
uint32_t strtab_add(struct strtab *, const char *bytes, size_t n);

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
