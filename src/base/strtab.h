/* Strings kept once: a string is known by its offset in one block of bytes,
   which is also how the index stores them. Equal strings, equal offsets. */
#ifndef IANA_TEXT_H
#define IANA_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "index/name_hash.h"

struct text {
    char *bytes;                  /* NUL-terminated strings; offset 0 is "" */
    uint32_t size;                /* bytes in use */
    uint32_t capacity, count, slot_count;
    uint32_t *slots;              /* hash table of offsets; 0 is empty */
};

/* An empty table that holds "". Release it by text_free. */
void text_init(struct text *);
void text_free(struct text *);

/* The offset of these n bytes (no NUL among them; perhaps part of a string of the
   table) as a string. Ends the program where memory runs out. */
uint32_t text_add(struct text *, const char *bytes, size_t n);

/* Whether the string at an offset is these n bytes. */
static inline bool text_is(const struct text *t, uint32_t offset, const char *bytes, size_t n)
{
    return n < t->size - offset && t->bytes[offset + n] == '\0' && bytes_equal(t->bytes + offset, bytes, n);
}

/* The string at an offset that text_add returned; valid until the next text_add. */
static inline const char *text_at(const struct text *t, uint32_t offset)
{
    return t->bytes + offset;
}

#endif
