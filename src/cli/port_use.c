/* SPDX-License-Identifier: MIT */
/* What this machine does with a port; see port_use.h. */
#include "cli/port_use.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The states in which a socket has no other end: TCP_LISTEN, and TCP_CLOSE of one for udp that is not connected. */
enum { LISTENS_TCP = 0x0a, LISTENS_UDP = 0x07 };

enum { PORTS = 65536 };

/* What the kernel told; asked once, for its answer about sockets takes it a while. */
struct machine {
    bool range_known, tcp_known, udp_known;
    uint16_t first, last;
    bool tcp[PORTS], udp[PORTS]; /* by port: something listens */
};

/* Marks the ports of the sockets that listen, in a table as proc_pid_net(5) has it. Returns false if it cannot
   be read. */
static bool read_table(const char *path, unsigned listens, bool found[static PORTS])
{
    FILE *table = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;
    unsigned port, state;
    if (!table)
        return false;
    while (getline(&line, &size, table) > 0)
        if (sscanf(line, " %*u: %*[0-9A-Fa-f]:%4x %*[0-9A-Fa-f]:%*4x %2x", &port, &state) == 2 &&
            state == listens)
            found[port] = true;
    free(line);
    fclose(table);
    return true;
}

static void read_ephemeral_range(struct machine *m)
{
    FILE *range = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");
    unsigned first, last;
    if (!range)
        return;
    m->range_known = fscanf(range, "%5u %5u", &first, &last) == 2;
    if (m->range_known) {
        m->first = (uint16_t)first;
        m->last = (uint16_t)last;
    }
    fclose(range);
}

static const struct machine *machine(void)
{
    static struct machine m;
    static bool is_read;
    if (is_read)
        return &m;
    read_ephemeral_range(&m);
    m.tcp_known = read_table("/proc/net/tcp", LISTENS_TCP, m.tcp);
    m.udp_known = read_table("/proc/net/udp", LISTENS_UDP, m.udp);
    read_table("/proc/net/tcp6", LISTENS_TCP, m.tcp); /* absent without IPv6 */
    read_table("/proc/net/udp6", LISTENS_UDP, m.udp);
    is_read = true;
    return &m;
}

struct port_use port_use(uint16_t port, const char *transport)
{
    const struct machine *m = machine();
    bool tcp = !transport || strcmp(transport, "tcp") == 0, udp = !transport || strcmp(transport, "udp") == 0;
    return (struct port_use){.range_known = m->range_known,
                             .first = m->first,
                             .last = m->last,
                             .use_known = (tcp || udp) && (!tcp || m->tcp_known) && (!udp || m->udp_known),
                             .tcp = tcp && m->tcp[port],
                             .udp = udp && m->udp[port]};
}
