"""Frames of the clip under the pointer, cut out of its strip, which another thread reads."""

from collections import OrderedDict
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRect, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.ui.stage.scrub_preview import STRIP_FRAMES

_KEPT: Final = 6
"""Strips; about a megabyte each."""


class StripCache(QObject):
    """Gives out frames and reads what is missing behind the scenes.

    Args:
        parent: Owner.

    Signals:
        loaded: A strip was read, or cannot be.
    """

    loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strips: OrderedDict[Path, QImage | None] = OrderedDict()
        self._arrival = _Arrival(self)
        self._arrival.read.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def frame(self, strip: Path, share: float) -> QImage | None:
        """The frame at a place in the clip, 0 to 1; `None` while the strip is read."""
        if strip not in self._strips:
            self._strips[strip] = None
            self._pool.start(_Reading(strip, self._arrival))
            while len(self._strips) > _KEPT:
                self._strips.popitem(last=False)
        image = self._strips[strip]
        if image is None or image.isNull():
            return None
        self._strips.move_to_end(strip)
        width = image.width() // STRIP_FRAMES
        index = min(STRIP_FRAMES - 1, max(0, int(share * STRIP_FRAMES)))
        return image.copy(QRect(index * width, 0, width, image.height()))

    def forget(self, strip: Path) -> None:
        """The file has changed, or came back: it is read again when it is wanted."""
        self._strips.pop(strip, None)

    def wait(self) -> None:
        """Blocks until nothing is being read any more: for the end of the app."""
        self._pool.clear()
        self._pool.waitForDone()

    def _keep(self, strip: Path, image: QImage) -> None:
        if strip in self._strips:
            self._strips[strip] = image
            self.loaded.emit()


class _Arrival(QObject):
    """Carries what another thread has read to the thread of the window."""

    read = Signal(object, QImage)


class _Reading(QRunnable):
    def __init__(self, strip: Path, arrival: _Arrival) -> None:
        super().__init__()
        self._strip = strip
        self._arrival = arrival

    def run(self) -> None:
        image = QImage(str(self._strip))
        try:
            self._arrival.read.emit(self._strip, image)
        except RuntimeError:
            # The window is gone, and with it whoever wanted the picture.
            return
