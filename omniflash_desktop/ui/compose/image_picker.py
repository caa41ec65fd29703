"""The small list that opens when `@` is typed: which image is meant."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.slot_painting import CoverCache, paint_badge, paint_cover
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniflash_desktop.ui.compose.tray_item import TrayItem

_WIDTH: Final = 248
_ROW: Final = 48
_EDGE: Final = 5
_PICTURE: Final = QSize(64, 36)


class ImagePicker(QWidget):
    """Shows the images of the tray over the window; the focus stays where one types.

    Args:
        theme: The look.
        window: What it floats over.

    Signals:
        chosen: An image; its index.
        marked: Another image is the one that Enter takes; its index.
    """

    chosen = Signal(int)
    marked = Signal(int)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._images: Sequence[TrayItem] = ()
        self._covers: list[CoverCache] = []
        self._current = 0
        name(self, "imagePicker")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    @property
    def current(self) -> int:
        """The index of the image that Enter takes."""
        return self._current

    def open_at(self, images: "Sequence[TrayItem]", word: QRect) -> None:
        """Opens below what was typed, or above where there is no room.

        Args:
            images: At least one.
            word: Where that is, in the window's coordinates.
        """
        self._images = images
        self._covers = [CoverCache() for _ in images]
        self.setFixedSize(_WIDTH, len(images) * _ROW + 2 * _EDGE)
        room = self._window.rect()
        left = min(word.left(), room.right() - _WIDTH - _EDGE)
        top = word.bottom() + _EDGE
        if top + self.height() > room.bottom():
            top = word.top() - _EDGE - self.height()
        self.move(max(left, _EDGE), top)
        self._mark(0)
        self.raise_()
        self.show()

    def step(self, by: int) -> None:
        """Marks the next image, or the one before; it goes round."""
        self._mark((self._current + by) % len(self._images))

    def take(self) -> None:
        """Takes the marked image."""
        self.hide()
        self.chosen.emit(self._current)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None and row != self._current:
            self._mark(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None:
            self._current = row
            self.take()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonRelease:
            # Of the press that has hidden it: nobody below may take that for a click.
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        fill, line = theme.colour("overlay"), theme.colour("line_strong")
        paint_frame(painter, rect, tokens.RADIUS_CARD, fill=fill, line=line)
        for row, image in enumerate(self._images):
            place = QRectF(_EDGE, _EDGE + row * _ROW, rect.width() - 2 * _EDGE, _ROW)
            self._paint_row(painter, place, row, image)
        painter.end()

    def _paint_row(self, painter: QPainter, rect: QRectF, row: int, image: "TrayItem") -> None:
        theme = self._theme
        is_marked = row == self._current
        if is_marked:
            paint_frame(painter, rect, tokens.RADIUS_CHIP, fill=theme.colour("accent_bg2"))
        picture = QRectF(QPointF(rect.left() + 6, rect.top() + 6), _PICTURE.toSizeF())
        if image.picture.isNull():
            paint_frame(painter, picture, tokens.RADIUS_CHIP, fill=theme.colour("raised2"))
        else:
            cover = self._covers[row].cover(image.picture, _PICTURE, self.devicePixelRatioF())
            paint_cover(painter, picture, cover, tokens.RADIUS_CHIP)
        corner = picture.topLeft() + QPointF(3, 3)
        paint_badge(painter, theme, corner, str(row + 1), theme.colour("badge"))
        words = rect.adjusted(_PICTURE.width() + 16, 0, -8, 0)
        painter.setFont(theme.font(tokens.BASE, tokens.MEDIUM))
        painter.setPen(theme.colour("text" if is_marked else "text2"))
        shown = painter.fontMetrics().elidedText(
            image.name, Qt.TextElideMode.ElideMiddle, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _row_at(self, event: QMouseEvent) -> int | None:
        row = int(event.position().y() - _EDGE) // _ROW
        return row if 0 <= row < len(self._images) else None

    def _mark(self, row: int) -> None:
        self._current = row
        self.update()
        self.marked.emit(row)
