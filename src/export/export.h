/* SPDX-License-Identifier: MIT */
/* Formats out: an index -> text, appended to *ret. */
#ifndef IANA_EXPORT_H
#define IANA_EXPORT_H

#include "base/buffer.h"
#include "view/records.h"

/* services(5): a line for each line of the index, shadowed ones too, in order.
   What getservbyname and getservbyport answer is its first line that matches.
   The first line of the text marks it as an export. */
void export_services(const struct index *, const struct records *, struct buffer *ret);

/* The registry's rows. csv, xml: as IANA's files, so that our readers give the same
   rows; xml has people, references, footnotes and the date too. */
void export_csv(const struct index *, const struct records *, struct buffer *ret);
void export_xml(const struct index *, const struct records *, struct buffer *ret);
void export_txt(const struct index *, const struct records *, struct buffer *ret);
void export_json(const struct index *, const struct records *, struct buffer *ret);

/* LDIF: what getservbyport answers for each port and transport, as an entry below
   ou=services,BASE. Names that only getservbyname knows, since another has their
   port, are not there. */
void export_ldif(const struct index *, const char *base, struct buffer *ret);

/* One web page that needs no other file and no network: the rows, local lines, people
   and references, to be searched, and a picture of the ports. */
void export_html(const struct index *, const struct records *, struct buffer *ret);

#endif
