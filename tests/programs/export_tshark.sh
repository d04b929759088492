#!/bin/sh
# SPDX-License-Identifier: MIT
# export -f services as Wireshark's own table: a packet to each port by each transport
# shows the name that we give it.
. tests/lib.sh
need tshark deps-system
need python3 deps
mkdir "$work/config"
echo 'name-of-our-own 51515/tcp' >"$work/local"
"$command" build -q -o "$work/index" --local "$work/local" data/service-names-port-numbers.csv
check "export" "$command" export -i "$work/index" -o "$work/config/services"
cat >"$work/pcap.py" <<'PYTHON'
import struct, sys
number = {"tcp": 6, "udp": 17, "sctp": 132, "dccp": 33}
out = open(sys.argv[2], "wb")
out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))    # raw IP
for line in open(sys.argv[1]):
    words = line.split("#")[0].split()
    if not words:
        continue
    port, transport = int(words[1].split("/")[0]), words[1].split("/")[1]
    head = {"tcp": struct.pack(">HHIIBBHHH", 0, port, 1, 0, 0x50, 2, 1024, 0, 0),
            "udp": struct.pack(">HHHH", 0, port, 8, 0),
            "sctp": struct.pack(">HHII", 0, port, 0, 0) + struct.pack(">BBHIIHHI", 1, 0, 20, 1, 1024, 1, 1, 1),
            "dccp": struct.pack(">HHBBHBBHII", 0, port, 5, 0, 0, 1, 0, 0, 1, 0)}[transport]
    packet = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(head), 1, 0, 64, number[transport], 0, bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])) + head
    out.write(struct.pack("<IIII", 0, 0, len(packet), len(packet)) + packet)
    print(words[0])
PYTHON
python3 "$work/pcap.py" "$work/config/services" "$work/pcap" >"$work/expected"
# The column of the port is empty for dccp; the summary has it.
ask() {
    WIRESHARK_CONFIG_DIR="$1" tshark -n -N t -r "$work/pcap" -o 'gui.column.format:"port","%D","about","%i"' -T fields -e _ws.col.port -e _ws.col.about 2>"$work/errors" |
        sed 's/^\t[^a-z]*\([^(]*\)(.*/\1/; s/\t.*//'
}
ask "$work/config" >"$work/got"
check "over 12,000 ports" [ "$(wc -l <"$work/got")" -ge 12000 ]
check "Wireshark shows our names" diff "$work/expected" "$work/got"
equal "among them" "name-of-our-own 51515/tcp nfs 2049/tcp submissions 465/tcp" \
    "$(awk '!/^#/ { print $2 }' "$work/config/services" | paste -d ' ' "$work/got" - | grep -E ' (51515|2049|465)/tcp$' | sort | paste -sd ' ')"
ask "$work/none" >"$work/got"
check "which it does not without the file" [ "$(diff "$work/expected" "$work/got" | grep -c '^>')" -gt 100 ]
finish
