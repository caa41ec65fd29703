"""A picture with the clip's frame upon it, which is dragged, moved by keys, and made narrower."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.domain.picture_framing import (
    Fit,
    Framing,
    PictureWishes,
    Rectangle,
    frame_of,
    moved,
    zoomed,
)
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.framed_picture import framed_picture
from omniflash_desktop.ui.controls.painting import faded, paint_frame
from omniflash_desktop.ui.notices.figures import pixel_words
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_STEP: Final = 0.01
"""Of the picture's longer side, for an arrow; with Shift ten times as far."""
_ZOOM_STEP: Final = 1.1
_WHEEL_NOTCH: Final = 120.0
_AROUND: Final = 10
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FrameEditor(QWidget):
    """Shows what `domain.picture_framing.frame_of` says, and what the worker will cut.

    Args:
        theme: The look.
        picture: The whole picture, upright, of any size.
        size: Of the picture itself, in pixels.
        shape: Of the clip, such as 16 and 9.
        parent: Owner.

    Signals:
        framed: The user has moved the frame, or made it narrower or wider: the `Framing`.
    """

    framed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        picture: QImage,
        size: tuple[int, int],
        shape: tuple[int, int],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = picture
        self._size = size
        self._shape = shape
        self._framing = Framing()
        self._pressed: tuple[QPointF, Framing] | None = None
        self._padded: tuple[object, QImage] | None = None
        name(self, "frameEditor")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 150)
        theme.changed.connect(self.update)

    @property
    def framing(self) -> Framing:
        """The frame that is shown."""
        return self._framing

    def show_picture(self, picture: QImage, size: tuple[int, int]) -> None:
        """Shows a better picture of the same."""
        self._picture = picture
        self._size = size
        self._describe()
        self.update()

    def show_framing(self, framing: Framing) -> None:
        """Shows another frame."""
        self._framing = framing
        is_movable = framing.fit is Fit.CROP
        self.setCursor(Qt.CursorShape.SizeAllCursor if is_movable else Qt.CursorShape.ArrowCursor)
        self._describe()
        self.update()

    def zoom(self, steps: float) -> None:
        """Makes the frame of a crop narrower, or wider for a negative number of steps."""
        if self._framing.fit is Fit.CROP:
            self._choose(zoomed(self._framing, _ZOOM_STEP**steps))

    def frame_on_screen(self) -> QRectF:
        """Where the frame stands in this widget, logical pixels."""
        return self._placed(frame_of(self._size, self._shape, self._framing).canvas)

    def sizeHint(self) -> QSize:
        return QSize(500, 330)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None and self._framing.fit is Fit.CROP:
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            step = max(1.0, far * _STEP * max(self._size))
            self._move(self._framing, (arrow[0] * step, arrow[1] * step))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(event.angleDelta().y() / _WHEEL_NOTCH)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._framing.fit is Fit.CROP:
            self._pressed = event.position(), self._framing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        begin, framing = self._pressed
        scale = self._scale()
        way = event.position() - begin
        self._move(framing, (way.x() / scale, way.y() / scale))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        rect = QRectF(self.rect())
        paint_frame(painter, rect, tokens.RADIUS_CARD, fill=theme.colour("stage"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = self._placed(Rectangle(left=0, top=0, width=self._size[0], height=self._size[1]))
        if not self._picture.isNull():
            match self._framing.fit:
                case Fit.AS_IS:
                    painter.drawImage(whole, self._picture)
                case Fit.CROP:
                    painter.drawImage(whole, self._picture)
                    self._paint_crop(painter, whole)
                case Fit.PAD:
                    painter.drawImage(self.frame_on_screen(), self._padded_picture())
                    self._paint_outline(painter, whole)
        if self.hasFocus() and self.window().testAttribute(
            Qt.WidgetAttribute.WA_KeyboardFocusChange
        ):
            ring = theme.colour("focus")
            paint_frame(painter, rect, tokens.RADIUS_CARD, line=ring, width=2)
        painter.end()

    def _paint_crop(self, painter: QPainter, whole: QRectF) -> None:
        frame = self.frame_on_screen()
        outside = QPainterPath()
        outside.addRect(whole)
        inside = QPainterPath()
        inside.addRect(frame)
        painter.fillPath(outside.subtracted(inside), QColor(0, 0, 0, 165))
        white = self._theme.colour("on_picture")
        painter.setPen(QPen(faded(white, 0.35), 1))
        for third in (1 / 3, 2 / 3):
            x, y = frame.left() + third * frame.width(), frame.top() + third * frame.height()
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        self._paint_outline(painter, frame)

    def _paint_outline(self, painter: QPainter, rect: QRectF) -> None:
        # A dark line outside the white one: it is seen on white pictures as well.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 4))
        painter.drawRect(rect)
        painter.setPen(QPen(self._theme.colour("on_picture"), 2))
        painter.drawRect(rect)

    def _padded_picture(self) -> QImage:
        wishes = PictureWishes(framing=self._framing, shape=self._shape).that_count
        key = self._picture.cacheKey(), wishes
        if self._padded is None or self._padded[0] != key:
            self._padded = key, framed_picture(self._picture, self._size, wishes)
        return self._padded[1]

    def _shown(self) -> Rectangle:
        """All that has to find room: the picture, or the larger canvas around it."""
        if self._framing.fit is Fit.PAD:
            return frame_of(self._size, self._shape, self._framing).canvas
        return Rectangle(left=0, top=0, width=self._size[0], height=self._size[1])

    def _scale(self) -> float:
        """Logical pixels a pixel of the picture."""
        shown = self._shown()
        across = (self.width() - 2 * _AROUND) / shown.width
        return max(1e-6, min(across, (self.height() - 2 * _AROUND) / shown.height))

    def _placed(self, part: Rectangle) -> QRectF:
        scale, shown = self._scale(), self._shown()
        left = (self.width() - shown.width * scale) / 2 + (part.left - shown.left) * scale
        top = (self.height() - shown.height * scale) / 2 + (part.top - shown.top) * scale
        return QRectF(left, top, part.width * scale, part.height * scale)

    def _move(self, framing: Framing, by: tuple[float, float]) -> None:
        self._choose(moved(framing, self._size, self._shape, by))

    def _choose(self, framing: Framing) -> None:
        if framing == self._framing:
            return
        self.show_framing(framing)
        self.framed.emit(framing)

    def _describe(self) -> None:
        frame = frame_of(self._size, self._shape, self._framing).canvas
        words = self.tr("%1 of %2, %3 from the left, %4 from above")
        for number, fact in enumerate(
            (
                pixel_words(frame.width, frame.height),
                pixel_words(*self._size),
                str(frame.left),
                str(frame.top),
            ),
            start=1,
        ):
            words = words.replace(f"%{number}", fact)
        self.setAccessibleDescription(words)
