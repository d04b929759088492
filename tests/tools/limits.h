/* SPDX-License-Identifier: MIT */
/* Limits of this process, for tests; what cannot be read or set ends it. */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Sets the soft limit, to the hard one if that is lower. */
static inline void limit_set(__rlimit_resource_t what, rlim_t soft)
{
    struct rlimit r;
    if (getrlimit(what, &r) != 0)
        abort();
    r.rlim_cur = soft < r.rlim_max ? soft : r.rlim_max;
    if (setrlimit(what, &r) != 0)
        abort();
}

/* Bytes of address space in use. */
static inline rlim_t limit_address_space(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%lu", &pages) != 1)
        abort();
    fclose(f);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

#endif
