/* SPDX-License-Identifier: MIT */
/* Formats: an index -> text, appended to *ret, which the caller releases. records: those of
   the same index. */
#ifndef IANA_EXPORT_H
#define IANA_EXPORT_H

#include "base/buffer.h"
#include "view/records.h"

/* services(5): a line for each entry in line order, duplicated ones too, so that the first
   line that matches is what getservbyname and getservbyport answer. The first line of the
   text is a comment that marks an export, SERVICES_MARK. */
void export_services(const struct index *, const struct records *, struct buffer *ret);

/* The registry's rows. csv and xml: like IANA's files; the parsers read the same rows from
   them. xml also has the people, references, footnotes and the date. txt: a table. json: an
   array of objects. */
void export_csv(const struct index *, const struct records *, struct buffer *ret);
void export_xml(const struct index *, const struct records *, struct buffer *ret);
void export_txt(const struct index *, const struct records *, struct buffer *ret);
void export_json(const struct index *, const struct records *, struct buffer *ret);

/* LDIF: what getservbyport answers for each port and transport, an entry below
   ou=services,BASE. Names that only getservbyname finds, because another entry comes first
   at their port, are left out. base: a DN. */
void export_ldif(const struct index *, const char *base, struct buffer *ret);

/* services(5) lines of the applications, for `build --local': a name for each port above the System
   Ports that one application alone uses, unless the registry has the name elsewhere. The others are comments. Not an export that `build --local' refuses. */
void export_applications(const struct index *, const struct records *, struct buffer *ret);

/* A web page that needs no other file and no network: the rows, local lines, people and
   references, a search, and a picture of the ports. */
void export_html(const struct index *, const struct records *, struct buffer *ret);

#endif
