"""Words that can be pressed: actions of messages, links to the browser, "Show all"."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.ui.controls.buttons import ButtonKind, PaintedButton
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class LinkButton(PaintedButton):
    """Words that look like a link.

    Args:
        theme: The look.
        text: The words.
        icon: An icon after them.
        parent: Owner.
    """

    def __init__(
        self, theme: Theme, text: str, *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, ButtonKind.GHOST, parent)
        self._icon_name = icon
        self.setFont(theme.font(tokens.CAPTION, tokens.STRONG))
        self.setText(text)
        self.setFixedHeight(22)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        icon = 16 if self._icon_name else 0
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width + icon + 6, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._theme.colour("text" if self.underMouse() else "accent_text")
        painter.setPen(ink)
        painter.setFont(self.font())
        rect = self.rect().adjusted(3, 0, 0, 0)
        painter.drawText(
            rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if self._icon_name:
            width = self.fontMetrics().horizontalAdvance(self.text())
            square = rect.toRectF().adjusted(width + 3, 4, 0, -4)
            square.setWidth(14)
            self._theme.paint_icon(painter, square, self._icon_name, ink)
        if self.shows_focus():
            ring = self.rect().toRectF()
            paint_frame(
                painter, ring, tokens.RADIUS_BADGE, line=self._theme.colour("focus"), width=2
            )
        painter.end()
