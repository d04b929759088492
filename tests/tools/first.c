/* SPDX-License-Identifier: MIT */
/* first SOURCE: one getservbyname through libc in a fresh process, from a source of the
   services database. Prints how many page faults that took, loading the module included. */
#include <netdb.h>
#include <nss.h>
#include <stdio.h>
#include <sys/resource.h>

int main(int argc, char **argv)
{
    struct rusage before, after;
    if (argc != 2 || __nss_configure_lookup("services", argv[1]) != 0)
        return 2;
    getrusage(RUSAGE_SELF, &before);
    getrusage(RUSAGE_SELF, &before);
    if (!getservbyname("http", "tcp"))
        return 1;
    getrusage(RUSAGE_SELF, &after);
    printf("%ld\n", after.ru_minflt - before.ru_minflt);
    return 0;
}
