"""A ring that shows how far something is, or turns while nobody knows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.ui.controls.motion import Growing, Turning

_QUARTER = 0.27


def paint_ring(
    painter: QPainter,
    rect: QRectF,
    *,
    share: float | None,
    turn: float = 0.0,
    width: float = 3.0,
    track: QColor,
    arc: QColor,
) -> None:
    """Paints a ring inside `rect`.

    Args:
        painter: Where to paint.
        rect: Outer edge; the shorter side counts.
        share: How far it is, 0 to 1; `None` paints an arc that stands at `turn`.
        turn: Where an unknown progress stands, 0 to 1 for once around.
        width: Of the line, logical pixels.
        track: Colour of the whole circle.
        arc: Colour of the part.
    """
    side = min(rect.width(), rect.height()) - width
    circle = QRectF(0, 0, side, side)
    circle.moveCenter(rect.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(track, width))
    painter.drawEllipse(circle)
    pen = QPen(arc, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    # Qt counts sixteenths of a degree, anticlockwise from three o'clock.
    start = 90 * 16
    if share is None:
        start -= round(turn * 360 * 16)
        painter.drawArc(circle, start, -round(_QUARTER * 360 * 16))
    elif share > 0:
        painter.drawArc(circle, start, -round(min(share, 1.0) * 360 * 16))
    painter.restore()


class ArcTurner:
    """Turns the arc of an unknown progress; its animation is made when it first turns."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._turning: Turning | None = None

    @property
    def share(self) -> float:
        """Where the arc stands, 0 to 1 for once around."""
        return 0.0 if self._turning is None else self._turning.share

    def run(self, on: bool) -> None:
        """Turns or stands still."""
        if self._turning is None and on:
            from omniflash_desktop.ui.controls.motion import Turning

            self._turning = Turning(self._widget)
        if self._turning is not None:
            self._turning.run(on)


class ProgressRing(QWidget):
    """A ring that eases to each new value and never runs backwards.

    Args:
        theme: The look.
        side: Logical pixels.
        width: Of the line, logical pixels.
        parent: Owner.
    """

    def __init__(
        self, theme: Theme, *, side: int = 18, width: float = 2.5, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = side
        self._line = width
        self._percent: int | None = None
        self._growing: Growing | None = None
        self._turner = ArcTurner(self)
        self.setFixedSize(side, side)

    @property
    def percent(self) -> int | None:
        """0 to 100, or `None` while nobody knows."""
        return self._percent

    def set_percent(self, percent: int | None) -> None:
        """Shows how far it is: 0 to 100, or `None` while nobody knows."""
        if percent == self._percent:
            return
        self._percent = percent
        self._turn_while_unknown()
        if percent is not None:
            if self._growing is None:
                from omniflash_desktop.ui.controls.motion import Growing

                self._growing = Growing(self)
            self._growing.grow_to(percent / 100)

    def restart(self) -> None:
        """Forgets what was shown: the next value belongs to something else."""
        self._percent = None
        if self._growing is not None:
            self._growing.deleteLater()
            self._growing = None
        self._turn_while_unknown()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turn_while_unknown()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turner.run(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        grown = 0.0 if self._growing is None else self._growing.share
        paint_ring(
            painter,
            QRectF(self.rect()),
            share=None if self._percent is None else grown,
            turn=self._turner.share,
            width=self._line,
            track=self._theme.colour("line_strong"),
            arc=self._theme.colour("accent_line"),
        )
        painter.end()

    def _turn_while_unknown(self) -> None:
        self._turner.run(self._percent is None and self.isVisible())
        self.update()
