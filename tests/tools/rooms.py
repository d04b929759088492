# SPDX-License-Identifier: MIT
"""rooms.py TREE: the includes that the plan of the source does not allow, circles, and files outside the rooms."""
import graphlib
import pathlib
import re
import sys

# Each of these rooms includes those before it; export and doctor, which do not know each other, all of these.
LOW = ["index", "base", "registry", "compiler", "store", "view"]
MAY = {room: LOW[:i] for i, room in enumerate(LOW)} | {"nss": ["index"], "export": LOW, "doctor": LOW, "cli": [*LOW, "export", "doctor"]}
tree, includes, wrong = pathlib.Path(sys.argv[1]), {}, []
for file in [*tree.glob("nss/**/*.[ch]"), *tree.glob("src/**/*.[ch]")]:
    name = file.relative_to(tree).as_posix().removeprefix("src/")
    room = name.split("/")[0]
    wrong += [] if room in MAY and name.count("/") == 1 else [f"{name} is in no room"]
    for header in re.findall(r'^#include "(\S+)\.h"', file.read_text(), re.M):
        header = header if "/" in header else f"{room}/{header}"
        wrong += [] if header.split("/")[0] in [room, *MAY.get(room, [])] else [f"{name} includes {header}.h"]
        includes.setdefault(name[:-2], set()).add(header)       # x.c and x.h are one
try:
    graphlib.TopologicalSorter({name: headers - {name} for name, headers in includes.items()}).prepare()
except graphlib.CycleError as circle:
    wrong.append("circle: " + " -> ".join(reversed(circle.args[1])))
print("".join(f"{w}\n" for w in wrong), end="")
sys.exit(bool(wrong) or len(includes) < 50)
