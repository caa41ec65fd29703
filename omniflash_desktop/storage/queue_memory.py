"""Whether the user paused the queue, as a file that is there or not."""

import contextlib
import logging
import os
from pathlib import Path

_log = logging.getLogger(__name__)


class PauseMark:
    """Implements `services.ports.QueueMemory`.

    A file of its own, and no preference: it has to be on the disk when the click has been made,
    while preferences are written some time later, and whole, by whoever holds them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def is_paused(self) -> bool:
        """Whether the user has paused the queue and not let it go on since."""
        return self._path.exists()

    def remember(self, *, paused: bool) -> None:
        """Keeps it at once. Where it cannot be kept, it holds for this run."""
        try:
            if paused:
                self._path.touch()
            else:
                self._path.unlink(missing_ok=True)
            self._flush_folder()
        except OSError as error:
            _log.warning("the pause of the queue is not remembered: %s", error)

    def _flush_folder(self) -> None:
        # Windows opens no folders; there the name is on the disk with the file.
        with contextlib.suppress(PermissionError):
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
