"""Eases the rings of the task rows, and turns the arcs of those whose progress nobody knows.

A timer runs only while a painted ring moves; rows that are not painted cost nothing.
"""

from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from omniflash_desktop.ui.theme import tokens

_FRAME_MS: Final = 40
_SECOND_MS: Final = 1000.0


class _Ease:
    def __init__(self, share: float) -> None:
        self.start = share
        self.target = share
        self.began = 0.0

    def at(self, now: float) -> float:
        passed = (now - self.began) * _SECOND_MS / tokens.PROGRESS_MS
        if passed >= 1:
            return self.target
        # Out-cubic, as the other rings of the window.
        return self.start + (self.target - self.start) * (1 - (1 - max(passed, 0.0)) ** 3)


class RingMotion(QObject):
    """How far each ring is drawn at this moment.

    Args:
        parent: Owner.

    Signals:
        moved: The ring of this generation has to be painted again.
    """

    moved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._eases: dict[str, _Ease] = {}
        self._in_motion: set[str] = set()
        self._frames = QTimer(self)
        self._frames.setSingleShot(True)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._next_frame)

    @property
    def is_moving(self) -> bool:
        """Whether a frame is still to come."""
        return self._frames.isActive()

    def share(self, generation_id: str, percent: int) -> float:
        """How much of the ring to paint, 0 to 1: it eases to `percent` and never runs back."""
        now, wanted = monotonic(), percent / 100
        ease = self._eases.get(generation_id)
        if ease is None:
            ease = self._eases[generation_id] = _Ease(wanted)
        if wanted > ease.target:
            ease.start, ease.target, ease.began = ease.at(now), wanted, now
        share = ease.at(now)
        if share < ease.target:
            self._keep_moving(generation_id)
        return share

    def turn(self, generation_id: str) -> float:
        """Where an arc of unknown progress stands, 0 to 1 for once around."""
        self._keep_moving(generation_id)
        turns = monotonic() * _SECOND_MS / tokens.ARC_TURN_MS
        return turns % 1.0

    def forget(self, generation_id: str) -> None:
        """The ring is gone."""
        self._eases.pop(generation_id, None)

    def _keep_moving(self, generation_id: str) -> None:
        self._in_motion.add(generation_id)
        if not self._frames.isActive():
            self._frames.start()

    def _next_frame(self) -> None:
        # Only a ring that is painted again asks for another frame.
        moving, self._in_motion = self._in_motion, set()
        for generation_id in moving:
            self.moved.emit(generation_id)
