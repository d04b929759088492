/* SPDX-License-Identifier: MIT */
/* ask: the module's five functions, with an index at other paths (see tests/tests.mk).
   Prints what they say of the name www/tcp and the port 80/tcp, and how many lines they
   enumerate; a status instead of a name if there is none. Of a name that is
   not there it asks too. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <nss.h>
#include <stdio.h>
#include <string.h>

NSS_DECLARE_MODULE_FUNCTIONS(iana)

enum { ROOM = 1 << 17 };
static char buffer[ROOM];

/* The errno that goes with a status is printed only if it is another one. */
static const char *said(enum nss_status status, int error, const struct servent *s)
{
    static char other[64];
    switch (status) {
    case NSS_STATUS_SUCCESS: return s->s_name;
    case NSS_STATUS_NOTFOUND:
        if (error == ENOENT)
            return "NOTFOUND";
        break;
    case NSS_STATUS_UNAVAIL:
        if (error == EINVAL)
            return "UNAVAIL";
        break;
    default: break;
    }
    snprintf(other, sizeof other, "status %d, %s", status, strerrorname_np(error));
    return other;
}

int main(void)
{
    struct servent s;
    int error = 0, n = 0;
    enum nss_status status = _nss_iana_getservbyname_r("www", "tcp", &s, buffer, ROOM, &error);
    printf("%s", said(status, error, &s));
    status = _nss_iana_getservbyport_r(htons(80), "tcp", &s, buffer, ROOM, &error);
    printf(" %s", said(status, error, &s));

    status = _nss_iana_getservbyname_r("no-such-name", NULL, &s, buffer, ROOM, &error);
    if (status == NSS_STATUS_SUCCESS || error != (status == NSS_STATUS_NOTFOUND ? ENOENT : EINVAL))
        printf(" no-such-name:%d", status);
    _nss_iana_setservent(0);
    while ((status = _nss_iana_getservent_r(&s, buffer, ROOM, &error)) == NSS_STATUS_SUCCESS)
        n++;
    _nss_iana_endservent();
    if (status == NSS_STATUS_NOTFOUND && error == ENOENT)
        printf(" %d\n", n);
    else
        printf(" %s\n", said(status, error, &s));
    return 0;
}
