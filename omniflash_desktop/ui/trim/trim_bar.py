"""The filmstrip with two handles: what lies between them is kept."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.stage.scrub_preview import STRIP_FRAMES
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

HANDLE_WIDTH: Final = 16
_HEIGHT: Final = 64
_RADIUS: Final = tokens.RADIUS_FIELD


class TrimHandle(QWidget):
    """One end of the part. The pointer drags it, the arrows move it.

    Args:
        theme: The look.
        is_first: Whether it is the beginning.
        bar: What it moves on.

    Signals:
        dragged: To this x of the bar.
        stepped: By so many frames.
        second_stepped: By a second, -1 or 1.
        end_asked: As far as it goes, -1 or 1.
        taken: The user is at it.
    """

    dragged = Signal(float)
    stepped = Signal(int)
    second_stepped = Signal(int)
    end_asked = Signal(int)
    taken = Signal()

    def __init__(self, theme: Theme, *, is_first: bool, bar: QWidget) -> None:
        super().__init__(bar)
        self._theme = theme
        self._is_first = is_first
        self._grip = 0.0
        self.setFixedSize(HANDLE_WIDTH, _HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        name(self, "trimFirstFrame" if is_first else "trimLastFrame")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            # The frame under the handle's inner edge stays there while it is dragged.
            self._grip = event.position().x() - (HANDLE_WIDTH if self._is_first else 0)
            self.taken.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(self.mapToParent(event.position()).x() - self._grip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by_second = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case (Qt.Key.Key_Left | Qt.Key.Key_Right) as key:
                step = -1 if key == Qt.Key.Key_Left else 1
                (self.second_stepped if by_second else self.stepped).emit(step)
            case Qt.Key.Key_Home:
                self.end_asked.emit(-1)
            case Qt.Key.Key_End:
                self.end_asked.emit(1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.taken.emit()
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, rect = self._theme, QRectF(self.rect())
        # Round outside, straight where the kept part begins.
        shape = QPainterPath()
        shape.addRoundedRect(rect, _RADIUS, _RADIUS)
        cut = (_RADIUS, 0, 0, 0) if self._is_first else (0, 0, -_RADIUS, 0)
        inner = rect.adjusted(*cut)
        straight = QPainterPath()
        straight.addRect(inner)
        painter.fillPath(shape.united(straight), theme.colour("accent"))
        grip = QRectF(0, 0, 3, 22)
        grip.moveCenter(rect.center())
        paint_frame(painter, grip, 1.5, fill=theme.colour("on_accent"))
        if self.hasFocus():
            ring = theme.colour("on_accent")
            paint_frame(painter, rect.adjusted(2, 2, -2, -2), _RADIUS - 2, line=ring, width=2)
        painter.end()


class TrimBar(QWidget):
    """All frames from left to right, with the handles on them.

    Args:
        theme: The look.
        times: When the frames are shown.
        parent: Owner.

    Signals:
        moved: The first and the last kept frame are other ones; the one that was moved.
        shown: This frame is to be looked at.
    """

    moved = Signal(int)
    shown = Signal(int)

    def __init__(self, theme: Theme, times: FrameTimes, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._times = times
        self._strip = QPixmap()
        self._place = 0
        self.first = 0
        self.last = times.last
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.first_handle = TrimHandle(theme, is_first=True, bar=self)
        self.last_handle = TrimHandle(theme, is_first=False, bar=self)
        self.first_handle.dragged.connect(self._drag_first)
        self.first_handle.stepped.connect(self._step_first)
        self.first_handle.second_stepped.connect(self._second_first)
        self.first_handle.end_asked.connect(self._end_first)
        self.first_handle.taken.connect(self._show_first)
        self.last_handle.dragged.connect(self._drag_last)
        self.last_handle.stepped.connect(self._step_last)
        self.last_handle.second_stepped.connect(self._second_last)
        self.last_handle.end_asked.connect(self._end_last)
        self.last_handle.taken.connect(self._show_last)

    def show_strip(self, strip: QPixmap) -> None:
        """Shows frames behind the handles; see `scrub_preview.STRIP_FRAMES`."""
        self._strip = strip
        self.update()

    def show_place(self, frame: int) -> None:
        """Marks the frame that is being looked at."""
        self._place = frame
        self.update()

    def keep(self, first: int, last: int) -> None:
        """Keeps these frames, without saying so."""
        self.first, self.last = first, last
        self._lay_out()

    def move_first(self, frame: int) -> None:
        """Begins with a frame, or the nearest one that it may begin with."""
        self.first = self._times.first_moved_to(frame, last=self.last)
        self._lay_out()
        self.moved.emit(self.first)

    def move_last(self, frame: int) -> None:
        """Ends with a frame, or the nearest one that it may end with."""
        self.last = self._times.last_moved_to(frame, first=self.first)
        self._lay_out()
        self.moved.emit(self.last)

    def sizeHint(self) -> QSize:
        return QSize(600, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shown.emit(self._frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.shown.emit(self._frame_at(event.position().x()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        theme = self._theme
        film = QRectF(HANDLE_WIDTH, 0, self._length(), _HEIGHT)
        paint_frame(painter, film, 0, fill=theme.colour("raised2"))
        self._paint_strip(painter, film)
        begin, end = self._x_of(self.first), self._x_after(self.last)
        veil = theme.colour("scrim")
        painter.fillRect(QRectF(film.left(), 0, begin - film.left(), _HEIGHT), veil)
        painter.fillRect(QRectF(end, 0, film.right() - end, _HEIGHT), veil)
        accent = theme.colour("accent")
        painter.fillRect(QRectF(begin, 0, end - begin, 2), accent)
        painter.fillRect(QRectF(begin, _HEIGHT - 2, end - begin, 2), accent)
        place = (self._x_of(self._place) + self._x_after(self._place)) / 2
        painter.fillRect(QRectF(place - 1.5, 0, 3, _HEIGHT), theme.colour("badge"))
        painter.fillRect(QRectF(place - 0.5, 0, 1, _HEIGHT), theme.colour("on_picture"))
        painter.end()

    def _paint_strip(self, painter: QPainter, film: QRectF) -> None:
        if self._strip.isNull():
            return
        wide, high = self._strip.width() / STRIP_FRAMES, self._strip.height()
        # As many pictures as fit in their own shape, each from where it lies in the video.
        count = max(1, round(film.width() / (wide * _HEIGHT / high)))
        step = film.width() / count
        cut = min(wide, step * high / _HEIGHT)
        for number in range(count):
            index = min(STRIP_FRAMES - 1, int((number + 0.5) * STRIP_FRAMES / count))
            source = QRectF(index * wide + (wide - cut) / 2, 0, cut, high)
            target = QRectF(film.left() + number * step, 0, step, _HEIGHT)
            painter.drawPixmap(target, self._strip, source)

    def _lay_out(self) -> None:
        self.first_handle.move(round(self._x_of(self.first)) - HANDLE_WIDTH, 0)
        self.last_handle.move(round(self._x_after(self.last)), 0)
        self.update()

    def _length(self) -> float:
        return max(1.0, float(self.width() - 2 * HANDLE_WIDTH))

    def _x_of(self, frame: int) -> float:
        share = self._times.shown_at[frame] / max(self._times.end, 1e-6)
        return HANDLE_WIDTH + share * self._length()

    def _x_after(self, frame: int) -> float:
        share = self._times.end_of(frame) / max(self._times.end, 1e-6)
        return HANDLE_WIDTH + share * self._length()

    def _frame_at(self, x: float) -> int:
        share = min(max((x - HANDLE_WIDTH) / self._length(), 0.0), 1.0)
        return self._times.frame_at(share * self._times.end)

    def _second_from(self, frame: int, direction: int) -> int:
        return self._times.frame_at(max(0.0, self._times.shown_at[frame] + direction))

    def _drag_first(self, x: float) -> None:
        self.move_first(self._frame_at(x))

    def _drag_last(self, x: float) -> None:
        self.move_last(self._frame_at(x))

    def _step_first(self, frames: int) -> None:
        self.move_first(self.first + frames)

    def _step_last(self, frames: int) -> None:
        self.move_last(self.last + frames)

    def _second_first(self, direction: int) -> None:
        self.move_first(self._second_from(self.first, direction))

    def _second_last(self, direction: int) -> None:
        self.move_last(self._second_from(self.last, direction))

    def _end_first(self, direction: int) -> None:
        self.move_first(0 if direction < 0 else self._times.last)

    def _end_last(self, direction: int) -> None:
        self.move_last(0 if direction < 0 else self._times.last)

    def _show_first(self) -> None:
        self.shown.emit(self.first)

    def _show_last(self) -> None:
        self.shown.emit(self.last)
