"""Pills and tags: `Chip` can be pressed or chosen, `Tag` only tells."""

from enum import StrEnum
from typing import Final, assert_never

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from omniflash_desktop.ui.controls.buttons import ButtonKind, PaintedButton
from omniflash_desktop.ui.controls.painting import between, faded, paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

# Before and after the words, in logical pixels.
PADDING: Final = 11
_SMALL_PADDING: Final = 10
_BEFORE_COUNT: Final = 7
_LEAST_WIDTH: Final = 22


class Chip(PaintedButton):
    """A pill: an action such as "+ Camera", or a filter that is chosen or not.

    Args:
        theme: The look.
        text: What it says.
        icon: An icon before the text, or alone where the text is empty.
        checkable: Whether it can be chosen.
        height: Logical pixels: 26, or 22 inside a field.
        parent: Owner.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str = "",
        checkable: bool = False,
        height: int = 26,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, ButtonKind.GHOST, parent)
        self._icon_name = icon
        self._count = ""
        self._small = height < 26
        self._padding = _SMALL_PADDING if self._small else PADDING
        self.setFont(theme.font(tokens.TINY if self._small else tokens.CAPTION, tokens.MEDIUM))
        self.setText(text)
        self.setCheckable(checkable)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_padding(self, padding: int) -> None:
        """Has so many logical pixels before and after its words; usually `PADDING`."""
        self._padding = padding
        self.updateGeometry()
        self.update()

    def set_count(self, count: int | None) -> None:
        """Shows a number after the text; `None` takes it away."""
        self._count = "" if count is None else str(count)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * self._padding
        if self._icon_name:
            width += 14 if self.text() else 8
        if self.text():
            # Room for the heavier weight of the chosen state, so that nothing moves.
            width += round(self.fontMetrics().horizontalAdvance(self.text()) * 1.03)
        if self._count:
            width += self._before_count + self.fontMetrics().horizontalAdvance(self._count)
        return QSize(max(width, _LEAST_WIDTH), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def _before_count(self) -> int:
        return min(_BEFORE_COUNT, self._padding)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, hover, on = self._theme, self.hover_share(), self.isChecked()
        rect = QRectF(self.rect())
        if on:
            fill, line = theme.colour("accent_bg"), theme.colour("accent_line")
            ink = theme.colour("accent_text")
        else:
            over = theme.colour("pressed" if self.isDown() else "hover")
            fill = faded(over, 1.0 if self.isDown() else hover)
            line = between(theme.colour("line"), theme.colour("line_strong"), hover)
            ink = between(theme.colour("text2"), theme.colour("text"), hover)
        if not self.isEnabled():
            ink = theme.colour("disabled")
        paint_frame(painter, rect, rect.height() / 2, fill=fill, line=line)
        if self.shows_focus():
            ring = theme.colour("focus")
            paint_frame(painter, rect, rect.height() / 2, line=ring, width=2)
        self._paint_words(painter, rect, ink, on=on)
        painter.end()

    def _paint_words(self, painter: QPainter, rect: QRectF, ink: QColor, *, on: bool) -> None:
        theme = self._theme
        left = float(self._padding)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if self._icon_name:
            side = 12.0 if self._small else 16.0
            square = QRectF(0, 0, side, side)
            square.moveCenter(rect.center())
            if self.text():
                square.moveLeft(left - 3)
            theme.paint_icon(painter, square, self._icon_name, ink)
            left += 14.0
        font = QFont(self.font())
        font.setWeight(QFont.Weight(tokens.STRONG if on else tokens.MEDIUM))
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(rect.adjusted(left, 0, 0, 0), middle, self.text())
        if self._count:
            left += painter.fontMetrics().horizontalAdvance(self.text()) + self._before_count
            painter.drawText(rect.adjusted(left, 0, 0, 0), middle, self._count)


class TagKind(StrEnum):
    """What a tag tells, by colour beside its word."""

    NEUTRAL = "neutral"
    WARNING = "warning"
    SUCCESS = "success"
    DANGER = "danger"
    KEY = "key"
    """Keys on the keyboard."""


class Tag(QLabel):
    """A small framed word: a setting, a state or the keys of an action.

    Args:
        theme: The look.
        text: The word.
        kind: What it tells.
        height: Logical pixels.
        parent: Owner.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: TagKind = TagKind.NEUTRAL,
        height: int = 22,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        loud = kind in (TagKind.WARNING, TagKind.SUCCESS, TagKind.DANGER)
        size = tokens.TINY if kind is TagKind.KEY else tokens.CAPTION
        self.setFont(theme.font(size, tokens.STRONG if loud else tokens.MEDIUM))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        padding = 7 if self._kind is TagKind.KEY else 10
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * padding
        return QSize(width, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        match self._kind:
            case TagKind.NEUTRAL:
                fill, line, ink = "raised", "line", "text2"
            case TagKind.KEY:
                fill, line, ink = "pressed", "", "text2"
            case TagKind.WARNING | TagKind.SUCCESS | TagKind.DANGER:
                word = self._kind.value
                fill, ink = f"{word}_bg", word
                line = f"{word}_line" if self._kind is TagKind.WARNING else ""
            case _:
                assert_never(self._kind)
        rect = QRectF(self.rect())
        edge = theme.colour(line) if line else None
        paint_frame(painter, rect, tokens.RADIUS_CHIP, fill=theme.colour(fill), line=edge)
        painter.setPen(theme.colour(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
