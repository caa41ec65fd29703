"""The folder ``.venv``: made, filled with the pinned packages, and known to be whole.

A stamp inside it tells what it holds. The stamp goes before anything is changed and comes back
when all is done, so an environment without one was left half made and is made again.
"""

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from running_programs import ProgramError, StepError, reason, run_into_log, say, tail

STAMP_FORMAT = 1
BYTES_NEEDED = 2_500_000_000  # the environment with its tests holds 1.5 GB, pip's downloads 0.6
# What pip prints, in the order in which to look for it: without a network it also finds no
# package, and then no set of packages.
DISK_WORDS = re.compile(r"No space left|\[Errno 28\]|\[WinError 112\]|Disk quota exceeded")
NETWORK_WORDS = re.compile(
    r"NewConnectionError|NameResolutionError|Max retries exceeded|ConnectTimeout|Read timed out"
    r"|Connection (broken|refused|reset)|ProxyError|SSLError|Network is unreachable"
    r"|\b[45]\d\d (Client|Server) Error|WARNING: Retrying|not a trusted or secure host",
    re.IGNORECASE,
)
NO_PACKAGE_WORDS = re.compile("No matching distribution|not a supported wheel")
PINS_WORDS = re.compile("ResolutionImpossible|conflicting dependencies")


@dataclass(frozen=True)
class Project:
    """The checkout that we work in."""

    root: Path

    @property
    def environment(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def build(self) -> Path:
        """What we make and nobody commits: log, lock and self-test."""
        return self.root / ".build"

    @property
    def python(self) -> Path:
        """The interpreter of the environment."""
        return self.program("python")

    def program(self, name: str) -> Path:
        """Returns where a program of the environment lies."""
        if os.name == "nt":
            return self.environment / "Scripts" / f"{name}.exe"
        return self.environment / "bin" / name

    def variables(self) -> dict[str, str]:
        """Returns the variables for a program that runs in the environment."""
        variables = dict(os.environ)
        for name in ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"):
            variables.pop(name, None)
        variables["VIRTUAL_ENV"] = str(self.environment)
        variables["PATH"] = os.pathsep.join(
            (str(self.python.parent), variables.get("PATH", os.defpath))
        )
        return variables


@dataclass(frozen=True)
class Stamp:
    """What an environment holds.

    Attributes:
        inputs: Stands for the content of the files that say what belongs into it, for the
            version of Python and for the folder.
        groups: The dependency groups of ``pyproject.toml`` that were installed as well.
    """

    inputs: str
    groups: frozenset[str]


def inputs_of(project: Project) -> str:
    """Condenses all that decides what belongs into the environment."""
    digest = hashlib.sha256(f"{STAMP_FORMAT} {sys.version_info[:2]} {project.root}".encode())
    for name in ("pyproject.toml", "packaging/constraints.txt"):
        digest.update(f"\0{name}\0".encode() + (project.root / name).read_bytes())
    return digest.hexdigest()


def stamp_file(project: Project) -> Path:
    """Returns where the stamp lies."""
    return project.environment / "quickstart.json"


def stamp_of(project: Project) -> Stamp | None:
    """Reads the stamp; None where the environment is absent, half made or without its Python."""
    try:
        stamp: dict[str, Any] = json.loads(stamp_file(project).read_text(encoding="utf-8"))
        found = Stamp(str(stamp["inputs"]), frozenset(map(str, stamp["groups"])))
        settings = (project.environment / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError):
        return None
    base = re.search(r"^executable *= *(.+)$", settings, re.MULTILINE)
    whole = project.python.exists() and base is not None and Path(base[1].strip()).exists()
    return found if whole else None


def write_stamp(project: Project, stamp: Stamp) -> None:
    """Writes the stamp, whole or not at all."""
    file = stamp_file(project)
    unfinished = file.with_suffix(".part")
    content = {"inputs": stamp.inputs, "groups": sorted(stamp.groups)}
    unfinished.write_text(json.dumps(content), encoding="utf-8")
    unfinished.replace(file)


def is_ready(project: Project, groups: frozenset[str]) -> bool:
    """Tells whether the environment holds the project as it is now, and the groups."""
    stamp = stamp_of(project)
    return stamp is not None and stamp.inputs == inputs_of(project) and groups <= stamp.groups


class Workshop:
    """The right to change this folder, held by one process at a time, and the log of its work.

    Attributes:
        log: The open file ``.build/quickstart.log``.
    """

    def __init__(self, project: Project, lock: int, log: IO[str]) -> None:
        self._project = project
        self._lock = lock
        self.log = log

    @classmethod
    @contextlib.contextmanager
    def opened(cls, project: Project) -> Generator[Self]:
        """Waits for the right, and gives it back at the end or with the end of this process.

        Raises:
            StepError: The folder cannot be written.
        """
        try:
            project.build.mkdir(exist_ok=True)
            lock = os.open(project.build / "quickstart.lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise cannot_write(project, error) from None
        try:
            wait_for_lock(lock)
            try:
                log = (project.build / "quickstart.log").open("w", encoding="utf-8")
            except OSError as error:
                raise cannot_write(project, error) from None
            with log:
                yield cls(project, lock, log)
        finally:
            os.close(lock)

    def run(self, command: list[str]) -> str:
        """Runs a program into the log; see ``run_into_log``."""
        return run_into_log(command, self.log, cwd=self._project.root, env=dict(os.environ))

    def run_with_right(self, command: list[str], env: Mapping[str, str]) -> str:
        """Runs a program that changes the environment.

        It holds the lock as well: if we are killed and it is not, it ends its work before
        another process begins.
        """
        held = (self._lock,)
        return run_into_log(command, self.log, cwd=self._project.root, env=env, held=held)


def wait_for_lock(lock: int) -> None:
    """Locks an open file; the system opens the lock when its last holder has ended."""
    waiting = False
    while not lock_is_ours(lock, wait=waiting):
        say("another quickstart is setting this folder up; waiting for it")
        waiting = True


if sys.platform == "win32":
    import msvcrt

    def lock_is_ours(lock: int, *, wait: bool) -> bool:
        """Tries to lock a file, for ten seconds if we may wait."""
        try:
            msvcrt.locking(lock, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def lock_is_ours(lock: int, *, wait: bool) -> bool:
        """Tries to lock a file, for as long as it takes if we may wait."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


def cannot_write(project: Project, error: OSError) -> StepError:
    """Says what to do about a folder that takes nothing."""
    if error.errno == errno.ENOSPC:
        return disk_is_full(project)
    return StepError(
        f"writing in {project.root}: {reason(error)}; "
        "copy the project to a folder in which you may write and run it there."
    )


def disk_is_full(project: Project) -> StepError:
    """Says how much space is needed."""
    gigabytes = BYTES_NEEDED / 1e9
    return StepError(
        f"filling .venv: the disk is full; see that {gigabytes:.1f} GB are free where "
        f"{project.root} and the folder for temporary files lie, then run this command again."
    )


def make_ready(project: Project, groups: frozenset[str], workshop: Workshop) -> None:
    """Makes the environment hold the project and the groups; keeps what serves already.

    Raises:
        StepError: A step failed.
    """
    stamp = stamp_of(project)
    try:
        if stamp is None or stamp.inputs != inputs_of(project):
            if shutil.disk_usage(project.root).free < BYTES_NEEDED:
                raise disk_is_full(project)
            # Made anew rather than mended: pip takes a package that lost files for whole.
            make_environment(project, workshop)
            stamp = None
        already: frozenset[str] = frozenset() if stamp is None else stamp.groups
        stamp_file(project).unlink(missing_ok=True)
        install(project, groups | already, workshop, before=stamp)
        write_stamp(project, Stamp(inputs_of(project), groups | already))
    except OSError as error:
        raise cannot_write(project, error) from None


def make_environment(project: Project, workshop: Workshop) -> None:
    """Makes an empty environment in place of what may be there."""
    folder = project.environment
    again = folder.exists() or folder.is_symlink()
    say(f"making .venv {'again ' if again else ''}with Python {sys.version.split()[0]}")
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif again:
        stamp_file(project).unlink(missing_ok=True)
        shutil.rmtree(folder)
    try:
        workshop.run_with_right([sys.executable, "-m", "venv", str(folder)], os.environ)
    except ProgramError as failure:
        raise failed(project, "making .venv", failure.output) from None


def install(
    project: Project, groups: frozenset[str], workshop: Workshop, before: Stamp | None
) -> None:
    """Installs the project, editable, with the pins."""
    say("installing the app and what it stands on (some minutes the first time)")
    command = [
        *(str(project.python), "-m", "pip", "install", "--disable-pip-version-check"),
        *("--no-input", "--progress-bar", "off", "--retries", "3"),
        *("--constraint", "packaging/constraints.txt", "--editable", "."),
        *requirements_of(project, groups),
    ]
    variables = project.variables()
    for name in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX"):
        variables.pop(name, None)
    # The first reaches the build of the project in older versions of pip, the second in newer
    # ones. Both are split at spaces, hence no full path.
    variables["PIP_CONSTRAINT"] = variables["PIP_BUILD_CONSTRAINT"] = "packaging/constraints.txt"
    try:
        workshop.run_with_right(command, variables)
    except ProgramError as failure:
        if before is not None and "Installing collected packages" not in failure.output:
            write_stamp(project, before)  # pip gave up before it changed anything
        raise failed(project, "installing packages", failure.output) from None


def failed(project: Project, step: str, output: str) -> StepError:
    """Says in a sentence why a step failed; where we cannot tell, its program has the word."""
    log = project.build / "quickstart.log"
    if DISK_WORDS.search(output):
        return disk_is_full(project)
    if NETWORK_WORDS.search(output):
        sentence = (
            "the packages cannot be fetched; see that this machine is online, then run this "
            f"command again ({log} has more)."
        )
    elif PINS_WORDS.search(output):
        sentence = (
            "pyproject.toml asks for what packaging/constraints.txt does not allow; make the two "
            f"agree, then run this command again ({log} has more)."
        )
    elif NO_PACKAGE_WORDS.search(output):
        sentence = (
            "a package is not made for this machine; take Python 3.11 to 3.13 on a 64-bit Linux "
            f"with glibc, macOS or Windows ({log} has more)."
        )
    else:
        sentence = f"the log ends so; run this command again.\n{tail(output)}{log} has it all."
    return StepError(f"{step} failed: {sentence}")


def requirements_of(project: Project, groups: frozenset[str]) -> list[str]:
    """Reads dependency groups, which the pip of a new environment may be too old to know."""
    content = tomllib.loads((project.root / "pyproject.toml").read_text(encoding="utf-8"))
    table: dict[str, list[str | dict[str, str]]] = content.get("dependency-groups", {})
    found: list[str] = []
    for group in sorted(groups):
        for entry in table[group]:
            if isinstance(entry, str):
                found.append(entry)
            else:
                found += requirements_of(project, frozenset({entry["include-group"]}))
    return found
