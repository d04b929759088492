/* SPDX-License-Identifier: MIT */
/* What this machine does with a port: whether a program could take it. */
#ifndef IANA_PORT_USE_H
#define IANA_PORT_USE_H

#include <stdbool.h>
#include <stdint.h>

struct port_use {
    bool range_known;     /* the kernel tells its range */
    uint16_t first, last; /* the ephemeral range, out of which the kernel takes ports for connections */
    bool use_known;       /* the kernel tells what listens */
    bool tcp, udp;        /* something listens on the port now, in this network namespace */
};

/* What the kernel tells (proc_sys_net(5), proc_pid_net(5)) about a port, for the transport, or if that is NULL for
   tcp and udp; of others it is not known what listens. It is asked once in a process. */
struct port_use port_use(uint16_t port, const char *transport);

/* Whether the port is known to be in the ephemeral range. */
static inline bool port_use_is_ephemeral(const struct port_use *u, uint16_t port)
{
    return u->range_known && port >= u->first && port <= u->last;
}

#endif
