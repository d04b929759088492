/* SPDX-License-Identifier: MIT */
/* namespaces MODULE: loads it into new link namespaces, each with its own libc,
   by dlmopen; prints what each answers, directly and through that libc. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <nss.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    for (int i = 0; argc == 2 && i < 6; i++) {
        struct servent s = {0}, *r = NULL;
        char buffer[1024];
        int error = 0;
        enum nss_status (*by_port)(int, const char *, struct servent *, char *, size_t, int *);
        int (*configure)(const char *, const char *);
        int (*libc_by_port)(int, const char *, struct servent *, char *, size_t, struct servent **);
        void *module = dlmopen(i == 0 ? LM_ID_BASE : LM_ID_NEWLM, argv[1], RTLD_NOW);
        if (!module)
            return fprintf(stderr, "%s\n", dlerror()), 2;
        *(void **)&by_port = dlsym(module, "_nss_iana_getservbyport_r");
        *(void **)&configure = dlsym(module, "__nss_configure_lookup");
        *(void **)&libc_by_port = dlsym(module, "getservbyport_r");
        int status = by_port(htons(6443), "tcp", &s, buffer, sizeof buffer, &error);
        printf("%d %s", status, status == NSS_STATUS_SUCCESS ? s.s_name : "-");
        if (configure("services", "iana") != 0 ||
            libc_by_port(htons(6443), "tcp", &s, buffer, sizeof buffer, &r) != 0)
            r = NULL;
        printf(" %s\n", r ? r->s_name : "-");
    }
    return 0;
}
