"""Long work on the window's own thread, a few milliseconds at a time, so that the window answers.

The work is a generator. Where it yields, it can be interrupted; it yields `True` where the window
had better show what was done so far.
"""

import time
from collections.abc import Generator
from typing import Final, TypeAlias, TypeVar

from PySide6.QtCore import QObject, QTimer

_SLICE: Final = 0.008
"""Seconds: half of what a picture of a smooth window may take."""
_ENDED: Final = object()

T = TypeVar("T")
Steps: TypeAlias = Generator[bool, None, T]


class Slices(QObject):
    """Does one piece of work at a time: what begins ends what was there.

    Args:
        parent: Owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Steps[None] | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._go_on)

    def begin(self, work: Steps[None]) -> None:
        """Does the first slice at once. Work that never yields is done when this returns."""
        self._work = work
        self._go_on()

    def finish(self, work: Steps[None]) -> None:
        """Does all of it at once."""
        self._work = None
        self._next.stop()
        for _ in work:
            pass

    def _go_on(self) -> None:
        work = self._work
        if work is None:
            return
        ends = time.perf_counter() + _SLICE
        while True:
            step = next(work, _ENDED)
            if self._work is not work:
                # Whoever heard of this step has begun something else.
                return
            if step is _ENDED:
                self._work = None
                return
            if step or time.perf_counter() >= ends:
                self._next.start()
                return
