"""A sentence with a small icon before it: a tick, or a bulb."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.theme.theme import Theme

_LARGER_THAN_WORDS: Final = 3


class IconLine(QWidget):
    """Wraps; the icon stands beside the first line.

    Args:
        theme: The look.
        text: The sentence.
        icon: The icon's name.
        ink: The icon's colour role.
        size: Of the words, in logical pixels.
        role: The words' colour role.
        indent: Where the words begin, in logical pixels.
        parent: Owner.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str,
        ink: str,
        size: int,
        role: str,
        indent: int,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._ink = ink
        self._side = size + _LARGER_THAN_WORDS
        words = Label(theme, text, size=size, role=role, parent=self)
        words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(indent, 0, 0, 0)
        row.addWidget(words)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        square = QRectF(0, 0, self._side, self._side)
        self._theme.paint_icon(painter, square, self._icon, self._theme.colour(self._ink))
        painter.end()
