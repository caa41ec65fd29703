"""Connections to the library's file, and what SQLite's errors mean for the user."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.storage.migrations import bring_up_to_date

BUSY_SECONDS: Final = 5.0
"""How long a statement waits for a lock of another process."""


class LibraryTroubleError(OSError):
    """The disk failed while the library was read or written. `problem` says how."""

    def __init__(self, problem: Problem, text: str) -> None:
        super().__init__(text)
        self.problem = problem


def connect_for_writing(path: Path) -> sqlite3.Connection:
    """A connection that may make the file. Statements wait for others, up to `BUSY_SECONDS`."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def flush_as_wanted(connection: sqlite3.Connection) -> None:
    """Has commits reach the disk when they are asked to be durable, on every system."""
    connection.execute("PRAGMA synchronous = NORMAL")
    # Without these, macOS keeps what was flushed in the disk's own memory.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing; without a file, to an empty library."""
    if not path.exists():
        return sqlite3.connect(":memory:", isolation_level=None)
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def up_to_date_copy_in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """An older library as this release knows it, while its file stays as it is."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.closing(connection):
        connection.backup(copy)
    bring_up_to_date(copy, None)
    return copy


def problem_from_sqlite(error: sqlite3.DatabaseError, *, name: str) -> Problem:
    """What SQLite's error means for the user; `name` is the file's."""
    # Errors that Python itself raises carry no code.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            kind = ProblemKind.LIBRARY_LOCKED
        case sqlite3.SQLITE_FULL:
            kind = ProblemKind.DISK_FULL
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            kind = ProblemKind.FOLDER_UNWRITABLE
        case _:
            kind = ProblemKind.LIBRARY_DAMAGED
    return Problem(kind=kind, subject=name, detail=str(error))
