/* SPDX-License-Identifier: MIT */
/* enumerate MODULE: the status and errno of one getservent of the module, in a buffer of 128 KiB. */
#include <dlfcn.h>
#include <netdb.h>
#include <nss.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    static char buffer[128 << 10];
    struct servent s;
    int error = 0;
    void *module = argc == 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
    enum nss_status (*next)(struct servent *, char *, size_t, int *);
    if (!module)
        return 2;
    *(void **)&next = dlsym(module, "_nss_iana_getservent_r");
    enum nss_status status = next(&s, buffer, sizeof buffer, &error);
    printf("status %d, errno %d\n", status, error);
    return 0;
}
