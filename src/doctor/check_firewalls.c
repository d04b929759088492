/* SPDX-License-Identifier: MIT */
/* doctor: firewalls that are configured by service names. For an index that is not closed, `ufw allow ssh`
   opens udp too, since the registry has ssh for udp. */
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "doctor/checks.h"
#include "doctor/closed_build.h"

#define CHECK "firewalls"

static const struct {
    const char *name, *program;
} firewalls[] = {{"ufw", "ufw"}, {"firewalld", "firewalld"}, {"shorewall", "shorewall"}, {"nftables", "nft"}};

static bool is_installed(const char *program)
{
    static const char *const folders[] = {"/usr/sbin", "/usr/bin", "/sbin", "/bin"};
    bool found = false;
    for (size_t i = 0; !found && i < sizeof folders / sizeof *folders; i++) {
        char *path = alloc_format("%s/%s", folders[i], program);
        found = access(path, X_OK) == 0;
        free(path);
    }
    return found;
}

void check_firewalls(struct findings *f, bool named)
{
    struct buffer names = {0};
    char *command;
    bool done = closed_build_is_done(&command);
    for (size_t i = 0; i < sizeof firewalls / sizeof *firewalls; i++)
        if (is_installed(firewalls[i].program))
            buffer_printf(&names, "%s%s", names.size ? ", " : "", firewalls[i].name);
    const char *installed = buffer_string(&names);
    if (!*installed) {
        finding_add(f, CHECK, VERDICT_OK, "none of ufw, firewalld, shorewall, nftables is installed");
    } else if (done) {
        finding_add(f, CHECK, VERDICT_OK,
                    "%s: the index is closed, so names in " SERVICES_FILE " keep their transports",
                    installed);
    } else if (access(SERVICES_FILE, F_OK) == 0) {
        finding_add(f, CHECK, VERDICT_NOTE,
                    "%s: the index is not closed, so names in " SERVICES_FILE
                    " gain transports%s: ssh is also for udp, and `ufw allow ssh' opens it",
                    installed, named ? "" : " once iana is asked, so close it first");
        finding_fix(f, "%s", command);
    }
    free(names.data);
    free(command);
}
