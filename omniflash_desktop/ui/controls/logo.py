"""The app's sign, painted: as `resources/logo.svg`, without loading Qt's SVG module."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

_BOLT = ((13.6, 4.2), (6.6, 13.1), (10.9, 13.1), (10.0, 19.8), (17.4, 10.4), (12.8, 10.4))
_SIDE = 24.0


class Logo(QWidget):
    """The sign in a square of `side` logical pixels."""

    def __init__(self, side: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_logo(painter, QRectF(self.rect()))
        painter.end()


def paint_logo(painter: QPainter, rect: QRectF) -> None:
    """Paints the sign into the square `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _SIDE, rect.height() / _SIDE)
    tile = QLinearGradient(QPointF(0, 0), QPointF(_SIDE, _SIDE))
    tile.setColorAt(0, QColor("#7A83FF"))
    tile.setColorAt(1, QColor("#525CE6"))
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(tile)
    painter.drawRoundedRect(QRectF(0, 0, _SIDE, _SIDE), 6.5, 6.5)
    painter.setPen(QPen(QColor("#FFFFFF"), 0.6))
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _BOLT]))
    painter.restore()
