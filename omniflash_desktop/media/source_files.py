"""Files as they come in and as they go out of a worker."""

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Generator
from pathlib import Path
from typing import Final

from omniflash_desktop.media.jobs import Unusable, UnusableError

MAX_PICTURE_BYTES: Final = 512 * 1024 * 1024
"""Of a file that is read as a whole."""

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})

_unfinished_files: Final[set[Path]] = set()


def checked_size(source: Path) -> int:
    """Bytes of a regular file that is not empty.

    Raises:
        UnusableError: It is something else, or not there.
    """
    try:
        facts = source.stat()
    except FileNotFoundError:
        raise UnusableError(Unusable.MISSING) from None
    except (OSError, ValueError):
        raise UnusableError(Unusable.UNREADABLE) from None
    if not stat.S_ISREG(facts.st_mode):
        # A pipe or a device would be read for ever.
        raise UnusableError(Unusable.NOT_A_FILE)
    if facts.st_size == 0:
        raise UnusableError(Unusable.EMPTY)
    return facts.st_size


def sha256_of(source: Path) -> str:
    """Of a file, lower-case hex."""
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise UnusableError(Unusable.UNREADABLE) from None


@contextlib.contextmanager
def written_as_a_whole(target: Path) -> Generator[Path]:
    """A file beside `target` to be filled; it takes the place of `target` at the end.

    Raises:
        UnusableError: The disk is full or the folder not to be written.
    """
    with filled_beside(target) as unfinished:
        yield unfinished
        os.replace(unfinished, target)


@contextlib.contextmanager
def filled_beside(target: Path) -> Generator[Path]:
    """A file beside `target` to be filled; what is not moved away is gone at the end.

    Raises:
        UnusableError: The disk is full or the folder not to be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = unfinished_beside(target, os.getpid())
        _unfinished_files.add(unfinished)
        try:
            yield unfinished
        finally:
            unfinished.unlink(missing_ok=True)
            _unfinished_files.discard(unfinished)
    except OSError as error:
        raise UnusableError(file_trouble(error)) from error


def unfinished_beside(target: Path, process: int) -> Path:
    """What the worker with this number fills before it becomes `target`."""
    # A worker does one job at a time, so its number makes the name unique.
    return target.with_name(f".{target.name[:40]}-{process}.part")


def file_trouble(error: OSError) -> Unusable:
    """Why a file could not be written."""
    return Unusable.DISK_FULL if error.errno in _FULL else Unusable.UNWRITABLE


def remove_unfinished() -> None:
    """Removes, from any thread, what this process was writing and will not bring to its end."""
    for unfinished in tuple(_unfinished_files):
        with contextlib.suppress(OSError):
            unfinished.unlink()
