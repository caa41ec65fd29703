"""One process at a time runs the generations of a profile: the window, or a command."""

from pathlib import Path

from filelock import FileLock, Timeout


class EngineLock:
    """A lock on a file, which the system lets go of when its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path)

    def take(self) -> bool:
        """Takes the lock; `False` when another process has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Lets others have it."""
        self._lock.release()
