/* libnss_iana.so.2: the five functions that glibc's name service switch calls
   (nsswitch.conf(5); prototypes in <nss.h>). */
#include <arpa/inet.h>
#include <errno.h>
#include <nss.h>

#include "pack.h"
#include "snapshot.h"

NSS_DECLARE_MODULE_FUNCTIONS(iana)

#define PUBLIC __attribute__((visibility("default")))

/* *errnop is as a rule errno itself, so it is set last of all. */
static enum nss_status fail(int saved_errno, int *errnop, enum nss_status status, int error)
{
    errno = saved_errno;
    *errnop = error;
    return status;
}

static enum nss_status unavailable(int saved_errno, int *errnop, int error)
{
    bool passing = error == EAGAIN || error == ENOMEM;
    return fail(saved_errno, errnop, passing ? NSS_STATUS_TRYAGAIN : NSS_STATUS_UNAVAIL, error);
}

static enum nss_status not_found(int saved_errno, int *errnop)
{
    return fail(saved_errno, errnop, NSS_STATUS_NOTFOUND, ENOENT);
}

static enum nss_status give(const struct service *service, struct servent *result, char *buffer, size_t buflen,
                            int saved_errno, int *errnop)
{
    switch (pack_service(service, result, buffer, buflen)) {
    case PACK_TOO_SMALL:
        return fail(saved_errno, errnop, NSS_STATUS_TRYAGAIN, ERANGE);
    case PACK_MALFORMED:
        return not_found(saved_errno, errnop);
    case PACK_DONE:
        break;
    }
    errno = saved_errno;
    return NSS_STATUS_SUCCESS;
}

PUBLIC enum nss_status _nss_iana_getservbyname_r(const char *name, const char *protocol, struct servent *result,
                                                 char *buffer, size_t buflen, int *errnop)
{
    int saved_errno = errno, error = 0;
    const struct index *index = snapshot_get(&error);
    struct service service;
    if (!index)
        return unavailable(saved_errno, errnop, error);
    if (!index_by_name(index, name, protocol, &service))
        return not_found(saved_errno, errnop);
    return give(&service, result, buffer, buflen, saved_errno, errnop);
}

/* port: network byte order in an int; one out of range is no port. */
PUBLIC enum nss_status _nss_iana_getservbyport_r(int port, const char *protocol, struct servent *result,
                                                 char *buffer, size_t buflen, int *errnop)
{
    int saved_errno = errno, error = 0;
    const struct index *index = snapshot_get(&error);
    struct service service;
    if (!index)
        return unavailable(saved_errno, errnop, error);
    if (port < 0 || port > 0xffff || !index_by_port(index, ntohs((uint16_t)port), protocol, &service))
        return not_found(saved_errno, errnop);
    return give(&service, result, buffer, buflen, saved_errno, errnop);
}

/* The enumeration: the only state beside the snapshot. glibc holds a lock of its
   own around these three (nss/getXXent_r.c). */
static const struct index *walked;
static uint32_t cursor;

PUBLIC enum nss_status _nss_iana_setservent(int stayopen)
{
    (void)stayopen;
    int saved_errno = errno, error = 0;
    cursor = 0;
    walked = snapshot_get(&error);
    if (!walked)
        return unavailable(saved_errno, &errno, error);
    errno = saved_errno;
    return NSS_STATUS_SUCCESS;
}

PUBLIC enum nss_status _nss_iana_endservent(void)
{
    walked = NULL;
    cursor = 0;
    return NSS_STATUS_SUCCESS;
}

PUBLIC enum nss_status _nss_iana_getservent_r(struct servent *result, char *buffer, size_t buflen, int *errnop)
{
    int saved_errno = errno, error = 0;
    if (!walked)
        walked = snapshot_get(&error);
    if (!walked)
        return unavailable(saved_errno, errnop, error);

    struct service service;
    uint32_t next = cursor;
    while (index_next(walked, &next, &service)) {
        if (service.flags & ENTRY_SHADOWED)
            continue;
        switch (pack_service(&service, result, buffer, buflen)) {
        case PACK_TOO_SMALL:
            return fail(saved_errno, errnop, NSS_STATUS_TRYAGAIN, ERANGE);
        case PACK_MALFORMED:
            continue;
        case PACK_DONE:
            cursor = next;
            errno = saved_errno;
            return NSS_STATUS_SUCCESS;
        }
    }
    return not_found(saved_errno, errnop);
}
