"""Three prompts to start from, each with a small painted picture."""

from typing import Final

import msgspec
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPolygonF,
    QRadialGradient,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.ui.controls.buttons import ButtonKind, PaintedButton
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.library.tile import BADGE_HEIGHT, paint_badge
from omniflash_desktop.ui.notices.figures import seconds_words
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

translate = QCoreApplication.translate

_CAPTION: Final = 26
_UNIT: Final = 100.0
"""The pictures are painted on a canvas of 178 by 100 units."""
_WIDE: Final = 178.0


class Example(msgspec.Struct, frozen=True):
    """A prompt to start from.

    Attributes:
        title: What it is called.
        prompt: All of it.
        seconds: How long the clip is to be.
    """

    title: str
    prompt: str
    seconds: int


def examples() -> tuple[Example, Example, Example]:
    """The three prompts, in the language of the window."""
    return (
        Example(
            translate("Example", "Neon crossing in the rain"),
            translate(
                "Example",
                "A woman with a red umbrella stands still on a rainy crossing at night while the "
                "crowd flows past her.\n\n"
                "Camera: slow push-in at eye level, 35 mm, shallow depth of field.\n"
                "Light: pink and blue neon signs, their reflections on wet asphalt.\n"
                "Sound: soft rain, distant traffic, a crossing signal.",
            ),
            10,
        ),
        Example(
            translate("Example", "Stoneware, soft daylight"),
            translate(
                "Example",
                "Three hand-made stoneware vases on plaster steps, a dried branch sways a "
                "little in the draught.\n\n"
                "Camera: slow slide to the right, 50 mm, everything in focus.\n"
                "Light: soft daylight from a window on the left, long gentle shadows.\n"
                "Sound: a quiet room, a clock far away.",
            ),
            6,
        ),
        Example(
            translate("Example", "Iceberg drifting, calm sea"),
            translate(
                "Example",
                "An iceberg drifts past on a calm polar sea, small waves lap at its foot, a "
                "seabird crosses the frame.\n\n"
                "Camera: steady wide shot from a boat, slow roll of the swell.\n"
                "Light: low morning sun, pale blue sky, glints on the water.\n"
                "Sound: lapping water, creaking ice, one gull.",
            ),
            8,
        ),
    )


class ExampleButton(PaintedButton):
    """A picture with a caption that brings its prompt.

    Args:
        theme: The look.
        number: 1, 2 or 3.
        example: What it brings.
        parent: Owner.
    """

    def __init__(
        self, theme: Theme, number: int, example: Example, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, ButtonKind.GHOST, parent)
        self.example = example
        self._paint_scene = (_paint_crossing, _paint_vases, _paint_iceberg)[number - 1]
        self.setObjectName(f"example{number}")
        spoken = translate("Example", "Example: {title}").format(title=example.title)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(seconds_words(example.seconds))
        self.setToolTip(example.prompt)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(213, self.heightForWidth(213))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(120))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * 9 / 16) + _CAPTION

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = QRectF(0, 0, self.width(), self.height() - _CAPTION)
        outline = QPainterPath()
        outline.addRoundedRect(picture, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        painter.save()
        painter.setClipPath(outline)
        painter.scale(picture.width() / _WIDE, picture.height() / _UNIT)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_scene(painter)
        painter.restore()
        corner = picture.bottomRight() - QPointF(6, 6 + BADGE_HEIGHT)
        length = seconds_words(self.example.seconds)
        paint_badge(painter, self._theme, corner, length, from_right=True)
        line = self._theme.colour("line_ctl" if self.underMouse() else "line")
        paint_frame(painter, picture, tokens.RADIUS_CARD, line=line)
        if self.shows_focus():
            ring = self._theme.colour("focus")
            paint_frame(painter, picture, tokens.RADIUS_CARD, line=ring, width=2)
        painter.setFont(self._theme.font(tokens.CAPTION, tokens.MEDIUM))
        painter.setPen(self._theme.colour("text" if self.underMouse() else "text2"))
        caption = QRectF(0, picture.bottom() + 6, self.width(), _CAPTION - 6)
        words = painter.fontMetrics().elidedText(
            self.example.title, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


def _fill(painter: QPainter, rect: QRectF, top: str, bottom: str) -> None:
    shade = QLinearGradient(rect.topLeft(), rect.bottomLeft())
    shade.setColorAt(0, QColor(top))
    shade.setColorAt(1, QColor(bottom))
    painter.fillRect(rect, shade)


def _paint_crossing(painter: QPainter) -> None:
    _fill(painter, QRectF(0, 0, _WIDE, 66), "#10142E", "#2A2350")
    _fill(painter, QRectF(0, 66, _WIDE, 34), "#1B1838", "#090A16")
    signs = (
        (4, 8, 18, 40, "#FF5E8A"),
        (26, 22, 9, 30, "#5FD4FF"),
        (38, 30, 14, 20, "#FFD9A0"),
        (58, 40, 6, 18, "#B48CFF"),
        (112, 38, 7, 20, "#7CF0E0"),
        (124, 26, 12, 28, "#FF8FD0"),
        (140, 10, 10, 42, "#6AA8FF"),
        (155, 18, 19, 32, "#FFB36B"),
    )
    for x, y, width, height, colour in signs:
        glow = QRadialGradient(QPointF(x + width / 2, y + height / 2), height)
        soft = QColor(colour)
        soft.setAlpha(90)
        glow.setColorAt(0, soft)
        glow.setColorAt(1, Qt.GlobalColor.transparent)
        painter.fillRect(QRectF(x - height, y - height, 3 * height, 3 * height), glow)
        painter.fillRect(QRectF(x, y, width, height), QColor(colour))
        mirror = QLinearGradient(0, 68, 0, 98)
        soft.setAlpha(120)
        mirror.setColorAt(0, soft)
        mirror.setColorAt(1, Qt.GlobalColor.transparent)
        painter.fillRect(QRectF(x, 68, width, 30), mirror)
    painter.setBrush(QColor("#0B0C18"))
    painter.drawRoundedRect(QRectF(84, 50, 10, 26), 3, 3)
    painter.setBrush(QColor("#D83A4E"))
    painter.drawPie(QRectF(76, 40, 26, 18), 0, 180 * 16)


def _paint_vases(painter: QPainter) -> None:
    _fill(painter, QRectF(0, 0, _WIDE, 100), "#CDD0C6", "#A9AEA2")
    _fill(painter, QRectF(0, 78, _WIDE, 22), "#DADBD3", "#BFC2B8")
    painter.setBrush(QColor("#C7CAC0"))
    painter.drawRect(QRectF(112, 62, 50, 38))
    for rect, colour in (
        (QRectF(24, 36, 50, 50), "#EFEAE0"),
        (QRectF(76, 64, 34, 26), "#D9A385"),
        (QRectF(124, 34, 24, 32), "#7E938A"),
    ):
        shade = QRadialGradient(
            QPointF(rect.left() + rect.width() * 0.3, rect.top() + rect.height() * 0.3),
            rect.width(),
        )
        shade.setColorAt(0, QColor(colour).lighter(108))
        shade.setColorAt(1, QColor(colour).darker(135))
        painter.setBrush(shade)
        painter.drawEllipse(rect)
        neck = QRectF(0, rect.top() - 12, rect.width() * 0.26, 22)
        neck.moveLeft(rect.center().x() - neck.width() / 2)
        painter.drawRoundedRect(neck, 3, 3)
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setColor(QColor("#8A7B62"))
    pen.setWidthF(1.0)
    painter.setPen(pen)
    for tip in ((38, 4), (50, 0), (60, 8)):
        painter.drawLine(QPointF(49, 28), QPointF(*tip))


def _paint_iceberg(painter: QPainter) -> None:
    _fill(painter, QRectF(0, 0, _WIDE, 68), "#A9C4D8", "#E9E2D2")
    _fill(painter, QRectF(0, 68, _WIDE, 32), "#5E8CA6", "#24495F")
    peak = (58, 68), (70, 40), (80, 44), (92, 12), (104, 34), (112, 30), (124, 68)
    painter.setBrush(QColor("#F2F6F8"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in peak]))
    shadow = (92, 12), (104, 34), (112, 30), (124, 68), (96, 68)
    painter.setBrush(QColor("#B9CFDC"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shadow]))
    mirror = QColor("#D5E4EA")
    mirror.setAlpha(90)
    painter.setBrush(mirror)
    painter.drawPolygon(QPolygonF([QPointF(x, 68 + (68 - y) * 0.4) for x, y in peak]))


def example_buttons(theme: Theme, parent: QWidget) -> list[ExampleButton]:
    """The three buttons."""
    return [
        ExampleButton(theme, number, example, parent)
        for number, example in enumerate(examples(), start=1)
    ]
