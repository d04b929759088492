# SPDX-License-Identifier: MIT
"""programs.py BUILD ROUNDS: how long programs take that print names, as a table; for each services line.

Whole processes. Each services line has a mount namespace with its own /etc and a process in it, that
starts the programs and takes the time; in each round the lines are asked in turn. The rules and sockets are
those of the network namespace that this runs in. Prints JSON: program -> services line -> median in ms.
"""
import contextlib, json, os, resource, shutil, socket, statistics, struct, subprocess as sp, sys, tempfile

BUILD, ROUNDS = os.path.abspath(sys.argv[1]), int(sys.argv[2])
OUT, COMMAND, STATE = BUILD + "/bench", BUILD + "/test/iana-services", BUILD + "/test/host/state"
PORTS = range(24, 48024, 24)  # 2,000 of them, some with a name
CLOSED = COMMAND + " build -q --local /etc/services --closed"
# What the process of a services line does with each line of its input.
SERVER = """import os, subprocess, sys, time
for line in sys.stdin:
    start = time.perf_counter_ns()
    subprocess.run(line.split(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    print(time.perf_counter_ns() - start, flush=True)"""

class Line:
    def __init__(self, name, spec, services="/etc/services", setup="true"):
        etc = tempfile.mkdtemp(dir=OUT)
        self.name = name
        with open(etc + "/nsswitch.conf", "w") as f:
            f.write(f"passwd: files\ngroup: files\nhosts: files\nprotocols: files\nservices: {spec}\n")
        shutil.copy(services, etc + "/services")
        os.mkdir(etc + "/state")
        sp.run(["ldconfig", "-X", "-C", etc + "/ld.so.cache", OUT + "/lib"], check=True, stderr=sp.DEVNULL)
        mounts = "".join(f"mount --bind {etc}/{f} /etc/{f} && " for f in ("nsswitch.conf", "services", "ld.so.cache"))
        mounts += f"mount --bind {etc}/state {STATE} && "
        self.process = sp.Popen(["unshare", "-m", "--propagation", "private", "sh", "-c", mounts + setup + ' && exec "$@"', "sh",
                                 sys.executable, "-c", SERVER], stdin=sp.PIPE, stdout=sp.PIPE, text=True)
    def milliseconds(self, program):
        self.process.stdin.write(program + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()) / 1e6

def write_packets(path, count):
    """SYN packets to `count` ports, all different, as a pcap file."""
    with open(path, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))  # raw IP
        for i in range(count):
            ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40, i, 0, 64, 6, 0, b"\x0a\0\0\1", b"\x0a\0\0\2")
            tcp = struct.pack(">HHIIBBHHH", 60000, 1 + i * 9, 1, 0, 0x50, 2, 1024, 0, 0)
            f.write(struct.pack("<IIII", i, 0, 40, 40) + ip + tcp)

os.makedirs(STATE, exist_ok=True)
write_packets(OUT + "/packets", 5000)
sp.run(["ip", "link", "set", "lo", "up"], check=True)
rules = "".join(f"-A INPUT -p tcp --dport {p} -j ACCEPT\n" for p in PORTS)
sp.run(["iptables-restore"], input=f"*filter\n:INPUT ACCEPT\n{rules}COMMIT\n", text=True, check=True)
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
sockets = [socket.create_server(("127.0.0.1", p)) for p in PORTS]

lines = [Line("files", "files"), Line("files, full", "files", OUT + "/services"), Line("files iana", "files iana"),
         Line("iana files", "iana files", setup=CLOSED), Line("iana [NOTFOUND=return] files", "iana [NOTFOUND=return] files", setup=CLOSED),
         Line("iana", "iana")]
programs = {"iptables -L, 2,000 rules": "iptables -L", "tcpdump -r, 5,000 packets": f"tcpdump -r {OUT}/packets",
            "ss -tl, 2,000 sockets": "ss -tl", "netstat -tl, the same": "netstat -tl", "getent services 443": "getent services 443"}
result = {}
for what, program in programs.items():
    if shutil.which(program.split()[0]):
        first = sum(line.milliseconds(program) for line in lines)  # a warm-up, too
        rounds = [[line.milliseconds(program) for line in lines] for _ in range(ROUNDS if first > 100 else 20 * ROUNDS)]
        result[what] = {line.name: statistics.median(r[i] for r in rounds) for i, line in enumerate(lines)}
print(json.dumps(result))
for line in lines:
    line.process.communicate()
with contextlib.suppress(OSError):
    os.rmdir(STATE)  # unless there was one
