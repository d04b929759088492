/* SPDX-License-Identifier: MIT */
/* What "[label]" in a row leads to: a person, an RFC, a draft, an address, a footnote. */
#ifndef IANA_REFERENCES_H
#define IANA_REFERENCES_H

#include "base/buffer.h"
#include "view/records.h"

/* The next "[label]" at or behind *p; moves *p behind it. False where there is none. */
bool label_next(const char **p, struct field *ret);

/* The person "[id]" stands for, or NULL. */
const struct format_person *person_find(const struct records *, struct field id);

/* What the index knows of a reference's label, or NULL: it may tell enough. */
const struct format_reference *reference_find(const struct records *, struct field label);

/* Appends a person's addresses, ", " between them, without "mailto:", with the "@" that
   IANA writes as "&". */
void person_address(const struct records *, const struct format_person *, struct buffer *ret);

/* Appends the address that a reference leads to, or the text of a footnote; nothing
   where there is neither. */
void reference_print(const struct records *, struct field label, struct buffer *ret);

#endif
