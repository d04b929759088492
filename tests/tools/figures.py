# SPDX-License-Identifier: MIT
"""figures.py SERVICES FILES OPEN ALONE: how the answers for the names of a services(5) file
change, as the manual quotes it. The last three are what by_name printed with `services: files',
`files iana' and `iana', the index without local lines.
"""
import sys


def names_of(path):
    with open(path, encoding="utf-8") as f:
        lines = [line.split("#")[0].split() for line in f]
    return {name for words in lines if words for name in words[:1] + words[2:]}


def answers_of(path):
    """(name, protocol) -> port/protocol, without misses; and name -> getaddrinfo's results."""
    answers, resolved = {}, {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            asked, _, answer = line.rstrip("\n").partition(":")
            words = answer.split()
            if asked.startswith("getaddrinfo "):
                resolved[asked.split()[1]] = words
            elif words:
                answers[tuple(asked.rsplit("/", 1))] = words[1]
    return answers, resolved


names = names_of(sys.argv[1])
(files, files_resolved), (both, both_resolved), (alone, _) = map(answers_of, sys.argv[2:])


def gain(protocols):
    return {n for n in names for p in protocols if (n, p) in both and (n, p) not in files}


def first(resolved, name):
    return resolved[name][0].split("/")[1] if resolved[name] else None


udp_first = {n for n in names if first(files_resolved, n) == "17"}
print(f"{len(names)} names")
print(f"{len(gain(['tcp', 'udp', 'sctp', 'dccp']))} gain a transport")
print(f"{len(gain(['tcp', 'udp']))} gain tcp or udp")
print(f"{len({n for n in udp_first if first(both_resolved, n) == '6'})} were udp only and get tcp first")
print(f"{sum((n, '(null)') not in alone for n in names)} are not in the registry")
print("another port:", *sorted({f"{n}/{p}" for n in names for p in ("tcp", "udp")
                                if (n, p) in files and (n, p) in alone and files[n, p] != alone[n, p]}))
