#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fleet_cost.py TIMER MACHINES [FILE]: what the timer's updates of so many machines cost the server, on the
day of the week on which they run: the rows of the table in iana-services-fleet(7). FILE: IANA's of 2026-08-17;
fails if its sizes are not those that are reckoned with."""
import gzip, random, re, sys

timer, machines = open(sys.argv[1]).read(), int(sys.argv[2])
PLAIN, COMPRESSED = 3871499, 573000     # bytes of service-names-port-numbers.xml; by gzip -1, as nginx does
REQUEST = 6000      # bytes of a request, its answer's head and the TLS handshake with a chain of certificates

if len(sys.argv) > 3 and sys.argv[3]:
    file = open(sys.argv[3], "rb").read()
    assert len(file) == PLAIN and abs(len(gzip.compress(file, 1)) - COMPRESSED) < COMPRESSED / 50
assert re.search(r"^OnCalendar=weekly$", timer, re.M)
days = int(re.search(r"^RandomizedDelaySec=(\d+)d$", timer, re.M)[1])
seconds = 86400 * days

# Each machine's delay is random and fixed (FixedRandomDelay=yes): one draw.
draw = random.Random(1)
in_second = [0] * seconds
for _ in range(machines):
    in_second[draw.randrange(seconds)] += 1
in_minute = [sum(in_second[m:m + 60]) for m in range(0, seconds, 60)]

def rounded(x):
    x = float(f"{x:.2g}")
    return f"{x:g}"

def transferred(each):
    total = machines * each
    return f"{rounded(total / 1e9)} GB, {rounded(total * 8 / seconds / 1e6)} Mbit/s"

rows = {
    "requests per second, mean": f"{machines / seconds:.1f}",
    "busiest second": max(in_second),
    "busiest minute": max(in_minute),
    "transferred, not changed": transferred(REQUEST),
    "transferred, changed, compressed": transferred(REQUEST + COMPRESSED),
    "transferred, changed, not compressed": transferred(REQUEST + PLAIN),
}
for what, figure in rows.items():
    print(f".It {what} Ta {figure}")
