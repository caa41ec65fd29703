"""Whether the files of the clips on the screen are where they were; asked on another thread."""

import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

_ASKED_AGAIN_AFTER: Final = 10.0
"""Seconds. Drives come and go while a clip is on the screen."""


class FilePresence(QObject):
    """Remembers what was found out, and asks again from time to time.

    Args:
        parent: Owner.

    Signals:
        changed: A clip's file is missing (true), or there again: its id, and which.
    """

    changed = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._missing: set[str] = set()
        self._asked: dict[str, tuple[Path, float]] = {}
        self._answer = _Answer(self)
        self._answer.found.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._pool = QThreadPool(self)
        # A drive that sleeps holds one thread up, and nobody else.
        self._pool.setMaxThreadCount(1)

    @property
    def missing(self) -> frozenset[str]:
        """The ids of all clips whose files were not there."""
        return frozenset(self._missing)

    def is_known_missing(self, generation_id: str) -> bool:
        """What was found out last, without asking again."""
        return generation_id in self._missing

    def is_missing(self, generation_id: str, path: Path) -> bool:
        """As far as it is known at this moment; a new answer is told by `changed`."""
        asked_for, at = self._asked.get(generation_id, (None, 0.0))
        if asked_for != path or time.monotonic() - at > _ASKED_AGAIN_AFTER:
            self._asked[generation_id] = path, time.monotonic()
            self._pool.start(_Question(generation_id, path, self._answer))
        return generation_id in self._missing

    def ask_anew(self) -> None:
        """Files have been moved: what was found out counts no more."""
        self._asked.clear()

    def wait(self) -> None:
        """Blocks until no question is open: for the end of the app."""
        self._pool.clear()
        self._pool.waitForDone()

    def _take(self, generation_id: str, path: Path, missing: bool) -> None:
        if self._asked.get(generation_id, (path, 0.0))[0] != path:
            # The clip lies elsewhere by now.
            return
        if missing == (generation_id in self._missing):
            return
        if missing:
            self._missing.add(generation_id)
        else:
            self._missing.discard(generation_id)
        self.changed.emit(generation_id, missing)


class _Answer(QObject):
    """Carries what another thread has found out to the thread of the window."""

    found = Signal(str, object, bool)


class _Question(QRunnable):
    def __init__(self, generation_id: str, path: Path, answer: _Answer) -> None:
        super().__init__()
        self._generation_id = generation_id
        self._path = path
        self._answer = answer

    def run(self) -> None:
        missing = not self._path.exists()
        try:
            self._answer.found.emit(self._generation_id, self._path, missing)
        except RuntimeError:
            # The window is gone, and with it whoever wanted to know.
            return
