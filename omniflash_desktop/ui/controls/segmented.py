"""A segmented control: a few choices side by side, one of them chosen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from omniflash_desktop.ui.controls.buttons import ButtonKind, PaintedButton
from omniflash_desktop.ui.controls.choice_group import ChoiceGroup
from omniflash_desktop.ui.controls.painting import between, paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_MARGIN = 3


class Segment(PaintedButton):
    """One choice of a `SegmentedControl`."""

    def __init__(self, theme: Theme, text: str, icon: str, parent: QWidget) -> None:
        super().__init__(theme, ButtonKind.GHOST, parent)
        self._icon_name = icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(theme.font(tokens.BASE, tokens.MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        icon = 24 if self._icon_name else 0
        text = self._theme.font(tokens.BASE, tokens.STRONG)
        self.ensurePolished()
        width = QFontMetrics(text).horizontalAdvance(self.text())
        return QSize(width + icon + 16, tokens.CONTROL_HEIGHT - 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, on, rect = self._theme, self.isChecked(), QRectF(self.rect())
        if on:
            fill, line = theme.colour("seg_on"), theme.colour("line_ctl")
            paint_frame(painter, rect, tokens.RADIUS_CHIP, fill=fill, line=line)
        if self.shows_focus():
            ring = theme.colour("focus")
            paint_frame(painter, rect, tokens.RADIUS_CHIP, line=ring, width=2)
        ink = theme.colour("text")
        if not on:
            ink = between(theme.colour("text2"), ink, self.hover_share())
        if not self.isEnabled():
            ink = theme.colour("disabled")
        font = theme.font(tokens.BASE, tokens.STRONG if on else tokens.MEDIUM)
        painter.setFont(font)
        painter.setPen(ink)
        width = painter.fontMetrics().horizontalAdvance(self.text())
        icon_room = 23.0 if self._icon_name else 0.0
        left = (rect.width() - width - icon_room) / 2
        if self._icon_name:
            square = QRectF(left, (rect.height() - 18) / 2, 18, 18)
            theme.paint_icon(painter, square, self._icon_name, ink)
        painter.drawText(
            rect.adjusted(left + icon_room, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self.text(),
        )
        painter.end()


class SegmentedControl(ChoiceGroup):
    """Choices of equal width on a track.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._layout.setSpacing(0)
        self.setFixedHeight(tokens.CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add_segment(self, value: object, text: str, icon: str = "") -> None:
        """Adds a choice on the right."""
        segment = Segment(self._theme, text, icon, self)
        self.add_choice(value, segment)
        self._layout.addWidget(segment, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            tokens.RADIUS_TRACK,
            fill=colour("seg"),
            line=colour("line"),
        )
        painter.end()
