"""One process at a time runs the generations of a profile: the window, or a command."""

import sqlite3
from pathlib import Path

from omniflash_desktop.domain.problems import Problem, ProblemKind


class EngineLock:
    """An exclusive transaction on an empty database file.

    The system lets go of it when its process ends, however it ends, on every platform; and unlike
    Qt's lock file the command line can take it too.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def take(self) -> Problem | None:
        """Takes the lock, or tells why not: another process has it, or the disk refuses."""
        try:
            self._connection = self._locked()
        except sqlite3.OperationalError as error:
            return self._problem_with(error)
        except sqlite3.DatabaseError:
            # Somebody has written something into our empty file.
            self._path.unlink(missing_ok=True)
            try:
                self._connection = self._locked()
            except sqlite3.OperationalError as error:
                return self._problem_with(error)
        return None

    def _locked(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _problem_with(self, error: sqlite3.OperationalError) -> Problem:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return Problem(kind=ProblemKind.LIBRARY_LOCKED, subject=self._path.name)
        is_full = error.sqlite_errorname == "SQLITE_FULL"
        kind = ProblemKind.DISK_FULL if is_full else ProblemKind.FOLDER_UNWRITABLE
        return Problem(kind=kind, subject=self._path.parent.name, detail="engine.lock")

    def release(self) -> None:
        """Lets others have it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
