/* SPDX-License-Identifier: MIT */
/* Texts of an index -> text, attributes and links of XML. */
#ifndef IANA_XML_TEXT_H
#define IANA_XML_TEXT_H

#include "base/buffer.h"
#include "view/records.h"

struct xml_text {
    struct buffer *out;
    const struct records *records;
    const char *newline; /* what is written for "\n" in text */
};

/* Each writes a text of the records, escaped; what XML does not allow becomes U+FFFD. */
typedef void xml_text_write(const struct xml_text *, const char *);
xml_text_write xml_plain;      /* just text */
xml_text_write xml_prose;      /* a "[label]" that is a link becomes an <xref> */
xml_text_write xml_people;     /* a column of "[label]"s of people */
xml_text_write xml_references; /* a column of "[label]"s */

/* Write a "[label]" as a link of this type. */
void xml_link(const struct xml_text *, const char *label, const char *type);

/* Write the first n bytes of a text. */
void xml_plain_part(const struct xml_text *, const char *, size_t n);

/* Write an attribute of n bytes, with a blank before it; nothing if n is 0. */
void xml_attribute(const struct xml_text *, const char *name, const char *value, size_t n);

/* Whether parse_xml reads these n bytes as they are, though it normalizes blanks. If not, the element needs
   the attribute xml:space="preserve". */
bool xml_is_tidy(const char *, size_t n);

#endif
