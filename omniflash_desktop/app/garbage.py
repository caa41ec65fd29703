"""Collects garbage in the window's thread only.

Python collects wherever the next object happens to be made, also in a thread of the keyring or of
the media workers. A dialog that hangs in a circle would be destroyed there, and Qt crashes when one
of its objects ends in another thread than its own.

What the start has made stays for as long as the app runs. Once that is over it is left out of every
collection: to walk through all of it, again and again, would hold the window up by 60 ms each time.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS: Final = 1000
_STARTED_AFTER_LOOKS: Final = 10
"""By then a library of 100,000 clips is read, too."""


class WindowThreadGarbage(QObject):
    """Takes Python's place as the collector until `close`, in the same generations."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def close(self) -> None:
        """Gives the work back to Python."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _look(self) -> None:
        self._looks += 1
        if self._looks == _STARTED_AFTER_LOOKS:
            gc.freeze()
        is_starting = self._looks < _STARTED_AFTER_LOOKS
        counts, thresholds = gc.get_count(), gc.get_threshold()
        generations = range(2 if is_starting else 3)
        due = [number for number in generations if counts[number] > thresholds[number] > 0]
        if due:
            gc.collect(max(due))
