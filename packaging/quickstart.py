"""Sets Omniflash Desktop up in this folder and starts the app, its tests or its benchmarks.

    python3 packaging/quickstart.py                     opens the app on its built-in sandbox
    python3 packaging/quickstart.py test [pytest args]  runs every check, or the named tests
    python3 packaging/quickstart.py bench [name]        runs the benchmarks, or the named one

This file keeps to the grammar of Python 2.7, so that any Python can say in a sentence what is
missing. It finds a Python that the app runs on; ``quickstart_commands.py`` does the rest.
"""

# pyright: reportTypeCommentUsage=false

from __future__ import print_function

import glob
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
SUPPORTED = ((3, 13), (3, 12), (3, 11))
# Parts of the standard library without which some systems build Python, and one that Debian
# packages apart and we can have installed.
BUILT_IN = ("_ctypes", "_sqlite3", "_ssl", "venv")
COMPLETE = BUILT_IN + ("ensurepip",)
HANDED_OVER = "OMNIFLASH_QUICKSTART_HANDED_OVER"
STATUS_ENVIRONMENT = 3
# Where a Python may lie that PATH does not know; "{}" stands for a version such as "3.12".
PLACES = (
    "/usr/bin/python{}",
    "/usr/local/bin/python{}",
    "/opt/homebrew/bin/python{}",
    "/Library/Frameworks/Python.framework/Versions/{}/bin/python3",
    os.path.join(os.environ.get("PYENV_ROOT", "~/.pyenv"), "versions", "{}.*", "bin", "python3"),
    "~/.local/share/uv/python/cpython-{}.*/bin/python3",
)


def version_text(version):
    # type: (tuple[int, int]) -> str
    """Writes a version as people do: "3.11"."""
    return "{}.{}".format(*version)


def in_our_environment():
    # type: () -> bool
    """Tells whether this very Python is the one in ``.venv``, which we may have to remake."""
    return os.path.realpath(sys.prefix) == os.path.realpath(os.path.join(ROOT, ".venv"))


def serves_here(modules):
    # type: (tuple[str, ...]) -> bool
    """Tells whether the Python that runs this file is new enough and has the modules."""
    if sys.version_info < OLDEST or in_our_environment():
        return False
    import importlib.util

    return all(importlib.util.find_spec(name) for name in modules)


def possible_pythons():
    # type: () -> list[list[str]]
    """Lists the commands to try, the best first."""
    commands = []  # type: list[list[str]]
    if in_our_environment():
        commands.append([getattr(sys, "_base_executable", sys.executable)])
    for version in SUPPORTED:
        name = version_text(version)
        if os.name == "nt":
            commands.append(["py", "-" + name])
        commands.append(["python" + name])
        for place in PLACES:
            found = glob.glob(os.path.expanduser(place.format(name)))
            commands.extend([path] for path in sorted(found, reverse=True))
    commands.extend([["python3"], ["python"]])
    return commands


def interpreter_of(command, modules):
    # type: (list[str], tuple[str, ...]) -> str
    """Asks a command which Python it is.

    Returns:
        The path of the interpreter; "" where there is none, where its version is not supported
        or where it lacks one of the modules.
    """
    question = "import {}; print('%d.%d %s' % (sys.version_info[:2] + (sys.executable,)))"
    question = question.format(", ".join(("sys",) + modules))
    try:
        with open(os.devnull, "w") as nowhere:
            asked = subprocess.Popen(
                command + ["-c", question], stdout=subprocess.PIPE, stderr=nowhere
            )
            answer = asked.communicate()[0].decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
    version, _, path = answer.strip().partition(" ")
    known = asked.returncode == 0 and version in [version_text(one) for one in SUPPORTED]
    return path if known else ""


def better_python(modules):
    # type: (tuple[str, ...]) -> str
    """Returns the path of the best Python on this machine that has the modules, or ""."""
    for command in possible_pythons():
        path = interpreter_of(command, modules)
        if path:
            return path
    return ""


def hand_over_to(interpreter):
    # type: (str) -> int
    """Runs this file again with another Python; returns its exit status."""
    if os.path.realpath(interpreter) != os.path.realpath(sys.executable):
        print(
            "quickstart: going on with {} (this is Python {}).".format(
                interpreter, version_text(sys.version_info[:2])
            )
        )
        sys.stdout.flush()
    os.environ[HANDED_OVER] = "1"
    command = [interpreter, os.path.abspath(__file__)] + sys.argv[1:]
    if os.name != "nt":
        os.execv(interpreter, command)  # signals then reach the one process that works
    return subprocess.call(command)


def main():
    # type: () -> int
    """Goes on here, or with a better Python, or says that none was found."""
    if os.environ.pop(HANDED_OVER, "") == "":
        for modules in (COMPLETE, BUILT_IN):
            if serves_here(modules) and sys.version_info[:2] in SUPPORTED:
                break
            interpreter = better_python(modules)
            if interpreter:
                return hand_over_to(interpreter)
    if not serves_here(BUILT_IN):
        print(
            "quickstart: looking for Python: the app needs Python 3.11, 3.12 or 3.13 with its "
            "whole standard library (this is Python {}); install one of these, then run this "
            "command again.".format(version_text(sys.version_info[:2])),
            file=sys.stderr,
        )
        return STATUS_ENVIRONMENT
    import quickstart_commands

    return quickstart_commands.main(sys.argv[1:])


if __name__ == "__main__":
    try:
        status = main()
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
