/* SPDX-License-Identifier: MIT */
/* ask KEY...: prints libc's answer for each port or name, as getent does, and the
   effective user; to be built static, setuid or for another architecture. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int port = atoi(argv[i]);
        struct servent *s =
            port ? getservbyport(htons((uint16_t)port), "tcp") : getservbyname(argv[i], "tcp");
        printf("%s %s %d\n", argv[i], s ? s->s_name : "-", s ? ntohs((uint16_t)s->s_port) : 0);
    }
    printf("as %d\n", (int)geteuid());
    return 0;
}
