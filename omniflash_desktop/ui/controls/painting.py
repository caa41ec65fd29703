"""Shapes that several controls paint: crisp rounded frames, focus rings, colour between two."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen


def paint_frame(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """A rounded rectangle whose line lies wholly inside `rect`, so that it stays crisp.

    Args:
        painter: Where to paint.
        rect: Outer edge, logical pixels.
        radius: Of the outer edge, logical pixels.
        fill: Colour inside.
        line: Colour of the edge.
        width: Of the edge, logical pixels.
        dashed: Whether the edge is dashed.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if line is not None else 0.0
    shape = rect.adjusted(inset, inset, -inset, -inset)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern([5.0 / width, 4.0 / width])
        painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(shape, radius - inset, radius - inset)


def between(start: QColor, end: QColor, share: float) -> QColor:
    """The colour at `share` (0 to 1) of the way from `start` to `end`."""
    if share <= 0:
        return start
    if share >= 1:
        return end
    return QColor.fromRgbF(
        start.redF() + (end.redF() - start.redF()) * share,
        start.greenF() + (end.greenF() - start.greenF()) * share,
        start.blueF() + (end.blueF() - start.blueF()) * share,
        start.alphaF() + (end.alphaF() - start.alphaF()) * share,
    )


def faded(colour: QColor, alpha: float) -> QColor:
    """`colour` with the opacity `alpha`, 0 to 1."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made
