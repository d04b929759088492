/* SPDX-License-Identifier: MIT */
/* libnss_iana.so.2: the five functions that glibc's name service switch calls
   (nsswitch.conf(5); prototypes in <nss.h>). */
#include <errno.h>
#include <nss.h>

#include "index/lookup.h"
#include "pack.h"
#include "snapshot.h"

NSS_DECLARE_MODULE_FUNCTIONS(iana)

#define PUBLIC __attribute__((visibility("default")))

/* The status if snapshot_get found no index; it has set *errnop. */
static enum nss_status unavailable(const int *errnop)
{
    return *errnop == EAGAIN || *errnop == ENOMEM ? NSS_STATUS_TRYAGAIN : NSS_STATUS_UNAVAIL;
}

/* Answers a lookup with the entry that it found; NULL: it found none, or snapshot_get no index.
   glibc passes &errno as errnop, so it is set last of all. */
static inline enum nss_status answer(const struct index *index, const struct format_entry *found,
                                     struct servent *result, char *buffer, size_t buflen, int *errnop)
{
    if (!index)
        return unavailable(errnop);
    enum nss_status status = found ? pack_entry(index, found, result, buffer, buflen) : NSS_STATUS_NOTFOUND;
    if (status != NSS_STATUS_SUCCESS)
        *errnop = status == NSS_STATUS_TRYAGAIN ? ERANGE : ENOENT;
    return status;
}

PUBLIC enum nss_status _nss_iana_getservbyname_r(const char *name, const char *protocol,
                                                 struct servent *result, char *buffer, size_t buflen,
                                                 int *errnop)
{
    const struct index *index = snapshot_get(errnop);
    const struct format_entry *found = index ? index_by_name(index, name, protocol) : NULL;
    return answer(index, found, result, buffer, buflen, errnop);
}

/* port: in network byte order, as an int; one out of range is not found. */
PUBLIC enum nss_status _nss_iana_getservbyport_r(int port, const char *protocol, struct servent *result,
                                                 char *buffer, size_t buflen, int *errnop)
{
    const struct index *index = snapshot_get(errnop);
    bool usable = index && port >= 0 && port <= 0xffff;
    const struct format_entry *found = usable ? index_by_port(index, ntohs((uint16_t)port), protocol) : NULL;
    return answer(index, found, result, buffer, buflen, errnop);
}

/* The enumeration, the only state beside the snapshot. glibc calls these three under a lock
   (nss/getXXent_r.c). */
static const struct index *walked;
static uint32_t cursor;

/* Begin an enumeration; out of line to keep the per-entry path small. */
__attribute__((noinline)) static enum nss_status start(int *errnop)
{
    cursor = 0;
    walked = snapshot_get(errnop);
    return walked ? NSS_STATUS_SUCCESS : unavailable(errnop);
}

PUBLIC enum nss_status _nss_iana_setservent(int stayopen)
{
    (void)stayopen;
    return start(&errno);
}

PUBLIC enum nss_status _nss_iana_endservent(void)
{
    walked = NULL;
    return NSS_STATUS_SUCCESS;
}

/* Malformed entries, at most 64 KiB each, that one call passes over; a sound index has none. */
enum { MALFORMED_MAX = 256 };

PUBLIC enum nss_status _nss_iana_getservent_r(struct servent *result, char *buffer, size_t buflen,
                                              int *errnop)
{
    int malformed = 0;
    const struct format_entry *e;
    enum nss_status status = walked ? NSS_STATUS_SUCCESS : start(errnop);
    if (status != NSS_STATUS_SUCCESS)
        return status;
    for (uint32_t next = cursor; malformed < MALFORMED_MAX && (e = index_next(walked, &next));) {
        if (e->flags & ENTRY_DUPLICATE)
            continue;
        status = answer(walked, e, result, buffer, buflen, errnop);
        if (status == NSS_STATUS_SUCCESS)
            cursor = next;
        if (status != NSS_STATUS_NOTFOUND)
            return status;
        malformed++;
    }
    *errnop = ENOENT;
    return NSS_STATUS_NOTFOUND;
}
