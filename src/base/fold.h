/* SPDX-License-Identifier: MIT */
/* Names without regard to case: for people who search. Lookups compare exactly. */
#ifndef IANA_FOLD_H
#define IANA_FOLD_H

/* ASCII only, whatever the locale: RFC 6335, section 5.1. */
static inline unsigned char name_fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

#endif
