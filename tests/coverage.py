# SPDX-License-Identifier: MIT
"""coverage.py BUILD: what the tests reached of the code that reads untrusted bytes, by gcov.
Fails if a number is below what it must be; tests/coverage.md explains the rest."""
import collections
import json
import pathlib
import subprocess
import sys

# What lives in other people's processes: every line, and of all branches together 95 %.
MODULE = ["nss/entry.c", "nss/pack.c", "nss/pack.h", "nss/snapshot.c", "nss/snapshot.h", "src/index/index.c", "src/index/lookup.c",
          "src/index/lookup.h", "src/index/load.h", "src/index/name_hash.h", "src/index/probe.h", "src/index/live_path.h"]
# What reads untrusted text: of each, 95 % of lines.
PARSERS = ["src/registry/parse.c", "src/registry/parse_csv.c", "src/registry/parse_xml.c", "src/registry/xml_elements.c",
           "src/registry/xml_state.c", "src/registry/parse_services.c", "src/registry/text_check.c", "src/registry/dates.c",
           "src/registry/applications.c", "src/compiler/index_decode.c", "src/store/pointer.c", "src/base/file.c"]


def gather(build):
    """{file: {line: count}}, {file: {(line, branch): count}}, summed over all programs."""
    lines = collections.defaultdict(collections.Counter)
    branches = collections.defaultdict(collections.Counter)
    for data in pathlib.Path(build).rglob("*.gcda"):
        report = subprocess.run(["gcov", "--json-format", "--branch-probabilities", "--stdout", data],
                                check=True, capture_output=True, text=True).stdout
        for file in (f for one in report.splitlines() for f in json.loads(one)["files"]):
            name = file["file"].removeprefix("./")
            for line in file["lines"]:
                number = line["line_number"]
                lines[name][number] += line["count"]
                for i, branch in enumerate(line["branches"]):
                    branches[name][number, i] += branch["count"]
    return lines, branches


def percent(counts):
    return 100 * sum(c > 0 for c in counts.values()) / len(counts) if counts else 0


def missed(counts):
    return " ".join(str(n) for n in sorted({k[0] if isinstance(k, tuple) else k for k, c in counts.items() if c == 0}))


def report(file, lines, branches):
    print(f"{file:20} lines {percent(lines):5.1f} % of {len(lines)}, branches {percent(branches):5.1f} % of {len(branches)}")
    if percent(lines) < 100:
        print("    no test reaches lines", missed(lines))
    if percent(branches) < 100:
        print("    some branch is not taken in lines", missed(branches))


lines, branches = gather(sys.argv[1])
for file in MODULE + PARSERS:
    report(file, lines[file], branches[file])
module_branches = {(file, key): count for file in MODULE for key, count in branches[file].items()}
low = [f"{f}: under 100 % of lines" for f in MODULE if percent(lines[f]) < 100]
low += [f"{f}: under 95 % of lines" for f in PARSERS if percent(lines[f]) < 95]
low += ["module: under 95 % of branches"] if percent(module_branches) < 95 else []
print(f"the module: {percent(module_branches):.1f} % of branches")
print("\n".join(low) or "coverage: as it must be")
sys.exit(bool(low))
