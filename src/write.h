/* Formats out: an index -> text, appended to *ret. */
#ifndef IANA_WRITE_H
#define IANA_WRITE_H

#include "bytes.h"
#include "cold.h"

/* services(5): a line for each line of the index, shadowed ones too, in order.
   What getservbyname and getservbyport answer is its first line that matches.
   The first line of the text marks it as an export. */
void write_services(const struct index *, const struct cold *, struct bytes *ret);

/* The first bytes of every such export. */
#define SERVICES_MARK "# Exported by iana-services"

#endif
