"""How full a disk is, and how much of that is clips."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_HEIGHT: Final = 8
_LEAST: Final = 8
"""Logical pixels of a share that is not nothing."""


class DiskBar(QWidget):
    """A bar; the sentence that goes with it is for others to say.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clips = self._used = 0.0
        self.setFixedHeight(tokens.CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def show_shares(self, clips: float, used: float) -> None:
        """Shows how much of the disk is clips, and how much is used at all; each 0 to 1."""
        self._clips, self._used = clips, max(clips, used)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - _HEIGHT) / 2
        for share, role in (
            (1.0, "seg_on"),
            (self._used, "line_strong"),
            (self._clips, "accent_line"),
        ):
            if share > 0:
                width = min(self.width(), max(_LEAST, self.width() * share))
                bar = QRectF(0, top, width, _HEIGHT)
                paint_frame(painter, bar, _HEIGHT / 2, fill=self._theme.colour(role))
        painter.end()
