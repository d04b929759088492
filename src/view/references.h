/* SPDX-License-Identifier: MIT */
/* What the "[label]"s in a row refer to: a person, an RFC, a draft, a URI, a footnote. */
#ifndef IANA_REFERENCES_H
#define IANA_REFERENCES_H

#include "base/buffer.h"
#include "view/records.h"

/* The next "[label]" in the text from *text on; moves *text after it. Returns false if there is none. */
bool label_next(const char **text, struct field *ret);

/* The person with this id, or NULL. */
const struct format_person *person_find(const struct records *, struct field id);

/* The reference with this label, or NULL: often the label alone tells it. */
const struct format_reference *reference_find(const struct records *, struct field label);

/* The type of the link that the "[" at s is, in a text of the records; NULL if it is none. Only for a
   registry whose head is known: one from CSV has no links. */
const char *link_type(const struct records *, const char *s, const char *text);

/* Appends a person's addresses, separated by ", ", without "mailto:", and with "@" instead
   of the "&" that IANA writes. */
void person_address(const struct records *, const struct format_person *, struct buffer *ret);

/* Appends the URI that a label refers to, or the text of its footnote; nothing if it has
   neither. */
void reference_target(const struct records *, struct field label, struct buffer *ret);

#endif
