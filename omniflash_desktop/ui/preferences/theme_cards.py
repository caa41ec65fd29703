"""The choice of a theme: a small window in its colours for each."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.domain import preferences
from omniflash_desktop.ui.controls.buttons import ButtonKind, PaintedButton
from omniflash_desktop.ui.controls.choice_group import ChoiceGroup
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_PICTURE: Final = QRectF(0, 0, 150, 92)
_GAP: Final = 12
_COLOURS: Final = {
    preferences.Theme.DARK: tokens.DARK,
    preferences.Theme.LIGHT: tokens.LIGHT,
}
_SKY, _SUN, _DUNE = QColor("#9AA7A4"), QColor("#E5B26C"), QColor("#B4632B")


class ThemeCards(ChoiceGroup):
    """Three small windows side by side, with their names below.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for value, words in (
            (preferences.Theme.SYSTEM, self.tr("System")),
            (preferences.Theme.DARK, self.tr("Dark")),
            (preferences.Theme.LIGHT, self.tr("Light")),
        ):
            card = _Card(theme, value, words, self)
            self.add_choice(value, card)
            row.addWidget(card)
        row.addStretch(1)


class _Card(PaintedButton):
    def __init__(self, theme: Theme, value: preferences.Theme, words: str, parent: QWidget) -> None:
        super().__init__(theme, ButtonKind.GHOST, parent)
        self._value = value
        self.setText(words)
        self.setAccessibleName(words)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        words = self._theme.font(tokens.CAPTION).pixelSize() + tokens.SPACE_3
        return QSize(round(_PICTURE.width()), round(_PICTURE.height()) + words)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, on = self._theme, self.isChecked()
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(_PICTURE, tokens.RADIUS_FIELD, tokens.RADIUS_FIELD)
        painter.setClipPath(shape)
        if self._value is preferences.Theme.SYSTEM:
            half = _PICTURE.width() / 2
            _paint_window(painter, tokens.DARK)
            painter.setClipRect(
                QRectF(0, 0, half, _PICTURE.height()), Qt.ClipOperation.IntersectClip
            )
            _paint_window(painter, tokens.LIGHT)
        else:
            _paint_window(painter, _COLOURS[self._value])
        painter.restore()
        line, width = theme.colour("accent_line" if on else "line_strong"), 2 if on else 1
        if self.shows_focus():
            line, width = theme.colour("focus"), 3
        paint_frame(painter, _PICTURE, tokens.RADIUS_FIELD, line=line, width=width)
        painter.setFont(theme.font(tokens.CAPTION, tokens.STRONG if on else tokens.MEDIUM))
        painter.setPen(theme.colour("text" if on else "text2"))
        below = QRectF(self.rect()).adjusted(0, _PICTURE.height(), 0, 0)
        painter.drawText(
            below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, self.text()
        )
        painter.end()


def _paint_window(painter: QPainter, colours: tokens.Colours) -> None:
    """Composer, stage with a clip, and library, as a sketch."""

    def bar(x: float, y: float, width: float, height: float, colour: str) -> None:
        paint_frame(painter, QRectF(x, y, width, height), 2, fill=QColor(colour))

    painter.fillRect(_PICTURE, QColor(colours.stage))
    painter.fillRect(QRectF(0, 0, 38, 92), QColor(colours.panel))
    painter.fillRect(QRectF(114, 0, 36, 92), QColor(colours.panel))
    for y, width in ((16, 24), (24, 18)):
        bar(7, y, width, 4, colours.line_strong)
    bar(7, 76, 24, 9, colours.accent)
    for y in (14, 36, 58):
        bar(121, y, 22, 15, colours.raised2)
    for y, width in ((64, 56), (72, 40)):
        bar(46, y, width, 4, colours.line_strong)
    _paint_clip(painter, QRectF(46, 16, 60, 40))


def _paint_clip(painter: QPainter, place: QRectF) -> None:
    sky = QLinearGradient(place.topLeft(), place.bottomLeft())
    sky.setColorAt(0.0, _SKY)
    sky.setColorAt(1.0, _SUN)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(sky)
    painter.drawRoundedRect(place, 3, 3)
    left, right, low = place.left(), place.right(), place.bottom()
    painter.setBrush(_DUNE)
    dune = [(left, low - 12), (left + 22, low - 20), (right, low - 8), (right, low), (left, low)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in dune]))
