"""One process at a time runs the generations of a profile: the window, or a command."""

import sqlite3
from pathlib import Path


class EngineLock:
    """An exclusive transaction on an empty database file.

    The system lets go of it when its process ends, however it ends, on every platform; and unlike
    Qt's lock file the command line can take it too.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Takes the lock; `False` when another process has it."""
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._connection = connection
        return True

    def release(self) -> None:
        """Lets others have it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
