/* SPDX-License-Identifier: MIT */
/* The module of the tests, its functions called directly. */
#ifndef TEST_MODULE_H
#define TEST_MODULE_H

#include <dlfcn.h>
#include <netdb.h>
#include <nss.h>

#include "support.h"

typedef enum nss_status by_name(const char *, const char *, struct servent *, char *, size_t, int *);
typedef enum nss_status by_port(int, const char *, struct servent *, char *, size_t, int *);
typedef enum nss_status next_entry(struct servent *, char *, size_t, int *);

static by_name *getservbyname_m;
static by_port *getservbyport_m;
static next_entry *getservent_m;
static enum nss_status (*setservent_m)(int);
static enum nss_status (*endservent_m)(void);

static inline int load_module(void **state)
{
    (void)state;
    char *path = build_path("test/libnss_iana.so.2");
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!module)
        fail_msg("%s", dlerror());
    free(path);
    *(void **)&getservbyname_m = dlsym(module, "_nss_iana_getservbyname_r");
    *(void **)&getservbyport_m = dlsym(module, "_nss_iana_getservbyport_r");
    *(void **)&getservent_m = dlsym(module, "_nss_iana_getservent_r");
    *(void **)&setservent_m = dlsym(module, "_nss_iana_setservent");
    *(void **)&endservent_m = dlsym(module, "_nss_iana_endservent");
    return !getservbyname_m || !getservbyport_m || !getservent_m || !setservent_m || !endservent_m;
}

#endif
