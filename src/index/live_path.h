/* SPDX-License-Identifier: MIT */
/* The paths of the live index and the vendor's, and which names a generation may have: the
   module and the command must agree on them. */
#ifndef IANA_LIVE_PATH_H
#define IANA_LIVE_PATH_H

#include <stddef.h>

#include "index/format.h"

#define IANA_STRING_(x) #x
#define IANA_STRING(x) IANA_STRING_(x)

#define LIVE_DIRECTORY IANA_STATEDIR "/" IANA_STRING(FORMAT_MAJOR)
#define LIVE_POINTER LIVE_DIRECTORY "/current" /* a file that holds a generation's name */
#define GENERATIONS LIVE_DIRECTORY "/gen/"
#define VENDOR_DIRECTORY IANA_DATADIR "/iana-services"
#define VENDOR_POINTER VENDOR_DIRECTORY "/services.idx" /* likewise, of an index beside it */

#define GENERATION_NAME_MAX 64u /* bytes, without a NUL */

/* The length in bytes of the generation's name in these n bytes, which may end with a newline;
   0 if they are no such name. It is no path, and no hidden file's. */
static inline size_t generation_name_length(const char *bytes, size_t n)
{
    if (n > 0 && bytes[n - 1] == '\n')
        n--;
    if (n == 0 || n > GENERATION_NAME_MAX || bytes[0] == '.')
        return 0;
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-'))
            return 0;
    }
    return n;
}

#endif
