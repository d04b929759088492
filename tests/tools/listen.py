# SPDX-License-Identifier: MIT
"""listen.py FILE PORT...: listens on these TCP ports of 127.0.0.1, writes packets to and
from them into FILE as a capture, prints "ready", and stays until its input ends."""
import socket, struct, sys

def packet(port):
    tcp = struct.pack("!HHIIBBHHH", 1024, port, 1, 0, 5 << 4, 2, 1024, 0, 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, b"\x7f\0\0\1", b"\x7f\0\0\1")
    return ip + tcp

ports = [int(p) for p in sys.argv[2:]]
with open(sys.argv[1], "wb") as f:
    f.write(struct.pack("=IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))     # LINKTYPE_RAW
    for p in ports:
        data = packet(p)
        f.write(struct.pack("=IIII", 0, 0, len(data), len(data)) + data)
sockets = []
for p in ports:
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", p))
    s.listen()
    sockets.append(s)
print("ready", flush=True)
sys.stdin.read()
