"""What the balance tells about an unconfirmed clip: a verdict and its reason, set apart."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.notices.charge_words import ChargeWords
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_TINTED = ("warning", "success")
"""Verdicts that say something, with a background of their own."""


class EvidenceCard(QWidget):
    """A verdict on a charge.

    Args:
        theme: The look.
        words: The verdict.
        parent: Owner.
    """

    def __init__(self, theme: Theme, words: ChargeWords, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        name(self, "chargeEvidence")
        self.setAccessibleDescription(words.sentence)
        title = Label(theme, words.title, weight=tokens.STRONG, parent=self)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(title)
        if words.reason:
            reason = words.reason[:1].upper() + words.reason[1:] + "."
            label = Label(theme, reason, size=tokens.CAPTION, role="text2", parent=self)
            label.setWordWrap(True)
            column.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 11, 15, 11)
        row.addLayout(column)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, role = self._theme.colour, self._words.role
        fill, line = "raised", "line"
        if role in _TINTED:
            fill, line = f"{role}_bg", f"{role}_line"
        rect = QRectF(self.rect())
        paint_frame(painter, rect, tokens.RADIUS_CARD, fill=colour(fill), line=colour(line))
        square = QRectF(15, 0, 18, 18)
        square.moveTop((self.height() - 18) / 2)
        self._theme.paint_icon(painter, square, self._words.icon, colour(role))
        painter.end()
