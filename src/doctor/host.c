/* SPDX-License-Identifier: MIT */
/* What doctor asks the host; see host.h. */
#include "doctor/host.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"

char *host_run(const char *command)
{
    FILE *pipe = popen(command, "r");
    char *text = NULL;
    size_t size = 0;
    if (!pipe || getdelim(&text, &size, '\0', pipe) < 0) {
        free(text);
        text = alloc_string("");
    }
    if (pipe)
        pclose(pipe);
    return text;
}

/* A package that no archive has was installed from a file, and apt-get cannot get it again. */
char *host_reinstall(const char *package, const char *architecture, const char **ret_where)
{
    *ret_where = "; in the source directory:";
    if (access("/var/lib/dpkg/info/iana-services.list", F_OK) != 0)
        return NULL;
    char *command = alloc_format("apt-cache madison %s:%s 2>/dev/null", package, architecture);
    char *archives = host_run(command);
    bool has_archive = *archives;
    free(archives);
    free(command);
    *ret_where = has_archive ? "" : "; in the folder of the packages:";
    return has_archive ? alloc_format("apt-get install --reinstall %s:%s", package, architecture)
                       : alloc_format("dpkg -i %s_*_%s.deb", package, architecture);
}
