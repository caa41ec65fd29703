"""A switch: on or off, at once. 36 × 20, with its own focus ring."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 36
_HEIGHT: Final = 20
_KNOB: Final = 14
_RING: Final = 3
"""Room around the track for the focus ring."""


class Switch(QAbstractButton):
    """Checked means on.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _RING, _HEIGHT + 2 * _RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, on = self._theme.colour, self.isChecked()
        track = QRectF(_RING, _RING, _WIDTH, _HEIGHT)
        if not self.isEnabled():
            fill, line = colour("raised2"), colour("line")
        elif on:
            fill, line = colour("accent"), colour("accent")
        else:
            fill, line = colour("seg"), colour("line_ctl")
        paint_frame(painter, track, _HEIGHT / 2, fill=fill, line=line)
        left = track.right() - _KNOB - 3 if on else track.left() + 3
        knob = QRectF(left, track.top() + (_HEIGHT - _KNOB) / 2, _KNOB, _KNOB)
        ink = colour("on_accent") if on else colour("text2")
        paint_frame(painter, knob, _KNOB / 2, fill=ink if self.isEnabled() else colour("disabled"))
        by_keys = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if self.hasFocus() and by_keys:
            ring = QRectF(self.rect())
            paint_frame(painter, ring, ring.height() / 2, line=colour("focus"), width=2)
        painter.end()
