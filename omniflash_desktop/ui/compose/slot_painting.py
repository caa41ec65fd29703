"""What the slots of the tray share: covers, veils, badges, and buttons that appear on hover."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.compose.framed_picture import on_backdrop
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class CoverCache:
    """Keeps the one pixmap that a slot paints, cut to its size at the screen's own pixels."""

    def __init__(self) -> None:
        self._key: tuple[int, QSize, float, bool] | None = None
        self._pixmap = QPixmap()

    def cover(
        self, picture: QImage, size: QSize, ratio: float, *, is_whole: bool = False
    ) -> QPixmap:
        """`picture` so that it fills `size` logical pixels: cut, or whole upon itself blurred."""
        key = (picture.cacheKey(), QSize(size), ratio, is_whole)
        if key != self._key:
            pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
            filling = on_backdrop(picture, pixels) if is_whole else _cut(picture, pixels)
            self._pixmap = QPixmap.fromImage(filling)
            self._pixmap.setDevicePixelRatio(ratio)
            self._key = key
        return self._pixmap


def _cut(picture: QImage, pixels: QSize) -> QImage:
    scaled = picture.scaled(
        pixels,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left = (scaled.width() - pixels.width()) // 2
    top = (scaled.height() - pixels.height()) // 2
    return scaled.copy(left, top, pixels.width(), pixels.height())


def paint_cover(painter: QPainter, rect: QRectF, pixmap: QPixmap, radius: float) -> None:
    """Paints a picture with round corners; its edge is smooth, as a brush's is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = QBrush(pixmap)
    painter.setBrushOrigin(rect.topLeft())
    painter.setBrush(brush)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def paint_veil(painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
    """Darkens a whole slot."""
    paint_frame(painter, rect, radius, fill=colour)


def paint_shade(painter: QPainter, rect: QRectF, radius: float, *, lines: int = 1) -> None:
    """Darkens the lower part of a picture, so that lines of white words on it can be read."""
    begin = 0.45 if lines == 1 else 0.2
    shade = QLinearGradient(QPointF(0, rect.top() + rect.height() * begin), rect.bottomLeft())
    shade.setColorAt(0, QColor(0, 0, 0, 0))
    if lines > 1:
        shade.setColorAt(0.4, QColor(0, 0, 0, 140))
    shade.setColorAt(1, QColor(0, 0, 0, 175))
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, shade)


def paint_badge(painter: QPainter, theme: Theme, at: QPointF, text: str, fill: QColor) -> None:
    """Paints the number of a slot at its upper left corner."""
    rect = QRectF(at.x(), at.y(), 20, 18)
    paint_frame(painter, rect, tokens.RADIUS_BADGE, fill=fill)
    painter.setFont(theme.font(tokens.TINY, tokens.STRONG))
    painter.setPen(theme.colour("on_picture"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class SlotButton(IconButton):
    """A button upon a slot: always there for the keyboard, painted when it can be of use."""

    def __init__(self, theme: Theme, icon: str, *, on_picture: bool, parent: QWidget) -> None:
        super().__init__(theme, icon, size=20 if on_picture else 30, glyph=14, parent=parent)
        self._on_picture = on_picture
        self._revealed = False

    def reveal(self, on: bool) -> None:
        """Paints it or not."""
        if on != self._revealed:
            self._revealed = on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._revealed and not self.hasFocus():
            return
        if not self._on_picture:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        paint_frame(painter, rect, tokens.RADIUS_BADGE, fill=theme.colour("badge"))
        if self.underMouse():
            paint_frame(painter, rect, tokens.RADIUS_BADGE, fill=theme.colour("badge"))
        if self.hasFocus():
            ring = theme.colour("on_picture")
            paint_frame(painter, rect, tokens.RADIUS_BADGE, line=ring, width=2)
        square = QRectF(0, 0, 14, 14)
        square.moveCenter(rect.center())
        theme.paint_icon(painter, square, self.icon_name, theme.colour("on_picture"))
        painter.end()
