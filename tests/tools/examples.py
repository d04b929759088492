#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""examples.py FOLDER FILE...: writes each example of the documents, "$ command" and the
output below it, as FOLDER/N.sh and FOLDER/N.expected; and each other command
of ours, one that shows no output, as FOLDER/N.sh alone."""
import re, sys

folder, *files = sys.argv[1:]
number = 0

def write(command, expected=None):
    global number
    number += 1
    open(f"{folder}/{number:03}.sh", "w").write(command + "\n")
    if expected is not None:
        open(f"{folder}/{number:03}.expected", "w").write("".join(l + "\n" for l in expected))

def examples(lines):
    """lines: of a block. A line that ends with a backslash goes on."""
    i = 0
    while i < len(lines):
        command = lines[i]
        i += 1
        while command.endswith("\\"):
            command += "\n" + lines[i]
            i += 1
        if command.startswith("$ "):
            end = next((k for k in range(i, len(lines)) if lines[k].startswith("$ ")), len(lines))
            write(command[2:], lines[i:end])
            i = end
        elif command.startswith("iana-services "):
            write(command)

for path in files:
    text = open(path).read()
    if path.endswith(".md"):
        for block in re.findall(r"(?:^    .*\n)+", text, re.M):
            examples([l[4:] for l in block.splitlines()])
    else:
        for block in re.findall(r"^\.Bd -literal.*\n((?s:.*?))^\.Ed", text, re.M):
            examples(block.replace("\\e", "\\").splitlines())
        examples(re.findall(r"^\.Dl (.*)", text, re.M))
print(number)
