"""The scrub bar and the volume: Qt's sliders with a look of their own."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme.theme import Theme

EDGE: Final = 7
"""Room for half a handle at either end, logical pixels."""
_SHORTEST_TICKS: Final = 6.0
"""Second marks closer than this would be a smear."""
_NOTCH: Final = 120
"""What Qt counts for one notch of a wheel."""


class _Slider(QSlider):
    """A slider whose handle jumps to a click and follows the pointer."""

    taken = Signal(int)
    """The user, not the program, chose this value."""

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._turned_by = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.actionTriggered.connect(self._key_pressed)
        theme.changed.connect(self.update)

    def value_at(self, x: float) -> int:
        """The value under a place of the track."""
        length = max(1, self.width() - 2 * EDGE)
        share = min(max((x - EDGE) / length, 0.0), 1.0)
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def place_of(self, value: float) -> float:
        """Where a value lies on the track."""
        span = max(1, self.maximum() - self.minimum())
        return EDGE + (value - self.minimum()) / span * (self.width() - 2 * EDGE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setSliderDown(True)
        self._take(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._take(event.position().x())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        self.update()

    def enterEvent(self, event: QEvent) -> None:  # type: ignore[override]
        super().enterEvent(event)  # type: ignore[arg-type]
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def shows_focus(self) -> bool:
        """Whether the focus ring is to be painted: keyboard focus only."""
        return self.hasFocus() and self.window().testAttribute(
            Qt.WidgetAttribute.WA_KeyboardFocusChange
        )

    def paint_handle(self, painter: QPainter, x: float, radius: float, ink: QColor) -> None:
        """The round handle, with its ring while the keyboard moves it."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        centre = QPointF(x, self.height() / 2)
        painter.drawEllipse(centre, radius, radius)
        if self.shows_focus():
            ring = QRectF(0, 0, 2 * radius + 6, 2 * radius + 6)
            ring.moveCenter(centre)
            paint_frame(painter, ring, ring.height() / 2, line=self.theme.colour("focus"), width=2)

    def _notches(self, event: QWheelEvent) -> int:
        """Whole notches, upwards above zero; touch pads send fractions, which add up."""
        event.accept()
        self._turned_by += event.angleDelta().y()
        notches = int(self._turned_by / _NOTCH)
        self._turned_by -= notches * _NOTCH
        return notches

    def _take(self, x: float) -> None:
        value = self.value_at(x)
        self.setValue(value)
        self.taken.emit(value)

    def _key_pressed(self, action: int) -> None:
        if action != QSlider.SliderAction.SliderMove.value:
            self.taken.emit(self.sliderPosition())


class VolumeSlider(_Slider):
    """Volume from 0 to 100.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setRange(0, 100)
        self.setSingleStep(5)
        self.setPageStep(10)
        self.setFixedSize(72 + 2 * EDGE, 28)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = self._notches(event)
        if notches:
            self.setValue(self.value() + notches * self.singleStep())
            self.taken.emit(self.value())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        x = self.place_of(self.value())
        track = QRectF(EDGE, middle - 2, self.width() - 2 * EDGE, 4)
        colour = self.theme.colour
        paint_frame(painter, track, 2, fill=colour("line_strong"))
        paint_frame(painter, QRectF(EDGE, middle - 2, x - EDGE, 4), 2, fill=colour("text2"))
        self.paint_handle(painter, x, 5, colour("text"))
        painter.end()


class ScrubBar(_Slider):
    """The place in the clip, counted in frames.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        sought: The user wants this frame, from 0.
        hovered: The pointer is over this frame, or -1, at this x of the bar.
        turned: The wheel was turned by so many frames, below zero backwards.
    """

    sought = Signal(int)
    turned = Signal(int)
    hovered = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rate = 24.0
        self._hover: float | None = None
        self.setSingleStep(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        self.taken.connect(self.sought)

    def set_clip(self, *, frames: int, rate: float) -> None:
        """A clip of so many frames, at so many a second, stands at its start."""
        self._rate = rate
        self._hover = None
        self.setRange(0, max(0, frames - 1))
        self.setPageStep(max(1, round(rate)))
        self.setValue(0)
        self.update()

    def show_frame(self, frame: int) -> None:
        """Follows the player, unless the user holds the handle."""
        if not self.isSliderDown():
            self.setValue(frame)

    def sizeHint(self) -> QSize:
        return QSize(400, 28)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover = event.position().x()
        self.hovered.emit(self.value_at(self._hover), round(self._hover))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover = None
        self.hovered.emit(-1, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # As a jog dial: what one notch does, one back undoes.
        notches = self._notches(event)
        if notches:
            self.turned.emit(-notches)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.theme.colour
        thick = 6.0 if self.underMouse() or self.isSliderDown() else 4.0
        middle = self.height() / 2
        top, end = middle - thick / 2, self.width() - EDGE
        x = self.place_of(self.value())
        paint_frame(painter, QRectF(EDGE, top, end - EDGE, thick), 2, fill=colour("line"))
        if self._hover is not None and self._hover > x:
            ahead = QRectF(x, top, min(self._hover, end) - x, thick)
            painter.fillRect(ahead, colour("line_strong"))
        paint_frame(painter, QRectF(EDGE, top, x - EDGE, thick), 2, fill=colour("accent_line"))
        self._paint_seconds(painter, middle + 8)
        if self._hover is not None and self.underMouse():
            place = min(max(self._hover, EDGE), end)
            painter.fillRect(QRectF(place - 0.75, middle - 7, 1.5, 14), colour("text2"))
        self.paint_handle(painter, x, 6.5, colour("text"))
        painter.end()

    def _paint_seconds(self, painter: QPainter, top: float) -> None:
        frames = self.maximum() + 1
        seconds = frames / self._rate
        if seconds <= 1 or (self.width() - 2 * EDGE) / seconds < _SHORTEST_TICKS:
            return
        mark = self.theme.colour("line_strong")
        for second in range(1, int(seconds + 0.99)):
            x = self.place_of(second * self._rate)
            if x < self.width() - EDGE:
                painter.fillRect(QRectF(x - 0.75, top, 1.5, 2.5), mark)
