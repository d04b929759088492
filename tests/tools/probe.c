/* SPDX-License-Identifier: MIT */
/* probe [-f] [-u UID] [-l nofile|as|memlock|landlock] [-r ROOT] [-R ROOT] MODULE: a host in trouble. Loads
   the module, gets into the trouble, looks up 80/tcp and prints "STATUS ERRNO NAME"; waits for a line of
   input; gets out of the trouble as far as it can; does it once more, with -R in this root and after the
   module may look for a new index again. -f: looks up and waits for a line before the trouble too, which
   begins after the module may look again. Exit status 77: the kernel has no landlock. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <nss.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "limits.h"

static enum nss_status (*by_port)(int, const char *, struct servent *, char *, size_t, int *);
static enum nss_status (*next)(struct servent *, char *, size_t, int *);

static void look(void)
{
    struct servent s = {.s_name = (char *)"-"}, other;
    char buffer[1024], more[1024];
    int error = 0, error_next = 0;
    errno = 4711;
    enum nss_status status = by_port(htons(80), "tcp", &s, buffer, sizeof buffer, &error);
    int left = errno;
    enum nss_status status_next = next(&other, more, sizeof more, &error_next);
    printf("%d %s %s\n", status, status == NSS_STATUS_SUCCESS ? "-" : strerrorname_np(error), s.s_name);
    if (left != 4711 || error_next != error || status_next != status)
        printf("errno %d, enumeration %d %s\n", left, status_next, strerrorname_np(error_next));
    fflush(stdout);
}

/* From now on no file may be opened for reading. */
static void forbid_reading(void)
{
    const uint64_t read_file = 1 << 2; /* LANDLOCK_ACCESS_FS_READ_FILE, in struct landlock_ruleset_attr */
    enum { CREATE_RULESET = 444, RESTRICT_SELF = 446 };
    int rules = (int)syscall(CREATE_RULESET, &read_file, sizeof read_file, 0);
    if (rules < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(RESTRICT_SELF, rules, 0) != 0)
        _exit(77);
    close(rules);
}

int main(int argc, char **argv)
{
    bool first = false;
    int option, uid = -1;
    const char *limited = "", *root = NULL, *later_root = NULL;
    while ((option = getopt(argc, argv, "fu:l:r:R:")) != -1)
        if (option == 'f')
            first = true;
        else if (option == 'u')
            uid = atoi(optarg);
        else if (option == 'l')
            limited = optarg;
        else if (option == 'r')
            root = optarg;
        else if (option == 'R')
            later_root = optarg;
        else
            return 2;
    void *module = dlopen(argv[optind], RTLD_NOW);
    if (!module)
        return 2;
    *(void **)&by_port = dlsym(module, "_nss_iana_getservbyport_r");
    *(void **)&next = dlsym(module, "_nss_iana_getservent_r");
    static char room[BUFSIZ]; /* before memory ends */
    setvbuf(stdin, NULL, _IONBF, 0);
    setvbuf(stdout, room, _IOFBF, sizeof room);
    if (first) {
        look();
        getchar();
        sleep(2);
    }
    if (root && (chroot(root) != 0 || chdir("/") != 0))
        return 3;
    if (strcmp(limited, "nofile") == 0)
        limit_set(RLIMIT_NOFILE, 3);
    if (strcmp(limited, "as") == 0)
        limit_set(RLIMIT_AS, limit_address_space() + 65536);
    if (strcmp(limited, "memlock") == 0) {
        limit_set(RLIMIT_MEMLOCK, RLIM_INFINITY);
        if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
            return 3;
        limit_set(RLIMIT_MEMLOCK, 65536);
    }
    if (strcmp(limited, "landlock") == 0)
        forbid_reading();
    if (uid >= 0 && (setgid((gid_t)uid) != 0 || setuid((uid_t)uid) != 0))
        return 3;
    look();
    if (getchar() == EOF)
        return 0;
    limit_set(RLIMIT_NOFILE, RLIM_INFINITY);
    limit_set(RLIMIT_AS, RLIM_INFINITY);
    munlockall();
    if (later_root) {
        if (chroot(later_root) != 0 || chdir("/") != 0)
            return 3;
        sleep(2);
    }
    look();
    return 0;
}
