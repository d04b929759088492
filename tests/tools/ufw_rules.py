# SPDX-License-Identifier: MIT
"""ufw_rules.py NAME...: the rules that `ufw --dry-run allow NAME' makes, for each name.

A process for each name would take minutes, so this one loads ufw's own modules once and
forgets the rules after each name. Needs root, and the python3 that ufw is installed for.
"""
import gettext
import io
import sys

import ufw.common

gettext.install(ufw.common.programName)
import ufw.applications  # noqa: E402  (needs _)
import ufw.frontend  # noqa: E402
import ufw.util  # noqa: E402

TUPLE = "### tuple ### "


def fail(message):
    raise ufw.common.UFWError(message)


def rules(ui, words):
    """The rules of one command as ufw's tuples, or what ufw answers instead."""
    ui.backend.rules, ui.backend.rules6 = [], []
    ufw.util.msg_output = said = io.StringIO()
    try:
        command = ufw.frontend.parse_command(["ufw", "--dry-run"] + words)
        answer = ui.do_action(command.action, command.data["rule"], command.data["iptype"], False)
    except ufw.common.UFWError as error:
        return [f"ERROR {error}"]
    finally:
        ufw.util.msg_output = None
    return sorted({line[len(TUPLE):] for line in said.getvalue().splitlines() if line.startswith(TUPLE)}) or [answer]


def main():
    # Profiles that have the name of a service, which ufw leaves out, it names as it loads them.
    ufw.applications.warn = print
    ufw.frontend.error = fail
    ui = ufw.frontend.UFWFrontend(True)
    for name in sys.argv[1:]:
        for words in (["allow", name], ["allow", "from", "any", "port", name]):
            for rule in rules(ui, words):
                print(f"{' '.join(words)}: {rule}")


main()
