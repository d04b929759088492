/* SPDX-License-Identifier: MIT */
/* nscd; see nscd.h. */
#include "doctor/nscd.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NSCD_SOCKET "/run/nscd/socket"

/* By its socket, as libc finds it; the socket of an nscd that has died refuses. */
pid_t nscd_find(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = NSCD_SOCKET};
    struct ucred peer = {0};
    socklen_t size = sizeof peer;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return 0;
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        peer.pid = 0;
    close(fd);
    return peer.pid;
}

/* Whether nscd has loaded the module that is installed now; true if that cannot be seen. */
static bool has_module(pid_t pid)
{
    char path[64], *line = NULL;
    size_t size = 0;
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    FILE *maps = fopen(path, "re");
    if (!maps)
        return true;
    while (getline(&line, &size, maps) > 0)
        found |= strstr(line, "/libnss_iana.so.2\n") != NULL;
    free(line);
    fclose(maps);
    return found;
}

void nscd_fix(struct findings *f)
{
    pid_t pid = nscd_find();
    if (pid == 0)
        return;
    /* A module that nscd failed to load once is not tried again before a restart. */
    finding_fix(f, "%s", has_module(pid) ? "nscd -i services" : "service nscd restart");
}
